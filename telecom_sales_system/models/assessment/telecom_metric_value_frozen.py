from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class TelecomMetricValue(models.Model):
    """Figures of closed months, from which scorecards are computed again."""

    _inherit = "telecom.metric.value"

    @api.model
    def _get_frozen_figures(self, units, month):
        """Return the stored figures of units in a closed month, in one query.

        :param month: first day of the month
        :return: ``{(metric id, "month" or "year"): {unit id: Decimal}}``, without
            missing figures; empty for a month that is not closed
        """
        self.env["telecom.period"].flush_model(["state", "date_from"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.metric_id, v.unit_id,
                       CASE WHEN v.has_month THEN v.month::text END,
                       CASE WHEN v.has_year_to_date THEN v.year_to_date::text END
                  FROM telecom_metric_value v
                  JOIN telecom_period p ON p.id = v.period_id
                 WHERE p.state = 'closed' AND p.date_from = %s
                   AND v.unit_id = ANY(%s)
                """,
                month,
                units.ids,
            )
        )
        found = {}
        for metric, unit, *figures in rows:
            for span, figure in zip(("month", "year"), figures, strict=True):
                if figure is not None:
                    found.setdefault((metric, span), {})[unit] = Decimal(figure)
        return found

    def _keep_missing_figures(self, period, units):
        """Store the figures that were missing when the month was closed and exist now.

        Published cards can then be computed again from the same figures.
        """
        # sudo: figures are kept by the program, whoever publishes the cards
        self = self.sudo()
        here = [("period_id", "=", period.id), ("unit_id", "in", units.ids)]
        kept = self.search(here)
        before = {
            (row.metric_id.id, row.unit_id.id): row._get_figures() for row in kept
        }
        rows = []
        for metric in self.env["telecom.metric"].search([("for_unit", "=", True)]):
            for key, field, unit_id, *now in self._measure_rows(metric, units, period):
                then = before.get((key, unit_id), [None] * len(now))
                figures = [
                    new if old is None else old
                    for old, new in zip(then, now, strict=True)
                ]
                if figures != then:
                    rows.append((key, field, unit_id, *figures))
        if rows:
            changed = {(metric_id, unit_id) for metric_id, _field, unit_id, *_ in rows}
            kept.filtered(
                lambda row: (row.metric_id.id, row.unit_id.id) in changed
            ).unlink()
            self._insert_rows(period, rows)
            self.invalidate_model(flush=False)

    def _get_figures(self):
        """Return month, year to date and last year; None for what is not known."""
        known = (self.has_month, self.has_year_to_date, self.has_last_year)
        figures = (self.month, self.year_to_date, self.last_year)
        return [
            figure if has else None for has, figure in zip(known, figures, strict=True)
        ]
