from odoo import fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Duties that units did not do."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("obligations_missed", "Duties Missed")],
        ondelete={"obligations_missed": "cascade"},
    )

    def _measure_obligations_missed(self, scopes, date_from, date_to):
        """Due within the days, and not done on the last one."""
        return self._sum_facts(
            scopes,
            SQL(
                """
                SELECT unit_id, NULL::int AS team_id, NULL::int AS salesperson_id,
                       1 AS value
                  FROM telecom_obligation
                 WHERE due_on BETWEEN %s AND %s AND %s
                """,
                date_from,
                date_to,
                self.env["telecom.obligation"]._missed_sql(date_to),
            ),
        )

    def _evidence_obligations_missed(self, scope, date_from, date_to):
        obligations = self.env["telecom.obligation"]
        return obligations._name, [
            ("unit_id", "child_of", scope.id),
            *obligations._missed_domain(date_from, date_to),
        ]
