from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged, users

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientWhitespace(ClientCommon):
    """Brewery, Anna's, buys letters; Mill, Bert's, bought some too long ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls._create_client("Mill", cls.branch, cls.bert)
        (cls.client + cls.mill).tier_id = cls.silver
        cls.env["res.partner"].create({"name": "Buyer", "parent_id": cls.mill.id})
        cls._bill(cls.client, 300, "2025-03-16")
        cls._bill(cls.client, 40, "2026-03-15")
        cls._bill(cls.client, 90, "2026-03-15", product=cls.savings_product)
        cls._bill(cls.mill, 500, "2025-03-15")

    def _rows(self, *domain):
        return self.env["telecom.client.whitespace"].search(
            [("company_id", "=", self.env.company.id), *domain]
        )

    def test_each_key_client_with_each_line(self):
        """Two clients times all lines but savings, which is no client revenue."""
        lines = self.env["telecom.revenue.line"].search_count(
            [("exclude_from_client_revenue", "=", False)]
        )
        self.assertEqual(len(self._rows()), 2 * lines)
        self.assertNotIn(self.savings, self._rows().revenue_line_id)

    def test_twelve_months_decide(self):
        """300 of 16 March 2025 count, 40 of today too; 500 a day earlier do not."""
        rows = self._rows(("revenue_line_id", "=", self.letters.id))
        self.assertEqual(
            {row.partner_id.name: (row.amount, row.is_bought) for row in rows},
            {"Brewery": (340, True), "Mill": (0, False)},
        )
        bought = self._rows(("is_bought", "=", True))
        self.assertEqual((bought.partner_id, len(bought)), (self.client, 1))

    def test_potential_is_that_of_the_latest_survey(self):
        """Mill: 900 of press in 2025, then 700; Brewery was never asked."""
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        for day, potential in (("2025-06-01", 900), ("2026-02-01", 700)):
            self.env["telecom.client.survey"].create(
                {
                    "partner_id": self.mill.id,
                    "date": day,
                    "line_ids": [
                        Command.create(
                            {"revenue_line_id": press.id, "potential": potential}
                        )
                    ],
                }
            )
        rows = self._rows(("revenue_line_id", "=", press.id))
        self.assertEqual(
            {row.partner_id.name: row.potential for row in rows},
            {"Brewery": 0, "Mill": 700},
        )
        [first] = self.env["telecom.client.whitespace"].search(
            [("company_id", "=", self.env.company.id)], order="potential desc", limit=1
        )
        self.assertEqual((first.partner_id, first.revenue_line_id), (self.mill, press))

    def test_pivot_counts_clients(self):
        [(_line, buyers, missing)] = self.env["telecom.client.whitespace"]._read_group(
            [
                ("company_id", "=", self.env.company.id),
                ("revenue_line_id", "=", self.letters.id),
            ],
            ["revenue_line_id"],
            ["buyers:sum", "missing:sum"],
        )
        self.assertEqual((buyers, missing), (1, 1))

    @users("anna")
    def test_salesperson_sees_own_clients(self):
        self.assertEqual(self._rows().partner_id, self.client)

    @users("anna")
    def test_smart_button(self):
        action = self.client.with_user(self.env.user).action_open_whitespace()
        rows = self._rows(*action["domain"])
        self.assertEqual(rows.partner_id, self.client)
        rows.read()
