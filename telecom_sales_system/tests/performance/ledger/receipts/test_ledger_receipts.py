from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerReceipts(LedgerCommon):
    """Which money counts, and when."""

    def test_full_payment(self):
        """1,000 paid in full at 0.35: 350 of profit; at 1 point a yuan, 350 points."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        entry = self._entries(self.january)
        self.assertEqual(entry.points, 350)
        self.assertEqual(entry.salesperson_id, self.anna)
        self.assertEqual(entry.unit_id, self.county)
        self.assertEqual(entry.team_id, self.team)
        self.assertEqual(str(entry.recognition_date), "2026-01-20")

    def test_two_part_payments_in_two_months(self):
        """400 in January and 600 in February: 140 and 210 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20", 400)
        self._pay(invoice, "2026-02-05", 600)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 400, 140)])
        self._assert_entries(self.february, [("letter", 600, 210)])

    def test_points_per_yuan(self):
        """1,000 x 0.35 = 350 of profit; at 1.5 points a yuan, 525 points."""
        self.env.company.telecom_points_per_yuan = 1.5
        self._pay(self._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        self.january.action_compute()
        self.assertEqual(self._entries(self.january).points, 525)

    def test_prepayment_before_the_invoice(self):
        """800 received in January, invoiced in February: February's cash, 280."""
        payment = self._create_payment(800, "2026-01-05")
        invoice = self._create_customer_invoice(800, "2026-02-10")
        self._match(invoice, payment.move_id)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [])
        self._assert_entries(self.february, [("letter", 800, 280)])
        entry = self._entries(self.february)
        self.assertEqual(str(entry.cash_date), "2026-01-05")
        self.assertEqual(str(entry.recognition_date), "2026-02-10")

    def test_one_payment_over_three_invoices(self):
        """450 on 100 + 200 + 300, oldest first: 100, 200 and 150 of the last."""
        invoices = self.env["account.move"]
        for day, amount in (("05", 100), ("06", 200), ("07", 300)):
            invoices |= self._create_customer_invoice(amount, f"2026-01-{day}")
        payment = self._pay(invoices, "2026-01-20", 450, group_payment=True)
        self.assertEqual(len(payment), 1)
        self.january.action_compute()
        self._assert_entries(
            self.january,
            [("letter", 100, 35), ("letter", 200, 70), ("letter", 150, 52.5)],
        )

    def test_one_payment_over_invoices_of_two_months(self):
        """300 on the 20th: 100 of January's invoice; 200 of February's wait for it."""
        first = self._create_customer_invoice(100, "2026-01-10")
        second = self._create_customer_invoice(200, "2026-02-10")
        self._pay(first + second, "2026-01-20", group_payment=True)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 100, 35)])
        self._assert_entries(self.february, [("letter", 200, 70)])

    def test_bank_statement_line_instead_of_payment(self):
        """A bank line of 600 straight on the receivable: 600, 210 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        receivable = self._receivable(invoice)
        line = self._bank_line(600, "2026-01-21", (receivable.account_id, -600))
        self._match(invoice, line.move_id)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 600, 210)])
        self.assertEqual(
            self._entries(self.january).action_open_payment()["res_model"],
            "account.bank.statement.line",
        )

    def test_bank_line_that_is_matched_half(self):
        """1,000 come in, 600 are matched, 400 wait in suspense: 600, 210 of profit."""
        invoice = self._create_customer_invoice(600, "2026-01-10")
        line = self._bank_line(
            1000,
            "2026-01-21",
            (self._receivable(invoice).account_id, -600),
            (self.bank.suspense_account_id, -400),
        )
        self._match(invoice, line.move_id)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 600, 210)])

    def test_payment_and_its_bank_line_count_once(self):
        """The bank line of a registered payment clears its outstanding account only."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-01-20")
        outstanding = payment.outstanding_account_id
        line = self._bank_line(1000, "2026-01-25", (outstanding, -1000))
        (payment.move_id + line.move_id).line_ids.filtered(
            lambda item: item.account_id == outstanding
        ).reconcile()
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])

    def test_instalments(self):
        """30 % now and 70 % later, paid at once: 300 + 700 of the same 1,000."""
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % now, 70 % later",
                "line_ids": [
                    Command.create({"value_amount": 30, "nb_days": 0}),
                    Command.create({"value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        invoice = self._create_customer_invoice(
            1000, "2026-01-10", invoice_payment_term_id=term.id
        )
        self.assertEqual(len(self._receivable(invoice)), 2)
        self._pay(invoice, "2026-01-20", 1000, installments_mode="full")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 300, 105), ("letter", 700, 245)])

    def test_tax_included_price(self):
        """115 with 15 % tax inside and 100 without tax: the untaxed 100 and 100 weigh
        the same, so 215 of cash are 107.50 each, 37.63 and 12.90 of profit."""
        tax = self.tax_sale_a.copy(
            {"name": "Inside", "price_include_override": "tax_included"}
        )
        self.assertEqual(tax.amount, 15)
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 115,
                    "tax_ids": tax.ids,
                },
                {
                    "product_id": self.savings_product.id,
                    "price_unit": 100,
                    "tax_ids": False,
                },
            ],
        )
        self.assertEqual(invoice.amount_total, 215)
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(
            self.january, [("letter", 107.5, 37.63), ("savings", 107.5, 12.9)]
        )

    def test_sales_receipt(self):
        """A sales receipt of 500 counts like an invoice: 175 of profit."""
        receipt = self._create_customer_invoice(
            500, "2026-01-10", move_type="out_receipt"
        )
        self._pay(receipt, "2026-01-10")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 500, 175)])

    def test_vendor_bills_and_unmatched_money_do_not_count(self):
        """A bill paid and 70 without an invoice: nothing counts; 70 are listed."""
        bill = self._create_customer_invoice(500, "2026-01-10", move_type="in_invoice")
        self._pay(bill, "2026-01-20")
        self._create_payment(70, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [])
        problem = self.january.problem_ids
        self.assertEqual(problem.message, "Payments not yet matched to an invoice")
        self.assertEqual((problem.record_count, problem.amount), (1, 70))
        self.assertFalse(problem.blocking)
