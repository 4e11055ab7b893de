from odoo import models


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The sheets of the month's scorecards."""

    _inherit = "telecom.performance.workbook"

    def _write_sheet_cards(self, book, formats, period):
        cards = self.env["telecom.assessment"].search([("period_id", "=", period.id)])
        if cards:
            self.env["telecom.assessment.workbook"]._write_sheets(book, formats, cards)
