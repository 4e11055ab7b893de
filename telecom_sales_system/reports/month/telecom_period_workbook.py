from odoo import api, models


class TelecomPeriodWorkbook(models.Model):
    """Kept workbook of a month, whose file is the performance workbook."""

    _inherit = "telecom.period.workbook"

    @api.model
    def _get_file_basis(self, period):
        return self.env["telecom.performance.workbook"]._get_basis(period)

    @api.model
    def _build_file(self, period):
        return self.env["telecom.performance.workbook"]._build_workbook(period)
