from odoo import api, models


class TelecomDashboard(models.AbstractModel):
    """A tile between two others, and a block."""

    _inherit = "telecom.dashboard"

    @api.model
    def _get_tile_order(self):
        return super()._get_tile_order() | {"probe": 15}

    @api.model
    def _get_block_order(self):
        return super()._get_block_order() | {"probe": 45}

    def _get_tile_probe(self, today):
        return self._prepare_probes()

    def _get_block_probe(self, today):
        return self._prepare_probes()

    def _prepare_probes(self):
        probes = self.env["telecom.probe"].search([])
        return self._prepare_tile(
            "probe",
            self.env._("Probes"),
            "fa-flask",
            str(len(probes)),
            self._get_list_action("telecom.probe", [], self.env._("Probes")),
            note=self.env._("taken"),
            items=[
                {
                    "label": probe.unit_id.name,
                    "detail": probe.display_name,
                    "action": self._open_record(probe),
                }
                for probe in probes
            ],
        )
