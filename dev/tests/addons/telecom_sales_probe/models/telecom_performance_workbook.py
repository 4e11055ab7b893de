from odoo import api, models

COLUMNS = [("unit_id", "record", 18), ("date", "date", 12)]


class TelecomPerformanceWorkbook(models.AbstractModel):
    """A sheet between two others."""

    _inherit = "telecom.performance.workbook"

    @api.model
    def _get_sheet_order(self):
        return super()._get_sheet_order() | {"probe": 65}

    def _write_sheet_probe(self, book, formats, period):
        probes = self.env["telecom.probe"]._get_probes(period)
        title = self.env._("Probes")
        self._write_list(book, formats, title, COLUMNS, probes.browse(), probes)

    def _get_basis_parts(self, period):
        probes = self.env["telecom.probe"]._get_probes(period)
        return [*super()._get_basis_parts(period), probes.mapped("write_date")]
