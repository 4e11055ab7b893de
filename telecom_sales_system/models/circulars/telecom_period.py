from odoo import models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    def action_download_workbook(self):
        """Download the workbook of the month; a large one is built in the background.

        :raises AccessError: the user sees only a part of the ledger
        """
        self.ensure_one()
        kept = self.env["telecom.period.workbook"]
        if kept._is_large(self):
            return kept._request_workbook(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/telecom/period/{self.id}/workbook",
            "target": "download",
        }
