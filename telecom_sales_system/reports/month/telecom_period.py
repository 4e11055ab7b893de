from odoo import models


class TelecomPeriod(models.Model):
    """Month that keeps the figures of its workbook when it is closed."""

    _inherit = "telecom.period"

    def _build_frozen_figures(self):
        workbook = self.env["telecom.performance.workbook"]
        return super()._build_frozen_figures() | workbook._build_figures(self)
