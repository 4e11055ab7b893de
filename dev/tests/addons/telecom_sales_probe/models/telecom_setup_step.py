from odoo import api, fields, models


class TelecomSetupStep(models.Model):
    """A card between two others of the setup page."""

    _inherit = "telecom.setup.step"

    code = fields.Selection(
        selection_add=[("probe", "Probes")], ondelete={"probe": "cascade"}
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "probe": {
                "sequence": 55,
                "icon": "fa-flask",
                "purpose": self.env._("A probe of each unit."),
                "button": self.env._("Open Probes"),
            }
        }

    def _describe_probe(self):
        count = self.env["telecom.probe"].search_count([])
        return bool(count), [self.env._("%s probes", count)]

    def _open_probe(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.probe",
            "views": [(False, "list")],
        }
