from odoo import fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Metrics of the sales logs due and of those sent in time."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[
            ("logs_due", "Sales Logs Due"),
            ("logs_in_time", "Sales Logs in Time"),
        ],
        ondelete={"logs_due": "cascade", "logs_in_time": "cascade"},
    )

    def _measure_logs_due(self, scopes, date_from, date_to):
        return self._measure_logs(scopes, date_from, date_to, SQL("due_count"))

    def _measure_logs_in_time(self, scopes, date_from, date_to):
        return self._measure_logs(scopes, date_from, date_to, SQL("in_time_count"))

    def _evidence_logs_due(self, scope, date_from, date_to):
        return self._evidence_logs(scope, date_from, date_to, "due_count")

    def _evidence_logs_in_time(self, scope, date_from, date_to):
        return self._evidence_logs(scope, date_from, date_to, "in_time_count")

    def _measure_logs(self, scopes, date_from, date_to, column):
        """Sum the logs whose first day lies within the days.

        A log belongs to the unit and the team of the person on that day.
        """
        logs = SQL(
            """
            SELECT unit_id, team_id, salesperson_id, SUM(due_count) AS due_count,
                   SUM(in_time_count) AS in_time_count
              FROM (%s) due GROUP BY unit_id, team_id, salesperson_id
            """,
            self.env["telecom.sales.log.due"]._get_due_query(date_from, date_to),
        )
        return self._sum_facts(
            scopes,
            SQL(
                "SELECT unit_id, team_id, salesperson_id, %s AS value FROM (%s) due",
                column,
                self._get_kept_facts(logs, key=("logs", date_from, date_to)),
            ),
        )

    def _evidence_logs(self, scope, date_from, date_to, column):
        return "telecom.sales.log.due", [
            *self._get_scope_domain(scope),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            (column, ">", 0),
        ]
