from odoo import models

BATCH = 1000
CLIENT_COLUMNS = [
    ("name", "text", 30),
    ("tier_id", "record", 10),
    ("sales_unit_id", "record", 18),
    ("client_manager_id", "record", 12),
    ("deputy_manager_id", "record", 12),
    ("industry_id", "record", 16),
    ("key_client_since", "date", 12),
    ("client_revenue", "money", 16),
    ("client_revenue_before", "money", 16),
]
REVENUE_COLUMNS = [
    ("date", "date", 12),
    ("move_id", "record", 18),
    ("partner_id", "record", 30),
    ("sales_unit_id", "record", 18),
    ("product_id", "record", 24),
    ("revenue_line_id", "record", 16),
    ("amount", "money", 16),
]


class TelecomClientWorkbook(models.AbstractModel):
    """Key clients and the invoice lines behind their revenue, as a workbook."""

    _name = "telecom.client.workbook"
    _description = "Key-Client Workbook"
    _inherit = ["telecom.workbook"]

    def _build(self):
        """Return the xlsx file as bytes; both sheets show what the user may read."""
        clients = self.env["res.partner"].search(
            [("is_key_client", "=", True), ("parent_id", "=", False)], order="name, id"
        )
        with self._open_book() as (book, formats, buffer):
            sheet = book.add_worksheet(self.env._("Key Clients"))
            last = self._write_records(
                sheet, formats, CLIENT_COLUMNS, clients, self._batches(clients)
            )
            if last:
                sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
                for position, (name, kind, _width) in enumerate(CLIENT_COLUMNS):
                    if kind == "money":
                        total = sum(clients.mapped(name))
                        self._write_sum(sheet, formats, position, (1, last), total)
            revenue = self.env["telecom.client.revenue"].search(
                [("partner_id", "in", clients.ids)], order="date desc, id desc"
            )
            self._write_records(
                book.add_worksheet(self.env._("Revenue")),
                formats,
                REVENUE_COLUMNS,
                revenue,
                self._batches(revenue),
            )
        return buffer.getvalue()

    def _batches(self, records):
        """Yield records one by one; their values are fetched a batch at a time."""
        for start in range(0, len(records), BATCH):
            yield from records[start : start + BATCH].with_prefetch()
