from odoo import fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Metric of the duties that units missed."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("duties_missed", "Duties Missed")],
        ondelete={"duties_missed": "cascade"},
    )

    def _measure_duties_missed(self, scopes, date_from, date_to):
        """Count the duties due within the days and not done on the last day."""
        return self._sum_facts(
            scopes,
            SQL(
                """
                SELECT unit_id, NULL::int AS team_id, NULL::int AS salesperson_id,
                       1 AS value
                  FROM telecom_duty
                 WHERE due_on BETWEEN %s AND %s AND %s
                """,
                date_from,
                date_to,
                self.env["telecom.duty"]._get_missed_condition(
                    scopes.company_id[:1], date_to
                ),
            ),
        )

    def _evidence_duties_missed(self, scope, date_from, date_to):
        duties = self.env["telecom.duty"]
        return duties._name, [
            ("unit_id", "child_of", scope.id),
            *duties._get_missed_domain(date_from, date_to),
        ]
