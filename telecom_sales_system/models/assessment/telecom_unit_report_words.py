from odoo import models
from odoo.exceptions import UserError

SHOWN = 100


class TelecomUnitReport(models.Model):
    """Texts that say why a file is refused, where, and what to do."""

    _inherit = "telecom.unit.report"

    def _get_bad_file_text(self, reason, name):
        """Return the reason why a file is not a template of the report."""
        ask = self.env._("Download the template again, fill it in and send it.")
        why = {
            "empty": self.env._("The file is empty."),
            "old_format": self.env._(
                "It is an old .xls file or has a password: save it as .xlsx without a"
                " password."
            ),
            "no_workbook": self.env._("It is not an .xlsx workbook."),
            "broken": self.env._("The file is damaged."),
            "bomb": self.env._("It unpacks to far more than a report can hold."),
            "macros": self.env._("It holds macros."),
            "declarations": self.env._("It declares entities, which is unsafe."),
            "cells": self.env._("It holds far more cells than the template."),
            "foreign": self.env._("It is not the template of the monthly report."),
            "format": self.env._("It was made by another version of the system."),
            "forged": self.env._(
                "Its hidden sheet was changed, or another database made it."
            ),
        }[reason]
        return f"{name}\n{why} {ask}"

    def _check_identity(self, identity, name):
        """Check that a template is for the unit and the month of the report.

        :raises UserError: it is for another unit or another month
        """
        month = self.date_from.isoformat()
        if (identity["unit"], identity["month"]) == (self.unit_id.id, month):
            return
        raise UserError(
            self.env._(
                "%(file)s\nIt is the report of %(unit)s for %(month)s, not %(wanted)s."
                " Send it there, or download the template here.",
                file=name,
                unit=identity["unit_name"],
                month=identity["month"][:7],
                wanted=self.display_name,
            )
        )

    def _get_problems_text(self, problems, name):
        """Return the list of all errors in the filled-in form, cell by cell."""
        texts = [f"- {self._get_problem_text(problem)}" for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            texts.append(self.env._("... and %s more", len(problems) - SHOWN))
        head = self.env._(
            "%(file)s was not taken: %(count)s places to correct.",
            file=name,
            count=len(problems),
        )
        return "\n".join([head, *texts])

    def _get_problem_text(self, problem):
        found = problem.found[:40]
        words = {
            "missing_sheet": self.env._("the sheet is missing"),
            "foreign_sheet": self.env._(
                "the sheet does not belong to the template; delete it"
            ),
            "merged": self.env._("cells are merged; split them"),
            "formula": self.env._("is a formula; enter its result"),
            "changed": self.env._(
                "was changed to “%(found)s”; it says “%(expected)s”",
                found=found,
                expected=problem.expected[:40],
            ),
            "foreign_cell": self.env._(
                "“%s” is outside the form; clear the cell", found
            ),
            "empty": self.env._("is empty; enter 0 if there was nothing"),
            "no_number": self.env._("“%s” is not a number", found),
            "not_whole": self.env._("%s is not a whole number", found),
            "negative": self.env._("%s is negative; enter 0 or more", found),
            "too_large": self.env._("%s is too large", found),
            "too_long": self.env._("the text “%s...” is too long", found),
        }
        place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        return self.env._(
            "%(place)s: %(what)s", place=place, what=words[problem.reason]
        )
