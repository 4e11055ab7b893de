from odoo import models
from odoo.fields import Domain
from odoo.tools import groupby

from ...models.common.groups import check_service

# Field of the client, path of its value, as an import finds it, and width
COLUMNS = (
    ("id", ["id"], 34),
    ("name", ["name"], 34),
    ("sales_unit_id", ["sales_unit_id", "code"], 14),
    ("client_manager_id", ["client_manager_id", "certificate_no"], 20),
    ("deputy_manager_id", ["deputy_manager_id", "certificate_no"], 20),
    ("industry_id", ["industry_id", "name"], 20),
    ("is_small_firm", ["is_small_firm"], 12),
)


class TelecomClientFile(models.AbstractModel):
    """Today's clients with their ids, as a workbook to fill in and import.

    An import finds a client by its id, so that none is created a second time.
    """

    _name = "telecom.client.file"
    _description = "Client File"
    _inherit = ["telecom.workbook"]

    def _build_workbook(self):
        """Return the xlsx file as bytes.

        Clients of the same name are marked.

        :raises AccessError: the user is not of the customer service department
        """
        check_service(
            self.env,
            self.env._("Only the customer service department downloads all clients."),
        )
        clients = self._find_clients()
        paths = [path for _name, path, _width in COLUMNS]
        rows = clients._export_rows(paths)
        same = {
            name
            for name, records in groupby(clients, self._get_key)
            if len(records) > 1
        }
        with self._open_book() as (book, formats, buffer):
            sheet = book.add_worksheet(self.env._("Clients"))
            doubt = book.add_format({"bg_color": "#FCE8B2"})
            labels = zip(self._get_labels(), COLUMNS, strict=True)
            self._write_labels(
                sheet, formats, [(label, width) for label, (*_, width) in labels]
            )
            row = 0
            for row, (client, values) in enumerate(
                zip(clients, rows, strict=True), start=1
            ):
                style = doubt if self._get_key(client) in same else None
                for position, value in enumerate(values):
                    text = str(int(value)) if isinstance(value, bool) else value
                    if COLUMNS[position][0] != "is_small_firm" and not value:
                        text = ""
                    self._write_text(sheet, row, position, str(text), style)
            self._finish_list(sheet, row, len(COLUMNS))
        return buffer.getvalue()

    def _find_clients(self):
        """Return who buys, or is served, of the company in use: no contacts."""
        partners = self.env["res.partner"]
        bought = Domain("customer_rank", ">", 0) | Domain("sale_order_ids", "!=", False)
        served = Domain("tier_id", "!=", False) | Domain("sales_unit_id", "!=", False)
        return partners.search(
            (bought | served)
            & partners._get_client_files_domain()
            & Domain("company_id", "in", [False, self.env.company.id])
            & Domain("partner_share", "=", True),
            order="name, id",
        )

    def _get_labels(self):
        """Return the heads, by which an import knows the columns."""
        fields = self.env["base_import.import"].get_fields_tree("res.partner", depth=1)
        labels = {field["name"]: field["string"] for field in fields}
        return [labels[name] for name, _path, _width in COLUMNS]

    def _get_key(self, client):
        return (client.name or "").strip().casefold()
