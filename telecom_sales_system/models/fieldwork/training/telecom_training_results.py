from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ....tools.assessment.ranking import competition_ranks


class TelecomTrainingResults(models.AbstractModel):
    """Participation and results of a course, as its result list and circular show them.

    All texts are in the language of the company.
    """

    _name = "telecom.training.results"
    _description = "Training Results"

    @api.model
    def _build_results(self, training):
        """Return the results of a course as plain data; rates and scores are texts.

        :return: a dictionary: units, rows of the units and their total as last (name,
            invited, attended, participation, passed, pass_rate); results, rows of the
            attendees by rank (rank, name, unit, score, result); absent, rows of the
            absent people (name, unit)
        :raises UserError: the course was not held yet
        """
        if training.state == "planned":
            raise UserError(
                self.env._(
                    "Training course %s: it has no results before it was held.",
                    training.display_name,
                )
            )
        self = self.with_context(lang=training.company_id._get_telecom_lang())
        rows = self.env["telecom.training.attendance"]
        if training.state == "published":
            # sudo: a published list is for everybody who sees the course
            rows = rows.sudo()
        rows = rows.search([("training_id", "=", training.id)])
        return {
            "units": self._get_unit_rows(rows),
            "results": self._get_result_rows(rows),
            "absent": self._get_absent_rows(rows),
        }

    def _get_unit_rows(self, rows):
        # sudo: who reads the list reads the names of its units, also below
        by_unit = rows.grouped(lambda row: row.unit_id.sudo())
        ordered = sorted(by_unit, key=lambda unit: (unit.sequence, unit.code))
        units = [self._prepare_unit_row(unit.name, by_unit[unit]) for unit in ordered]
        return [*units, self._prepare_unit_row(self.env._("Total"), rows)]

    def _prepare_unit_row(self, name, rows):
        invited = len(rows)
        attended = sum(row.presence == "attended" for row in rows)
        passed = sum(rows.mapped("passed"))
        return {
            "name": name,
            "invited": invited,
            "attended": attended,
            "participation": self._format_percent(attended, invited),
            "passed": passed,
            "pass_rate": self._format_percent(passed, invited),
        }

    def _format_percent(self, part, whole):
        if not whole:
            return "—"
        return f"{formatLang(self.env, 100 * part / whole, digits=1)}%"

    def _get_result_rows(self, rows):
        attended = rows.filtered(lambda row: row.presence == "attended")
        attended = attended.sorted(lambda row: (-row.score, row.unit_id.id, row.id))
        labels = dict(rows._fields["result"]._description_selection(self.env))
        ranks = competition_ranks(attended.mapped("score"))
        return [
            {
                "rank": rank,
                # sudo: who reads the list reads the names on it
                "name": row.user_id.sudo().name,
                "unit": row.unit_id.sudo().name,
                "score": formatLang(self.env, row.score, digits=1)
                if row.is_scored
                else "—",
                "result": labels[row.result],
            }
            for rank, row in zip(ranks, attended, strict=True)
        ]

    def _get_absent_rows(self, rows):
        # sudo: as above
        return [
            {"name": row.user_id.sudo().name, "unit": row.unit_id.sudo().name}
            for row in rows.filtered(lambda row: row.presence == "absent").sorted(
                lambda row: (row.unit_id.id, row.id)
            )
        ]
