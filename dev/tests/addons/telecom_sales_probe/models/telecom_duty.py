from odoo import api, fields, models


class TelecomDuty(models.Model):
    """Duty that a probe of the unit fulfils."""

    _inherit = "telecom.duty"

    @api.model
    def _get_proof_sources(self):
        return super()._get_proof_sources() | {"probe": ("telecom.probe", "noted_on")}

    def _find_proofs_probe(self):
        probes = self.env["telecom.probe"].search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("date", ">=", self._get_first_proof_day()),
            ]
        )
        return self._match_proofs(
            [(probe.date, probe.unit_id, probe) for probe in probes]
        )


class TelecomDutyType(models.Model):
    _inherit = "telecom.duty.type"

    proof = fields.Selection(
        selection_add=[("probe", "Probe Taken")], ondelete={"probe": "set default"}
    )
