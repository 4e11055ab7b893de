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

    def test_form_list_and_paper_have_one_total(self):
        """1,000 approved and 500 paid for the Brewery, 30 paid for nobody: 1,530.

        A draft of 250 and a refused 70 are in no total; the guide by client has the
        1,500 of the Brewery.
        """
        paid = self._spend(500) | self._spend(
            30, partner_id=False, category="other", budget_id=self.budget.id
        )
        paid.with_user(self.county_manager).action_approve()
        paid.with_user(self.service).action_pay()
        self._spend(70).with_user(self.county_manager).action_refuse()
        budget = self.budget
        self.assertEqual(budget.committed + budget.spent, 1530)
        self.assertEqual(sum(budget.expense_ids.mapped("counted_amount")), 1530)
        self.assertEqual(budget.accrued - budget.available, 1530)
        expenses = self.env["telecom.maintenance.expense"].with_user(self.service)
        [group] = expenses.formatted_read_group(
            [("budget_id", "=", budget.id)], ["budget_id"], ["counted_amount:sum"]
        )
        self.assertEqual(group["counted_amount:sum"], 1530)
        [paper] = self.env[
            "report.telecom_sales_system.report_maintenance_budget_statement"
        ]._get_report_values(budget.ids)["papers"]
        self.assertEqual((paper["counted"], paper["used"]), (1530, 1500))
        self.assertEqual(sum(budget.share_ids.mapped("used")), 1500)
        self.assertEqual(paper["guided"], budget.accrued)

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
