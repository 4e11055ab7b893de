from xlsxwriter.utility import xl_col_to_name

from odoo import models
from odoo.fields import Domain

from ..common.telecom_workbook import BAD, WARN

DUTY_COLUMNS = [
    ("unit", "text", 18),
    ("duty", "text", 26),
    ("subject", "text", 26),
    ("due_on", "date", 12),
    ("done_on", "date", 12),
    ("state", "text", 14),
    ("errors", "whole", 12),
    ("note", "text", 40),
]
STATE_COLUMN = xl_col_to_name([key for key, *_rest in DUTY_COLUMNS].index("state"))


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The sheet of duties of the month, and of the year's missing ones at its end."""

    _inherit = "telecom.performance.workbook"

    def _write_sheet_duties(self, book, formats, period):
        if rows := self._get_figures(period, "duties"):
            self._write_duties(book, formats, self._decode_rows(DUTY_COLUMNS, rows))

    def _build_figures(self, period):
        rows = self.with_context(lang=self._get_lang(period))._build_duties(period)
        return super()._build_figures(period) | {"duties": rows}

    def _build_duties(self, period):
        duties = self._get_duties(period.with_env(self.env))
        states = dict(duties._fields["state"]._description_selection(self.env))
        today = period.company_id._telecom_today()
        # sudo: who reads a duty reads the names in it
        return self._prepare_kept_rows(
            {
                "unit": duty.unit_id.name,
                "duty": duty.type_id.name,
                "subject": duty.subject,
                "due_on": duty.due_on,
                "done_on": duty.fulfilled_on,
                "state": states[self._get_duty_state(duty, period.date_to, today)],
                "errors": duty.grave_errors or None,
                "note": duty.grave_error_note,
            }
            for duty in duties.sudo()
        )

    def _get_duties(self, period):
        """Return the duties that the file shows."""
        duties = self.env["telecom.duty"].with_company(period.company_id)
        first, last = period.date_from.replace(month=1, day=1), period.date_to
        month = Domain("due_on", ">=", period.date_from) & Domain("due_on", "<=", last)
        return duties.search(
            Domain("company_id", "=", period.company_id.id)
            & (month | Domain(duties._get_missed_domain(first, last))),
            order="unit_id, due_on, type_id, id",
        )

    def _write_duties(self, book, formats, rows):
        labels = [
            self.env._("Unit"),
            self.env._("Duty"),
            self.env._("Subject of the Duty"),
            self.env._("Due On"),
            self.env._("Done On"),
            self.env._("State at Month End"),
            self.env._("Grave Errors"),
            self.env._("Which Errors"),
        ]
        columns = [
            (key, label, kind, width)
            for (key, kind, width), label in zip(DUTY_COLUMNS, labels, strict=True)
        ]
        field = self.env["telecom.duty"]._fields["state"]
        states = dict(field._description_selection(self.env))
        sheet = book.add_worksheet(self.env._("Duties"))
        last = self._write_rows(sheet, formats, columns, rows)
        for state, colour in (("missing", BAD), ("late", WARN)):
            formula = f'${STATE_COLUMN}2="{states[state]}"'
            self._colour_rows(book, sheet, last, formula, colour)

    def _get_duty_state(self, duty, as_of, today):
        """Return the state of a duty at the end of a day, as scorecards count it."""
        done = duty.fulfilled_on
        if done and done <= duty.due_on:
            return "done"
        if done and done <= as_of:
            return "late"
        return "missing" if duty.due_on < today else "due"
