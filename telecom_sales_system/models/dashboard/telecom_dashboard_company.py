from datetime import timedelta

from odoo import models
from odoo.tools import format_date
from odoo.tools.date_utils import end_of

from ...tools.assessment.ranking import competition_ranks
from ...tools.assessment.targets import MONTHS
from ..organisation.telecom_sales_unit import RANKED_KINDS

MONTHS_SHOWN = 13  # so that the same month of last year is there
FIRST_UNITS = 12
ONE_DAY = timedelta(days=1)


class TelecomDashboard(models.AbstractModel):
    """Blocks with the figures of the whole company, for those who see all of it."""

    _inherit = "telecom.dashboard"

    def _get_measured_period(self, today):
        """Return the last month measured, up to the month on show; or none."""
        values = self.env["telecom.metric.value"]
        here = [
            ("company_id", "=", self.env.company.id),
            ("date", "<=", self._get_shown_month(today)),
        ]
        return values.search(here, order="date desc, id desc", limit=1).period_id

    def _get_block_goals(self, today):
        """Return the block of goals with targets and the elapsed part of the year.

        The figures are those of the last measured month, as in circulars and cards.
        """
        period = self._get_measured_period(today)
        day = min(period.date_to, today) if period else today
        metrics = self.env["telecom.metric"]._find_metrics(self.env.company, "is_goal")
        city = self.env["telecom.sales.unit"]._get_city_unit(self.env.company)
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
            "earlier": self._describe_measured_month(period, today),
            "note": period._describe_year_to_date(
                self.env._(
                    "until %(day)s, %(elapsed)s%% of the year",
                    day=format_date(self.env, day),
                    elapsed=self._format_number(elapsed, 0),
                ),
                has_other_figures=True,
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

    def _describe_measured_month(self, period, today):
        """Return a text that says that the figures are those of an earlier month."""
        month = self._get_shown_month(today)
        if not period or period.date_from == month:
            return ""
        return self.env._(
            "%(month)s has not been measured yet. These are the figures of"
            " %(measured)s.",
            month=self._format_month(month),
            measured=period._format_month(),
        )

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
        """Return the target up to the end of the measured month, as cards do."""
        if not target or not period:
            return 0
        month = period.date_from.month
        first = month
        if metric.aggregation == "flow":
            first = metric._get_first_target_month(
                period.company_id, period.date_from.year
            )
        return sum(target[name] for name in MONTHS[first - 1 : month])

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

    def _get_block_trend(self, today):
        periods = self.env["telecom.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", "<=", self._get_shown_month(today)),
            ],
            order="date_from desc",
            limit=MONTHS_SHOWN,
        )[::-1]
        domain = [("period_id", "in", periods.ids)]
        sums = {
            period: amounts
            for period, *amounts in self.env["telecom.performance.entry"]._read_group(
                domain, ["period_id"], ["cash:sum", "points:sum"]
            )
        }
        cash, points = (
            [
                # A month that was never computed is a gap, not a zero.
                round(sums.get(period, (0, 0))[place], 2)
                if period.ledger_built_on
                else None
                for period in periods
            ]
            for place in (0, 1)
        )
        name = self.env._("Performance Ledger")
        views = ("list", "pivot", "graph")
        return {
            "key": "trend",
            "title": self.env._("Cash and Points by Month"),
            "labels": periods.mapped("name"),
            "cash_label": self.env._("Cash Received"),
            "points_label": self.env._("Performance Points"),
            "cash": cash,
            "points": points,
            "empty": not periods and self.env._("There is no month yet."),
            "action": self._get_action("telecom_performance_entry_action", domain),
            "actions": [
                self._get_list_action(
                    "telecom.performance.entry",
                    [("period_id", "=", period.id)],
                    f"{name} · {period.name}",
                    views,
                )
                for period in periods
            ],
        }

    def _get_block_close(self, today):
        """Return the block of the oldest month that is not closed, else of the last."""
        periods = self.env["telecom.period"]
        here = [("company_id", "=", self.env.company.id)]
        period = periods.search(
            [*here, ("state", "!=", "closed")], order="date_from", limit=1
        ) or periods.search(here, order="date_from desc", limit=1)
        states = dict(periods._fields["state"]._description_selection(self.env))
        steps = self.env["telecom.close.step"]
        done = steps.search_count(
            [("period_id", "=", period.id), ("state", "=", "done")]
        )
        planned = len(steps._get_step_settings())
        return {
            "key": "close",
            "title": self.env._("Monthly Close"),
            "month": period.name or "",
            "state": period.state or "",
            "state_label": states.get(period.state, ""),
            "done": done,
            "steps": planned,
            "steps_label": self.env._(
                "%(done)s of %(steps)s steps run", done=done, steps=planned
            ),
            "note": self._get_close_note(period, today),
            "problems": self._get_close_problems(period),
            "empty": not period
            and self.env._("There is no month yet. Open the first one."),
            "action": self._open_record(period)
            if period
            else self._get_action("telecom_period_action", []),
        }

    def _get_close_note(self, period, today):
        if not period:
            return ""
        if period.run_state == "queued":
            return self.env._("The close runs in the background.")
        if period.run_state == "stopped":
            return self.env._("The close has stopped: open it to go on.")
        if period.state == "closed":
            following = period.date_to + ONE_DAY
            if end_of(following, "month") < today:
                return self.env._(
                    "%s is over, too, and has no month here yet: open it.",
                    f"{following:%Y-%m}",
                )
            return self.env._("All months so far are closed.")
        if period.date_to >= today:
            return self.env._("The month is not over yet.")
        if period.state == "open":
            return self.env._("The month is over: its steps can be run.")
        return self.env._("Computed: it can be closed once nothing blocks.")

    def _get_close_problems(self, period):
        """Return the counts of blocking and other problems, with their lists."""
        problems = self.env["telecom.period.problem"]
        counts = dict(
            problems._read_group(
                [("period_id", "=", period.id)], ["blocking"], ["__count"]
            )
        )
        return [
            {
                "blocking": blocking,
                "label": label,
                "count": counts.get(blocking, 0),
                "action": self._get_list_action(
                    problems._name,
                    [("period_id", "=", period.id), ("blocking", "=", blocking)],
                    f"{label} · {period.name}",
                    ("list",),
                ),
            }
            for blocking, label in (
                (True, self.env._("Blocking Problems")),
                (False, self.env._("Other Problems")),
            )
        ]

    def _get_block_units(self, today):
        period = self._get_measured_period(today)
        metric = self.env.ref("telecom_sales_system.metric_points")
        domain = [
            ("metric_id", "=", metric.id),
            ("period_id", "=", period.id),
            ("unit_id.kind", "in", RANKED_KINDS),
        ]
        values = self.env["telecom.metric.value"].search(domain)
        ranks = competition_ranks(values.mapped("month"))
        ranked = sorted(
            zip(ranks, values, strict=True), key=lambda row: (row[0], row[1].id)
        )
        cards = self.env["telecom.assessment"].search(
            [("period_id", "=", period.id), ("span", "=", "year")]
        )
        scores = {card.unit_id: self._format_number(card.score) for card in cards}
        most = max([*values.mapped("month"), 1])
        return {
            "key": "units",
            "title": self.env._("Units by Points"),
            "month": period.name or "",
            "earlier": self._describe_measured_month(period, today),
            "has_scores": bool(cards),
            "empty": not values and self.env._("No month has been measured yet."),
            "action": self._get_list_action(
                values._name, domain, metric.name, ("list", "graph", "pivot")
            ),
            "cards_action": self._get_action(
                "telecom_assessment_action",
                [("period_id", "=", period.id), ("span", "=", "year")],
            ),
            "points_label": self.env._("Points of the Month"),
            "year_label": period._describe_year_to_date(
                self.env._("Points of the Year")
            ),
            "more": self.env._("and %s more units", len(ranked) - FIRST_UNITS)
            if len(ranked) > FIRST_UNITS
            else "",
            "rows": [
                {
                    "rank": rank,
                    "label": value.unit_id.name,
                    "points": self._format_number(value.month, 0),
                    "year": self._format_number(value.year_to_date, 0),
                    "score": scores.get(value.unit_id, ""),
                    "width": max(0, 100 * value.month / most),
                    "action": self._get_list_action(
                        "telecom.performance.entry",
                        [
                            ("period_id", "=", period.id),
                            ("unit_id", "child_of", value.unit_id.id),
                        ],
                        f"{value.unit_id.name} · {period.name}",
                        ("list", "pivot", "graph"),
                    ),
                }
                for rank, value in ranked[:FIRST_UNITS]
            ],
        }

    def _get_block_ageing(self, today):
        items = self.env["telecom.arrears.item"]
        # Only one company: others may keep their books in another currency.
        here = [("company_id", "=", self.env.company.id), ("outstanding", ">", 0)]
        found = {
            bucket: (owed, clients)
            for bucket, owed, clients in items._read_group(
                here, ["bucket"], ["outstanding:sum", "partner_id:count_distinct"]
            )
        }
        owed = sum(amount for amount, _clients in found.values())
        overdue = owed - found.get("0", (0, 0))[0]
        return {
            "key": "ageing",
            "title": self.env._("Arrears by Age"),
            "month": self.env._("as of %s", format_date(self.env, today)),
            "value": self._format_number(overdue, 0),
            "note": self.env._(
                "overdue of %(owed)s owed, %(ratio)s%%",
                owed=self._format_number(owed, 0),
                ratio=self._format_number(100 * overdue / owed, 1),
            )
            if owed
            else self.env._("Nobody owes anything."),
            "action": self._get_action(
                "telecom_arrears_item_action", [*here, ("overdue", ">", 0)]
            ),
            "buckets": [
                {
                    "key": bucket,
                    "label": label,
                    "amount": self._format_number(found.get(bucket, (0, 0))[0], 0),
                    "clients": self.env._("%s clients", found.get(bucket, (0, 0))[1]),
                    "width": 100 * found.get(bucket, (0, 0))[0] / owed if owed else 0,
                    "action": self._get_list_action(
                        items._name,
                        [*here, ("bucket", "=", bucket)],
                        label,
                        ("list", "pivot", "graph"),
                    ),
                }
                for bucket, label in items._get_bucket_selection()
            ],
        }
