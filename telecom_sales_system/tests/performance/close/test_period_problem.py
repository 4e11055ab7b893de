from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestPeriodProblem(PerformanceCommon):
    """The department, which has no accounting rights, can open what it is told of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lost = cls._create_line_product("Lost", cls.env["telecom.revenue.line"])
        for vals in (
            {"product": lost},
            {"invoice_user_id": False},
            {"product": cls.savings_product},
        ):
            invoice = cls._create_customer_invoice(100, "2026-01-10", **vals)
            cls._pay(invoice, "2026-01-20")
        cls.savings.rate_ids.date_from = "2026-02-01"

    def test_each_problem_opens_its_records(self):
        """A product, an entry and a revenue line: all found by the department."""
        self.assertFalse(self.service.has_group("account.group_account_readonly"))
        january = self.january.with_user(self.service)
        january.action_compute()
        opened = {}
        for problem in january.problem_ids:
            action = problem.action_open_records()
            records = self.env(user=self.service)[action["res_model"]].search(
                action["domain"]
            )
            self.assertEqual(len(records), problem.record_count)
            opened[action["res_model"]] = records.mapped("display_name")
        self.assertEqual(opened["product.product"], ["Lost"])
        self.assertEqual(opened["telecom.revenue.line"], [self.savings.display_name])
        self.assertEqual(len(opened["telecom.performance.entry"]), 1)

    def test_unmatched_payment_without_accounting_rights(self):
        """70 wait for an invoice: the department reads who has to deal with them; the
        accountant opens the item."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.partner_a.id,
                "amount": 70,
                "date": "2026-01-20",
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        self.january.action_compute()
        problem = self.january.problem_ids.filtered(
            lambda row: row.res_model == "account.move.line"
        )
        with self._refused(UserError, "1 records, .*70.00.*accounting department"):
            problem.with_user(self.service).action_open_records()
        action = problem.action_open_records()
        items = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(items.move_id, payment.move_id)
