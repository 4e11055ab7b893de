from odoo import models

from ...tools.ranking import competition_ranks

FIRST_UNITS = 12
RANKED_KINDS = ("branch", "county")


class TelecomDashboard(models.AbstractModel):
    """The block of units ranked by the points of the last measured month."""

    _inherit = "telecom.dashboard"

    def _get_blocks(self, today):
        return [*super()._get_blocks(today), self._get_block_units()]

    def _get_block_units(self):
        period = self._get_measured_period()
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
            "year_label": self.env._("Points of the Year"),
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
