from lxml import etree

from odoo.tests import TransactionCase, tagged

from ..common import NAME

OUTPUTS = ("t-out", "t-esc", "t-field", "t-raw", "t-options")


@tagged("post_install", "-at_install")
class TestPapers(TransactionCase):
    """What is wrong on a paper is looked for in all templates of ours."""

    def _get_templates(self):
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.ui.view")], order="res_id"
        )
        for view in self.env["ir.ui.view"].browse(records.mapped("res_id")):
            if view.type == "qweb":
                yield view.name, etree.fromstring(view.arch_db)

    def test_an_empty_value_leaves_its_cell(self):
        """QWeb leaves out the element of an empty ``t-out``: the row would be short."""
        cells = [
            (name, cell)
            for name, root in self._get_templates()
            for cell in root.iter("td", "th")
        ]
        self.assertGreater(len(cells), 200)
        self.assertEqual(
            [
                (name, etree.tostring(cell)[:80])
                for name, cell in cells
                if any(cell.get(output) for output in OUTPUTS)
            ],
            [],
        )

    def test_rows_keep_their_cells_without_values(self):
        """A client card of a client with name and tier only: all rows are whole."""
        tier = self.env.ref(f"{NAME}.client_tier_gold")
        client = self.env["res.partner"].create(
            {"name": "Mill", "is_company": True, "tier_id": tier.id}
        )
        report = f"{NAME}.report_client_card"
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            report, client.ids
        )
        [table] = etree.HTML(content).xpath("(//table)[1]")
        widths = {
            sum(int(cell.get("colspan") or 1) for cell in row.iter("td", "th"))
            for row in table.iter("tr")
        }
        self.assertEqual(len(widths), 1, widths)
