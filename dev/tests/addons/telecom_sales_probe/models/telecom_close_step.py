from odoo import api, fields, models


class TelecomCloseStep(models.Model):
    """Step of the close, between two others, that also runs on a closed month."""

    _inherit = "telecom.close.step"

    code = fields.Selection(
        selection_add=[("probe", "Probes")], ondelete={"probe": "cascade"}
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "probe": {"sequence": 55, "after_close": True}
        }

    def _get_figure_labels(self):
        return super()._get_figure_labels() | {
            "probes": (self.env._("Probes"), "count"),
            "probed_units": (self.env._("Units with Probes"), "count"),
        }

    def _run_probe(self):
        probes = self.env["telecom.probe"]._get_probes(self.period_id)
        return {"probes": len(probes)}

    def _run_clients(self):
        probes = self.env["telecom.probe"]._get_probes(self.period_id)
        return super()._run_clients() | {"probed_units": len(probes.unit_id)}

    def _open_probe(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.probe",
            "view_mode": "list",
        }
