from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from ..common import ClientCommon

CARD = "telecom_sales_system.action_report_client_card"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientCard(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.tier_id = cls.silver
        for amount, day in (
            (1000, "2025-02-10"),
            (5000, "2025-11-10"),
            (1500, "2026-01-10"),
        ):
            cls._bill(cls.client, amount, day)

    def _card(self):
        report = self.env["report.telecom_sales_system.report_client_card"]
        [card] = report._get_report_values(self.client.ids)["papers"]
        return card

    def test_growth_compares_the_same_days(self):
        """To 15 March: 1,500 against 1,000, half as much again; all of 2025: 6,000."""
        total = self._card()["total"]
        self.assertEqual(total["this_year"], 1500)
        self.assertEqual(total["same_days"], 1000)
        self.assertEqual(total["last"], 6000)
        self.assertEqual(float(total["growth"]), 0.5)

    def test_lines_add_up_to_the_total(self):
        self._bill(self.client, 200, "2026-03-01", product=self.product_a)
        card = self._card()
        self.assertEqual(len(card["lines"]), 2)
        self.assertEqual(sum(row["this_year"] for _line, row in card["lines"]), 1700)

    @users("anna")
    def test_manager_prints_the_card_without_accounting_rights(self):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            CARD, self.client.ids
        )
        text = " ".join(html.fromstring(content).text_content().split())
        self.assertIn("Brewery", text)
        self.assertIn("1,500.00", text)
        self.assertIn("50.0%", text)

    def test_client_without_tier_has_no_card(self):
        other = self._create_client("Nobody's", self.county)
        with self._refused(UserError, "Nobody's has no tier"):
            self.env[
                "report.telecom_sales_system.report_client_card"
            ]._get_report_values(other.ids)
