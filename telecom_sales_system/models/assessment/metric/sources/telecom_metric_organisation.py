from odoo import api, fields, models
from odoo.tools import SQL

from ....common.screens.list_action import prepare_list_action

SOURCES = {
    "full_time": "Full-Time Salespeople",
    "full_time_share": "Full-Time Salespeople of Staff",
    "registered_share": "Registered of Full-Timers",
    "quota_share": "Full-Timers With a Target",
    "teams_complete": "Complete Teams",
    "full_time_points": "Points of Full-Time Salespeople",
}
# Everybody else with an assignment was registered when the assignment began.
REGISTERED = SQL("p.state NOT IN ('candidate', 'suspended')")


class TelecomMetric(models.Model):
    """Metrics of full-time salespeople, their quotas and their teams."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {
            # The evidence of these shares is the whole, with those that are no part.
            "registered_share": ("state",),
        }

    def _measure_full_time(self, scopes, _date_from, date_to):
        return self._count_facts(scopes, self._get_full_timers(date_to, REGISTERED))

    def _measure_full_time_share(self, scopes, _date_from, date_to):
        """Return the full-time salespeople in percent of the staff of a unit.

        The staff of the units below counts, too. A unit without staff has no figure.
        Teams and salespeople have no staff and no figure.
        """
        if scopes._name != "telecom.sales.unit":
            return {}
        staff = SQL(
            """
            SELECT id AS unit_id, NULL::int AS team_id, NULL::int AS salesperson_id,
                   headcount AS value
              FROM telecom_sales_unit WHERE active
            """
        )
        return self._get_percents(
            self._measure_full_time(scopes, None, date_to),
            self._sum_facts(scopes, staff),
        )

    def _measure_registered_share(self, scopes, _date_from, date_to):
        return self._measure_share_of_full_timers(scopes, date_to, REGISTERED)

    def _measure_quota_share(self, scopes, _date_from, date_to):
        with_target = SQL(
            """
            EXISTS (SELECT FROM telecom_target t JOIN telecom_metric m
                                ON m.id = t.metric_id AND m.source IN
                                   ('ledger_points', 'full_time_points')
                     WHERE t.salesperson_id = p.id AND t.amount > 0 AND t.year = %s)
            """,
            date_to.year,
        )
        return self._measure_share_of_full_timers(scopes, date_to, with_target)

    def _measure_share_of_full_timers(self, scopes, day, condition):
        return self._get_percents(
            self._count_facts(scopes, self._get_full_timers(day, condition)),
            self._count_facts(scopes, self._get_full_timers(day, SQL("TRUE"))),
        )

    def _get_full_timers(self, day, condition):
        """Return facts: full-timers assigned on a day, candidates included."""
        return SQL(
            """
            SELECT a.unit_id, a.team_id, p.id AS salesperson_id, p.id AS item
              FROM telecom_salesperson_assignment a
              JOIN telecom_salesperson p ON p.id = a.salesperson_id
             WHERE p.employment = 'full_time' AND a.date_from <= %(day)s
               AND (a.date_to IS NULL OR a.date_to >= %(day)s) AND %(condition)s
            """,
            day=day,
            condition=condition,
        )

    def _evidence_full_time(self, scope, date_from, date_to):
        model, domain = self._evidence_registered_share(scope, date_from, date_to)
        return model, [*domain, ("state", "not in", ("candidate", "suspended"))]

    _evidence_full_time_share = _evidence_full_time

    def _evidence_registered_share(self, scope, _date_from, date_to):
        on_the_day = [
            *self._get_scope_domain(scope),
            ("date_from", "<=", date_to),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", date_to),
        ]
        return "telecom.salesperson", [
            ("employment", "=", "full_time"),
            ("active", "in", (True, False)),
            ("assignment_ids", "any", on_the_day),
        ]

    _evidence_quota_share = _evidence_registered_share

    def _explain_missing_full_time_share(self, scope):
        text = self.env._(
            "%(metric)s of %(unit)s: neither the unit nor those below it have any"
            " staff. Open the unit and enter Staff.",
            metric=self.name,
            unit=scope.display_name,
        )
        return text, scope

    def _explain_missing_registered_share(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: there is no full-time salesperson. Register one,"
            " or correct Employment.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, scope

    _explain_missing_quota_share = _explain_missing_registered_share

    def _open_missing_registered_share(self, scope):
        """Open the salespeople of the unit, to register one or correct employment."""
        return prepare_list_action(
            self.env,
            scope.display_name,
            "telecom.salesperson",
            [("assignment_ids", "any", self._get_scope_domain(scope))],
            text=self.env._("Register the first salesperson with New."),
        )

    _open_missing_quota_share = _open_missing_registered_share

    def _measure_teams_complete(self, scopes, _date_from, date_to):
        """Count the teams that had subject, target market and rules on the last day."""
        return self._count_facts(
            scopes,
            SQL(
                """
                SELECT unit_id, id AS team_id, NULL::int AS salesperson_id, id AS item
                  FROM crm_team
                 WHERE is_complete AND complete_on <= %s AND active
                """,
                date_to,
            ),
        )

    def _evidence_teams_complete(self, scope, _date_from, date_to):
        whose = (
            [("id", "=", scope.id)]
            if scope._name == "crm.team"
            else self._get_scope_domain(scope)
        )
        return "crm.team", [
            *whose,
            ("is_complete", "=", True),
            ("complete_on", "<=", date_to),
        ]

    def _measure_full_time_points(self, scopes, date_from, date_to):
        """Sum the points of people who were full-time when their month was computed."""
        full_time = SQL("e.is_full_time")
        return self._measure_ledger(scopes, date_from, date_to, full_time)

    def _evidence_full_time_points(self, scope, date_from, date_to):
        model, domain = self._evidence_ledger(scope, date_from, date_to)
        return model, [*domain, ("is_full_time", "=", True)]
