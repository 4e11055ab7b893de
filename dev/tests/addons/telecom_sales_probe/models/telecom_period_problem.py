from odoo import models
from odoo.fields import Domain


class TelecomPeriodProblem(models.Model):
    """Problems of the own step, and one more of a step of the main addon."""

    _inherit = "telecom.period.problem"

    def _find_probe(self, period):
        bureaus = Domain("kind", "=", "city")
        return self._prepare_record_problems(
            period, "telecom.sales.unit", bureaus, self.env._("Probes: look at units")
        )

    def _find_clients(self, period):
        probes = self.env["telecom.probe"]._get_probes(period)
        return [
            *super()._find_clients(period),
            {
                "message": self.env._("Probes without a client"),
                "record_count": len(probes),
                "res_model": probes._name,
                "res_domain": str([("id", "in", probes.ids)]),
            },
        ]
