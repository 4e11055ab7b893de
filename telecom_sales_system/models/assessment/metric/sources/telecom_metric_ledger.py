from odoo import api, fields, models
from odoo.tools import SQL

SOURCES = {
    "ledger_points": "Performance Points",
    "ledger_cash": "Cash Received",
    "ledger_profit": "Converted Gross Profit",
    "new_business": "Points of New Business",
    "new_business_cash": "Cash of New Business",
}
LEDGER_COLUMNS = {
    "ledger_points": "points",
    "ledger_cash": "cash",
    "ledger_profit": "converted_profit",
    "full_time_points": "points",
    "new_business": "points",
    "new_business_cash": "cash",
}


class TelecomMetric(models.Model):
    """Metrics of the performance ledger."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {
            source: (column,) for source, column in LEDGER_COLUMNS.items()
        }

    @api.model
    def _get_ledger_sources(self):
        return super()._get_ledger_sources() | set(LEDGER_COLUMNS)

    def _measure_ledger_points(self, scopes, date_from, date_to):
        return self._measure_ledger(scopes, date_from, date_to)

    _measure_ledger_cash = _measure_ledger_points

    _measure_ledger_profit = _measure_ledger_points

    def _measure_ledger(self, scopes, date_from, date_to, condition=None):
        """Sum the entries by their day.

        A correction of a closed month counts on the first day of its own month.

        :param condition: SQL on the sums ``e`` of the entries, all by default
        """
        return self._sum_facts(
            scopes,
            SQL(
                """
                SELECT e.unit_id, e.team_id, e.salesperson_id, e.%s AS value
                  FROM (%s) e WHERE %s
                """,
                SQL.identifier(LEDGER_COLUMNS[self.source]),
                self._get_kept_facts(self._get_ledger_sums(date_from, date_to)),
                condition or SQL("TRUE"),
            ),
        )

    def _measure_new_business(self, scopes, date_from, date_to):
        """Sum the new business of full-time salespeople (新增业绩), points or cash."""
        condition = SQL("e.is_new_business AND e.is_full_time")
        return self._measure_ledger(scopes, date_from, date_to, condition)

    _measure_new_business_cash = _measure_new_business

    def _get_ledger_sums(self, date_from, date_to):
        return SQL(
            """
            SELECT COALESCE(e.unit_id, %(city)s) AS unit_id, e.team_id,
                   e.salesperson_id, e.is_full_time, e.is_new_business,
                   SUM(e.points::numeric) AS points, SUM(e.cash) AS cash,
                   SUM(e.converted_profit) AS converted_profit
              FROM telecom_performance_entry e
              JOIN telecom_period p ON p.id = e.period_id
             WHERE p.date_from <= %(date_to)s AND p.date_to >= %(date_from)s
               AND GREATEST(p.date_from, e.recognition_date)
                   BETWEEN %(date_from)s AND %(date_to)s
          GROUP BY 1, e.team_id, e.salesperson_id, e.is_full_time,
                   e.is_new_business
            """,
            city=self._get_city_sql(SQL("e.company_id")),
            date_from=date_from,
            date_to=date_to,
        )

    def _evidence_ledger(self, scope, date_from, date_to):
        whose = self._get_scope_domain(scope)
        if scope._name == "telecom.sales.unit":
            company = ("company_id", "=", scope.company_id.id)
            whose = [company, *self._get_unit_domain(scope, "unit_id")]
        return "telecom.performance.entry", [
            *whose,
            ("period_id.date_from", "<=", date_to),
            ("recognition_date", "<=", date_to),
            "|",
            ("period_id.date_from", ">=", date_from),
            ("recognition_date", ">=", date_from),
        ]

    _evidence_ledger_points = _evidence_ledger

    _evidence_ledger_cash = _evidence_ledger

    _evidence_ledger_profit = _evidence_ledger

    def _evidence_new_business(self, scope, date_from, date_to):
        model, domain = self._evidence_ledger(scope, date_from, date_to)
        return model, [
            *domain,
            ("is_new_business", "=", True),
            ("is_full_time", "=", True),
        ]

    _evidence_new_business_cash = _evidence_new_business
