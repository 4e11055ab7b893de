from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .maintenance import MaintenanceCommon

STATEMENT = "telecom_sales_system.action_report_maintenance_budget_statement"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMaintenanceStatement(MaintenanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._release()
        cls._spend(1000).with_user(cls.county_manager).action_approve()
        cls._spend(250)

    def _text(self):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            STATEMENT, self.budget.ids
        )
        text = html.fromstring(content).text_content()
        return " ".join(text.replace("\u200b", "").split())

    @users("county_manager", "auditor")
    def test_figures(self):
        """24,691.36 less 1,000 are 23,691.36; a draft of 250 is listed, not summed."""
        text = self._text()
        self.assertIn("1,234,567.89 2.0% 24,691.36 1,000.00 0.00 23,691.36", text)
        self.assertIn("Brewery Gold 2.00 24,691.36 1,000.00", text)
        self.assertIn("250.00 Draft", text)
        self.assertIn("Approved and Paid 1,000.00", text)

    @users("bert")
    def test_not_for_other_units(self):
        with self.assertRaises(AccessError):
            self._text()

    def test_pages(self):
        """60 expenses: 30 beside 13 + 5 + 3 rows on page one, the rest on two."""
        for _number in range(58):
            self._spend(1)
        report = "report.telecom_sales_system.report_maintenance_budget_statement"
        [paper] = self.env[report]._get_report_values(self.budget.ids)["papers"]
        self.assertEqual(len(paper["expenses"]), 60)
        self.assertEqual(
            [[piece.key for piece in page] for page in paper["pages"]],
            [["summary", "shares", "expenses"], ["expenses", "sign"]],
        )
