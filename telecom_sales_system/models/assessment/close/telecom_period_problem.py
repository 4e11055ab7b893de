from odoo import fields, models
from odoo.fields import Domain

from ..duty.telecom_duty import VETO_YEARS


class TelecomPeriodProblem(models.Model):
    """Problems of contests, metrics and scorecards of a month."""

    _inherit = "telecom.period.problem"

    def _find_contest(self, period):
        over = Domain("state", "=", "running") & Domain(
            "date_to", "<", period.company_id._telecom_today()
        )
        return self._prepare_record_problems(
            period, "telecom.contest", over, self.env._("Contests over, but not closed")
        )

    def _find_metrics(self, period):
        empty = Domain("headcount", "=", 0) & Domain("kind", "!=", "outlet")
        return self._prepare_record_problems(
            period,
            "telecom.sales.unit",
            empty,
            self.env._("Units without a headcount: no share of full-time staff"),
        )

    def _find_cards(self, period):
        here = Domain("period_id", "=", period.id)
        lists = self.env["telecom.award.list"]._find_lists_with_vetoes(
            period.company_id, fields.Date.subtract(period.date_from, years=VETO_YEARS)
        )
        return [
            *self._find_unscored_units(period),
            *self._prepare_record_problems(
                period,
                "telecom.award.list",
                Domain("id", "in", lists.ids),
                self.env._("Approved awards of units that a veto applies to by now"),
            ),
            *self._prepare_record_problems(
                period,
                "telecom.assessment.line",
                here & Domain("error", "!=", False),
                self.env._("Lines of scorecards without a score"),
            ),
            *self._prepare_record_problems(
                period,
                "telecom.assessment.objection",
                Domain("assessment_id.period_id", "=", period.id)
                & Domain("state", "=", "open"),
                self.env._("Objections without an answer"),
            ),
            *self._prepare_record_problems(
                period,
                "telecom.duty",
                Domain("job_error", "!=", False),
                self.env._("Duties that the job left out"),
            ),
            *self._prepare_record_problems(
                period,
                "telecom.duty.type",
                Domain("job_error", "!=", False),
                self.env._("Kinds of duties that could not be listed"),
            ),
        ]

    def _find_unscored_units(self, period):
        """Find the counties and branches that no scheme in force assesses."""
        scored = (
            self.env["telecom.assessment"]
            .sudo()
            ._read_group([("period_id", "=", period.id)], [], ["unit_id:array_agg"])[0][
                0
            ]
        )
        return self._prepare_record_problems(
            period,
            "telecom.sales.unit",
            Domain("kind", "in", ("county", "branch"))
            & Domain("id", "not in", scored or []),
            self.env._("Units that no scheme in force assesses"),
        )
