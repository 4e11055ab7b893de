from odoo import api, fields, models
from odoo.fields import Date
from odoo.tools.date_utils import end_of

STEPS = {"year": {"years": 1}, "month": {"months": 1}}


class TelecomMetric(models.Model):
    """Growth of another metric, in percent: on the year or the month before.

    The same days are compared, moved back by a year or a month. The end of a month is
    compared with the end of a month.
    """

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("growth", "Growth of a Metric")],
        ondelete={"growth": lambda metrics: metrics._remove_source()},
    )
    compared_metric_id = fields.Many2one(
        "telecom.metric",
        string="Metric That Grows",
        ondelete="restrict",
        check_company=True,
    )
    compared_with = fields.Selection(
        [("year", "The Year Before"), ("month", "The Month Before")],
        required=True,
        default="year",
    )

    _growth_has_metric = models.Constraint(
        "CHECK (source <> 'growth' OR (compared_metric_id IS NOT NULL"
        " AND aggregation = 'ratio' AND measure = 'percent'))",
        "A growth needs the metric that grows. It is in percent and computed again for"
        " each period.",
    )

    @api.onchange("source")
    def _onchange_source_growth(self):
        if self.source == "growth":
            self.aggregation, self.measure = "ratio", "percent"

    @api.model
    def _get_part_fields(self):
        return [*super()._get_part_fields(), "compared_metric_id"]

    @api.model
    def _get_definition_fields(self):
        return [
            *super()._get_definition_fields(),
            "compared_metric_id",
            "compared_with",
        ]

    def _measure_growth(self, scopes, date_from, date_to):
        """Return the growth in percent of scopes whose figure before was above zero."""
        part = self.compared_metric_id
        days = self._get_compared_days(date_from, date_to)
        periods = self.env["telecom.period"]
        if part._counts_from_ledger() and not periods._has_month_of(
            scopes.company_id[:1], days[0]
        ):
            return {}
        before = part._measure_scopes(scopes, *days)
        after = part._measure_scopes(scopes, date_from, date_to)
        return {
            scope_id: (value - before[scope_id]) * 100 / before[scope_id]
            for scope_id, value in after.items()
            if before.get(scope_id, 0) > 0
        }

    def _get_compared_days(self, date_from, date_to):
        """Return the first and the last day of the days before."""
        step = STEPS[self.compared_with]
        last = Date.subtract(date_to, **step)
        if date_to == end_of(date_to, "month"):
            last = end_of(last, "month")
        return Date.subtract(date_from, **step), last

    def _evidence_growth(self, scope, date_from, date_to):
        return self.compared_metric_id._get_evidence(scope, date_from, date_to)

    def _explain_missing_growth(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: %(part)s was not above zero in the days before,"
            " or the ledger begins later, so there is nothing to compare with.",
            metric=self.name,
            scope=scope.display_name,
            part=self.compared_metric_id.name,
        )
        return text, scope

    def _open_missing_growth(self, scope):
        return self.compared_metric_id._open_records(scope)
