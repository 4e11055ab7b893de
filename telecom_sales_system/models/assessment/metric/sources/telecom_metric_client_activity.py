from odoo import fields, models
from odoo.tools import SQL

SOURCES = {
    "clients_active": "Active Clients",
    "clients_new": "Newly Active Clients",
    "clients_lost": "Lost Clients",
    "client_churn": "Churn of Clients",
    "key_churn": "Churn of Key Clients",
    "repurchase": "Repurchase Rate",
}


class TelecomMetric(models.Model):
    """Metrics of who buys: active, new and lost clients, churn and repurchase.

    A client is active on a day if the invoices of the twelve months up to it, less the
    credit notes, are above zero (savings excluded, as in client revenue). It belongs to
    the unit and the lead manager of the last of these invoices. So the active clients
    of the first day, with the new and without the lost ones, are those of the last.
    """

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    def _measure_clients_active(self, scopes, _date_from, date_to):
        return self._count_facts(scopes, self._get_active_clients(scopes, date_to))

    def _measure_clients_new(self, scopes, date_from, date_to):
        """Count the active clients of the last day who were not before the first."""
        return self._count_facts(
            scopes, self._get_new_clients(scopes, date_from, date_to)
        )

    def _measure_clients_lost(self, scopes, date_from, date_to):
        """Count the active clients before the first day who are not on the last."""
        return self._count_facts(
            scopes, self._get_lost_clients(scopes, date_from, date_to)
        )

    def _measure_client_churn(self, scopes, date_from, date_to):
        """Return the percentage of active clients that were lost."""
        before = self._get_active_clients(scopes, self._get_day_before(date_from))
        return self._get_percents(
            self._measure_clients_lost(scopes, date_from, date_to),
            self._count_facts(scopes, before),
        )

    def _measure_key_churn(self, scopes, date_from, date_to):
        """Return the percentage of key clients that are none on the last day."""
        kept = self._measure_key_retention(scopes, date_from, date_to)
        return {scope_id: 100 - percent for scope_id, percent in kept.items()}

    def _measure_repurchase(self, scopes, _date_from, date_to):
        """Return the percentage of active clients billed on two days or more.

        The days are those of the twelve months up to the last one.
        """
        active = self._get_active_clients(scopes, date_to)
        again = SQL("SELECT a.* FROM (%s) a WHERE a.billed_days > 1", active)
        return self._get_percents(
            self._count_facts(scopes, again), self._count_facts(scopes, active)
        )

    def _get_active_clients(self, scopes, day):
        """Return facts: the active clients of a day, and on how many days billed."""
        return self._get_kept_facts(
            SQL(
                """
                SELECT (array_agg(COALESCE(r.sales_unit_id, %(city)s)
                                  ORDER BY r.date DESC, r.id DESC))[1] AS unit_id,
                       NULL::int AS team_id,
                       (array_agg(r.client_manager_id
                                  ORDER BY r.date DESC, r.id DESC))[1]
                       AS salesperson_id,
                       r.file_id AS item, COUNT(DISTINCT r.date) AS billed_days
                  FROM (%(revenue)s) r
                 WHERE r.company_id IN %(companies)s
                   AND r.date > %(since)s AND r.date <= %(day)s
              GROUP BY r.file_id
                HAVING SUM(r.amount) > 0
                """,
                city=self._get_city_sql(SQL("r.company_id")),
                revenue=self.env["telecom.client.revenue"]._table_query,
                companies=tuple(scopes.company_id.ids),
                since=fields.Date.subtract(day, months=12),
                day=day,
            )
        )

    def _get_new_clients(self, scopes, date_from, date_to):
        before = self._get_active_clients(scopes, self._get_day_before(date_from))
        after = self._get_active_clients(scopes, date_to)
        return self._filter_clients_not_in(after, before)

    def _get_lost_clients(self, scopes, date_from, date_to):
        before = self._get_active_clients(scopes, self._get_day_before(date_from))
        after = self._get_active_clients(scopes, date_to)
        return self._filter_clients_not_in(before, after)

    def _filter_clients_not_in(self, facts, others):
        return SQL(
            "SELECT f.* FROM (%s) f WHERE f.item NOT IN (SELECT o.item FROM (%s) o)",
            facts,
            others,
        )

    def _evidence_clients_active(self, scope, _date_from, date_to):
        return self._evidence_clients(scope, self._get_active_clients(scope, date_to))

    _evidence_repurchase = _evidence_clients_active

    def _evidence_clients_new(self, scope, date_from, date_to):
        new = self._get_new_clients(scope, date_from, date_to)
        return self._evidence_clients(scope, new)

    def _evidence_clients_lost(self, scope, date_from, date_to):
        lost = self._get_lost_clients(scope, date_from, date_to)
        return self._evidence_clients(scope, lost)

    _evidence_client_churn = _evidence_clients_lost

    def _evidence_key_churn(self, scope, date_from, date_to):
        return self._evidence_key_retention(scope, date_from, date_to)

    def _explain_missing_client_churn(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: no client was billed in the twelve months before,"
            " so there is nothing to compare with.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, scope

    _explain_missing_repurchase = _explain_missing_client_churn

    def _explain_missing_key_churn(self, scope):
        return self._explain_missing_key_retention(scope)
