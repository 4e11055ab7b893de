from odoo import api, fields, models
from odoo.tools import SQL

from ....common.screens.list_action import prepare_list_action

SOURCES = {
    "billed": "Billed Revenue",
    "maintenance": "Maintenance Activities",
    "symposia": "Symposia",
    "maintenance_reach": "Clients Reached by Maintenance Activities",
    "key_clients": "Key Clients",
    "key_clients_new": "New Key Clients",
    "key_clients_lost": "Lost Key Clients",
    "key_retention": "Retention of Key Clients",
    "key_growth": "Growth of Key Clients",
    "key_revenue": "Revenue of Key Clients",
    "key_share": "Share of Key Clients in Revenue",
}


class TelecomMetric(models.Model):
    """Metrics of key clients, billed revenue and maintenance activities.

    Key clients are read from the history of tiers. On each day a client belongs to the
    unit and the lead client manager that served it then. Archived clients count, too.
    """

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {
            "billed": ("amount",),
            "key_revenue": ("amount",),
            "key_share": ("amount",),
        }

    def _measure_key_clients(self, scopes, _date_from, date_to):
        files = self._get_key_files_on(date_to)
        return self._count_facts(
            scopes, self._get_key_client_facts(scopes, date_to, files)
        )

    def _measure_key_clients_new(self, scopes, date_from, date_to):
        new = self._get_new_key_files(date_from, date_to)
        return self._count_facts(
            scopes, self._get_key_client_facts(scopes, date_to, new)
        )

    def _measure_key_clients_lost(self, scopes, date_from, date_to):
        day = self._get_day_before(date_from)
        lost = self._get_lost_key_files(date_from, date_to)
        return self._count_facts(scopes, self._get_key_client_facts(scopes, day, lost))

    def _measure_key_retention(self, scopes, date_from, date_to):
        """Return the percentage of initial key clients kept until the last day.

        They count for those who served them at first.
        """
        day = self._get_day_before(date_from)
        before, after = self._get_key_files_on(day), self._get_key_files_on(date_to)
        kept = self._filter_files(before, SQL("IN"), after)
        return self._get_percents(
            self._count_facts(scopes, self._get_key_client_facts(scopes, day, kept)),
            self._count_facts(scopes, self._get_key_client_facts(scopes, day, before)),
        )

    def _measure_key_growth(self, scopes, date_from, date_to):
        day = self._get_day_before(date_from)
        before = self._measure_key_clients(scopes, day, day)
        after = self._measure_key_clients(scopes, date_from, date_to)
        more = {scope_id: after[scope_id] - count for scope_id, count in before.items()}
        return self._get_percents(more, before)

    def _get_day_before(self, day):
        return fields.Date.subtract(day, days=1)

    def _get_key_files_on(self, day):
        return self.env["telecom.client.tier.history"]._get_key_files_query(day)

    def _get_new_key_files(self, date_from, date_to):
        history = self.env["telecom.client.tier.history"]
        return history._get_new_files_query(date_from, date_to)

    def _get_lost_key_files(self, date_from, date_to):
        history = self.env["telecom.client.tier.history"]
        return history._get_lost_files_query(date_from, date_to)

    def _filter_files(self, files, operator, others):
        history = self.env["telecom.client.tier.history"]
        return history._filter_files(files, operator, others)

    def _get_key_client_facts(self, scopes, day, files):
        """Return facts: clients by the unit and the lead manager of a day."""
        return SQL(
            """
            SELECT unit_id, NULL::int AS team_id, salesperson_id, partner_id AS item
              FROM (%s) served
            """,
            self.env["telecom.client.tier.history"]._get_served_query(
                files, day, scopes.company_id[:1]
            ),
        )

    def _evidence_key_clients(self, scope, _date_from, date_to):
        return self._evidence_key(scope, date_to, self._get_key_files_on(date_to))

    _evidence_key_growth = _evidence_key_clients

    def _evidence_key_clients_new(self, scope, date_from, date_to):
        new = self._get_new_key_files(date_from, date_to)
        return self._evidence_key(scope, date_to, new)

    def _evidence_key_clients_lost(self, scope, date_from, date_to):
        lost = self._get_lost_key_files(date_from, date_to)
        return self._evidence_key(scope, self._get_day_before(date_from), lost)

    _evidence_key_retention = _evidence_key_clients_lost

    def _evidence_key(self, scope, day, files):
        """Return the clients of files that the scope served on a day."""
        return self._evidence_clients(
            scope, self._get_key_client_facts(scope, day, files)
        )

    def _evidence_clients(self, scope, facts):
        """Return the clients of facts that the scope has, archived ones too."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT item FROM (%s) fact WHERE scope_id = %s",
                self._get_facts_by_scope(scope, facts),
                scope.id,
            )
        )
        return "res.partner", [
            ("id", "in", [client_id for (client_id,) in rows]),
            ("active", "in", (True, False)),
        ]

    def _get_client_scope_domain(self, scope):
        if scope._name == "telecom.salesperson":
            return [("client_manager_id", "=", scope.id)]
        return self._get_unit_domain(scope, "sales_unit_id")

    def _explain_missing_key_retention(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: there was no key client before the first day, so"
            " there is nothing to compare with.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, scope

    _explain_missing_key_growth = _explain_missing_key_retention

    def _open_missing_key_clients(self, scope):
        """Open the clients of the scope, so that one can become a key client."""
        return prepare_list_action(
            self.env,
            scope.display_name,
            "res.partner",
            self._get_client_scope_domain(scope),
            text=self.env._("Assign clients first; key clients are chosen from them."),
        )

    def _measure_billed(self, scopes, date_from, date_to):
        return self._measure_revenue(scopes, date_from, date_to, SQL("TRUE"))

    def _measure_key_revenue(self, scopes, date_from, date_to):
        """Measure the revenue billed to the key clients of the last day."""
        key = self.env["telecom.client.tier.history"]._get_revenue_condition(
            self._get_key_files_on(date_to), date_to
        )
        return self._measure_revenue(scopes, date_from, date_to, key)

    def _measure_key_share(self, scopes, date_from, date_to):
        return self._get_percents(
            self._measure_key_revenue(scopes, date_from, date_to),
            self._measure_billed(scopes, date_from, date_to),
        )

    def _measure_revenue(self, scopes, date_from, date_to, condition):
        """Measure client revenue by those who served the client when it was invoiced.

        :param condition: SQL on client and client file of the revenue ``r``
        """
        return self._sum_facts(
            scopes,
            SQL(
                "SELECT r.*, NULL::int AS team_id FROM (%s) r WHERE %s",
                self._get_kept_facts(
                    self._get_revenue_sums(scopes.company_id, date_from, date_to)
                ),
                condition,
            ),
        )

    def _get_revenue_sums(self, companies, date_from, date_to):
        return SQL(
            """
            SELECT COALESCE(r.sales_unit_id, %(city)s) AS unit_id,
                   r.client_manager_id AS salesperson_id,
                   r.partner_id, r.client_ref, SUM(r.amount) AS value
              FROM (%(revenue)s) r
             WHERE r.company_id IN %(companies)s
               AND r.date BETWEEN %(date_from)s AND %(date_to)s
          GROUP BY 1, r.client_manager_id, r.partner_id, r.client_ref
            """,
            city=self._get_city_sql(SQL("r.company_id")),
            revenue=self.env["telecom.client.revenue"]._table_query,
            companies=tuple(companies.ids),
            date_from=date_from,
            date_to=date_to,
        )

    def _evidence_billed(self, scope, date_from, date_to):
        return "telecom.client.revenue", [
            *self._get_client_scope_domain(scope),
            ("company_id", "=", scope.company_id.id),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]

    def _evidence_key_revenue(self, scope, date_from, date_to):
        model, domain = self._evidence_billed(scope, date_from, date_to)
        key = self.env["telecom.client.tier.history"]._get_revenue_domain(
            self._get_key_files_on(date_to), date_to
        )
        return model, [*domain, *key]

    _evidence_key_share = _evidence_key_revenue

    def _measure_maintenance(self, scopes, date_from, date_to):
        """Count the activities done within the days, in the company's time zone."""
        return self._measure_activities(scopes, date_from, date_to, ("unit", "city"))

    def _measure_symposia(self, scopes, date_from, date_to):
        """Count the symposia held within the days."""
        return self._measure_activities(scopes, date_from, date_to, ("city",))

    def _measure_activities(self, scopes, date_from, date_to, levels):
        return self._count_facts(
            scopes,
            SQL(
                """
                SELECT unit_id, NULL::int AS team_id, NULL::int AS salesperson_id,
                       id AS item
                  FROM telecom_maintenance_activity
                 WHERE state = 'done' AND start >= %s AND start < %s
                   AND level IN %s
                """,
                *scopes.company_id[:1]._telecom_day_span(date_from, date_to),
                levels,
            ),
        )

    def _evidence_maintenance(self, scope, date_from, date_to):
        start, end = scope.company_id._telecom_day_span(date_from, date_to)
        return "telecom.maintenance.activity", [
            *self._get_scope_domain(scope),
            ("state", "=", "done"),
            ("start", ">=", start),
            ("start", "<", end),
        ]

    def _evidence_symposia(self, scope, date_from, date_to):
        model, domain = self._evidence_maintenance(scope, date_from, date_to)
        return model, [*domain, ("level", "=", "city")]

    def _measure_maintenance_reach(self, scopes, date_from, date_to):
        """Return the percentage of invited clients who came to an activity.

        The clients are those of the tiers that are invited, on the last day. Activities
        of any unit count.
        """
        company = scopes.company_id[:1]
        files = self._get_invited_files(date_to)
        came = self._get_reached_clients(company, date_from, date_to)
        reached = self._filter_files(files, SQL("IN"), came)
        return self._get_percents(
            self._count_facts(
                scopes, self._get_key_client_facts(scopes, date_to, reached)
            ),
            self._count_facts(
                scopes, self._get_key_client_facts(scopes, date_to, files)
            ),
        )

    def _evidence_maintenance_reach(self, scope, date_from, date_to):
        """Return the invited clients whom no activity has reached."""
        missed = self._filter_files(
            self._get_invited_files(date_to),
            SQL("NOT IN"),
            self._get_reached_clients(scope.company_id, date_from, date_to),
        )
        return self._evidence_key(scope, date_to, missed)

    def _explain_missing_maintenance_reach(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: it has no client of a tier that is invited to"
            " activities.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, scope

    def _get_invited_files(self, day):
        return SQL(
            """
            SELECT had.partner_id, had.client_ref FROM (%s) had
              JOIN telecom_client_tier tier ON tier.id = had.tier_id AND tier.is_invited
            """,
            self.env["telecom.client.tier.history"]._get_tiers_query(day),
        )

    def _get_reached_clients(self, company, date_from, date_to):
        start, end = company._telecom_day_span(date_from, date_to)
        reached = self.env["telecom.maintenance.activity"]._fields["reached_ids"]
        return SQL(
            """
            SELECT came.%s AS partner_id
              FROM telecom_maintenance_activity activity
              JOIN %s came ON came.%s = activity.id
             WHERE activity.state = 'done'
               AND activity.start >= %s AND activity.start < %s
            """,
            SQL.identifier(reached.column2),
            SQL.identifier(reached.relation),
            SQL.identifier(reached.column1),
            start,
            end,
        )
