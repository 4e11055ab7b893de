from odoo import fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Metric of the probes taken."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("probe", "Probes")],
        ondelete={"probe": lambda metrics: metrics._remove_source()},
    )

    def _measure_probe(self, scopes, date_from, date_to):
        return self._count_facts(
            scopes,
            SQL(
                "SELECT unit_id, id AS item FROM telecom_probe"
                " WHERE date BETWEEN %s AND %s",
                date_from,
                date_to,
            ),
        )

    def _evidence_probe(self, scope, date_from, date_to):
        return "telecom.probe", [
            *self._get_scope_domain(scope),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]
