from odoo import api, models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    @api.readonly
    def action_download_workbook(self):
        """Download the workbook of the month."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/period/{self.id}/workbook",
            "target": "download",
        }
