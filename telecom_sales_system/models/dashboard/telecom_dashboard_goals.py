from odoo import models
from odoo.fields import Date
from odoo.tools.date_utils import end_of

from ..assessment.telecom_target_months import MONTHS


class TelecomDashboard(models.AbstractModel):
    """The block of the goals of the year (domain.md, "241") of the city bureau."""

    _inherit = "telecom.dashboard"

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_goals(today)]

    def _get_measured_period(self):
        """Return the last month whose figures were measured, or none."""
        values = self.env["telecom.metric.value"]
        here = [("company_id", "=", self.env.company.id)]
        return values.search(here, order="date desc, id desc", limit=1).period_id

    def _get_block_goals(self, today):
        """Return the block of goals with targets and the elapsed part of the year.

        The figures are those of the last measured month, as in circulars and cards.
        """
        period = self._get_measured_period()
        day = min(period.date_to, today) if period else today
        metrics = self.env["telecom.metric"].search([("is_goal", "=", True)])
        city = self.env["telecom.sales.unit"].search(
            [("kind", "=", "city"), ("company_id", "=", self.env.company.id)], limit=1
        )
        scope = [("metric_id", "in", metrics.ids), ("unit_id", "=", city.id)]
        values = self.env["telecom.metric.value"].search(
            [*scope, ("period_id", "=", period.id)]
        )
        targets = self.env["telecom.target"].search([*scope, ("year", "=", day.year)])
        days = end_of(day, "year").timetuple().tm_yday
        elapsed = 100 * day.timetuple().tm_yday / days
        return {
            "key": "goals",
            "title": self.env._("Goals of %s", day.year),
            "note": self.env._(
                "until %(day)s, %(elapsed)s%% of the year",
                day=Date.to_string(day),
                elapsed=self._format_number(elapsed, 0),
            )
            if period
            else self.env._("No month has been measured yet."),
            "elapsed": elapsed,
            "goals": [
                self._prepare_goal(
                    metric,
                    values.filtered(lambda v, metric=metric: v.metric_id == metric),
                    targets.filtered(lambda t, metric=metric: t.metric_id == metric),
                    period,
                    city,
                )
                for metric in metrics
            ],
        }

    def _prepare_goal(self, metric, value, target, period, city):
        known = value.has_year_to_date
        actual, amount = value.year_to_date, target.amount
        digits = 2 if metric.measure == "percent" else 0
        to_date = self._get_target_to_date(metric, target, period)
        better = metric.direction == "higher"
        behind = known and (actual < to_date if better else actual > to_date)
        return {
            "key": metric.code,
            "title": metric.name,
            "actual": self._format_number(actual, digits) if known else "–",
            "target": self._format_number(amount, digits) if target else "",
            "percent": 100 * actual / amount if known and amount else None,
            "percent_label": self._format_number(100 * actual / amount, 1)
            if known and amount
            else "",
            "is_behind": bool(target and behind),
            "to_date": self._format_number(to_date, digits)
            if target and period
            else "",
            "action": self._get_list_action(
                "telecom.metric.value",
                [
                    ("metric_id", "=", metric.id),
                    ("period_id", "=", period.id),
                    ("unit_id", "!=", False),
                ],
                metric.name,
                ("list", "graph", "pivot"),
            ),
            "target_action": self._open_record(target)
            if target
            else self._get_new_target_action(metric, city),
        }

    def _get_target_to_date(self, metric, target, period):
        """Return the target up to the end of the measured month."""
        if not target or not period:
            return 0
        month = period.date_from.month
        names = MONTHS[:month] if metric.aggregation == "flow" else [MONTHS[month - 1]]
        return sum(target[name] for name in names)

    def _get_new_target_action(self, metric, city):
        """Return the action that enters a missing target, for those who may."""
        if not self.env["telecom.target"].has_access("create"):
            return None
        context = {"default_metric_id": metric.id, "default_unit_id": city.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Target"),
            "res_model": "telecom.target",
            "views": [(False, "form")],
            "context": context,
        }
