from odoo import models

MONTHS_SHOWN = 13  # so that the same month of last year is there


class TelecomDashboard(models.AbstractModel):
    """The block of cash and points of the last thirteen months, from the ledger."""

    _inherit = "telecom.dashboard"

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_trend(today)]

    def _get_block_trend(self, today):
        periods = self.env["telecom.period"].search(
            [("company_id", "=", self.env.company.id), ("date_from", "<=", today)],
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
            [round(sums.get(period, (0, 0))[place], 2) for period in periods]
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
