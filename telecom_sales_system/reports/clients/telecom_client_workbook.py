from odoo import models

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

    def _build_workbook(self):
        """Return the xlsx file as bytes; both sheets show what the user may read."""
        partners = self.env["res.partner"]
        clients = partners.search(
            [("is_key_client", "=", True), *partners._get_client_files_domain()],
            order="name, id",
        )
        with self._open_book() as (book, formats, buffer):
            self._write_list(
                book,
                formats,
                self.env._("Key Clients"),
                CLIENT_COLUMNS,
                self.env["res.partner"],
                self._iterate_in_batches(clients),
            )
            revenue = self.env["telecom.client.revenue"].search(
                [("partner_id", "in", clients.ids)], order="date desc, id desc"
            )
            self._write_list(
                book,
                formats,
                self.env._("Revenue"),
                REVENUE_COLUMNS,
                self.env["telecom.client.revenue"],
                self._iterate_in_batches(revenue),
            )
        return buffer.getvalue()
