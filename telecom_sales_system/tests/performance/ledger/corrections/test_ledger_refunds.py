from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerRefunds(LedgerCommon):
    """Credit notes are no cash; money paid back is, and undoes the sale entirely."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")

    def test_credit_note_on_an_unpaid_invoice(self):
        """1,000 credited before anybody paid: no cash at all."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._refund(invoice, "2026-01-20")
        self.assertEqual(invoice.payment_state, "reversed")
        self.january.action_compute()
        self._assert_entries(self.january, [])

    def test_credit_note_on_a_part_and_the_rest_paid(self):
        """1,000, of it 300 credited and 700 paid: 700 of cash, 245 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._refund(invoice, "2026-01-15", 300)
        self.assertEqual(invoice.amount_residual, 700)
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 700, 245)])

    def test_refund_paid_back(self):
        """1,000 paid in January and paid back in February: 350 - 350 = 0."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self._pay(self._refund(invoice, "2026-02-03"), "2026-02-05")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_refund_paid_back_before_the_invoice_was_paid(self):
        """The money goes out in January and comes in in February: -350 + 350 = 0."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        refund = self._refund(invoice, "2026-01-12")
        # Odoo matches a reversal with its open invoice; here the client wants money
        self._receivable(refund).remove_move_reconcile()
        self._pay(refund, "2026-01-15")
        self._pay(invoice, "2026-02-05")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", -1000, -350)])
        self._assert_entries(self.february, [("letter", 1000, 350)])

    def test_refund_after_the_rate_and_the_unit_changed(self):
        """Letters count 0.50 from February on, and Anna moved to another unit: the
        refund still takes 350 back, from the unit that had them."""
        rates = self.env["telecom.revenue.line.rate"]
        self.letters.rate_ids.date_to = "2026-01-31"
        rates.create(
            {"line_id": self.letters.id, "rate": 0.5, "date_from": "2026-02-01"}
        )
        self._move_person(self.anna, self.branch, "2026-02-01")
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self._pay(self._refund(invoice, "2026-02-03"), "2026-02-05")
        (self.january + self.february).action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self.assertEqual(self._entries(self.february).unit_id, self.county)

    def test_refund_of_a_part_after_the_close(self):
        """1,000 closed in January; 200 paid back in March: -200, -70 there."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self._close(self.january, self.february)
        self._pay(self._refund(invoice, "2026-03-03", 200), "2026-03-05")
        self._close(self.march)
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.march, [("letter", -200, -70)])

    def test_refund_kept_as_a_credit_for_the_next_invoice(self):
        """1,000 paid, credited, and the credit used on the next invoice of 1,000: the
        client paid once, so it is 1,000 once."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        refund = self._refund(invoice, "2026-02-03")
        following = self._create_customer_invoice(1000, "2026-02-10")
        self._match(following, refund)
        self.assertEqual(following.amount_residual, 0)
        periods = self.january + self.february
        periods.action_compute()
        self.assertEqual(self._sum("cash", *periods), 1000)

    def test_refund_of_two_revenue_lines_is_split_the_same_way(self):
        """0.01 of profit must not stay: 66.67 + 33.33 = 100 in, the same out."""
        lines = [
            {"product_id": self.letter_product.id, "price_unit": 66.67},
            {"product_id": self.savings_product.id, "price_unit": 33.33},
        ]
        lines = [line | {"tax_ids": [Command.clear()]} for line in lines]
        invoice = self._create_customer_invoice(0, "2026-01-10", lines=lines)
        self._pay(invoice, "2026-01-20")
        self._pay(self._refund(invoice, "2026-01-25"), "2026-01-26")
        self.january.action_compute()
        # 66.67 x 0.35 = 23.3345; 33.33 x 0.12 = 3.9996
        self._assert_entries(
            self.january,
            [
                ("letter", 66.67, 23.33),
                ("savings", 33.33, 4.0),
                ("letter", -66.67, -23.33),
                ("savings", -33.33, -4.0),
            ],
        )

    def test_invoice_and_refund_netted_in_one_bank_line(self):
        """1,200 less a credit of 200 come in as one bank line of 1,000: 1,000, 350."""
        invoice = self._create_customer_invoice(1200, "2026-01-10")
        refund = self._create_customer_invoice(
            200, "2026-01-12", move_type="out_refund"
        )
        receivable = self._receivable(invoice).account_id
        line = self._bank_line(
            1000, "2026-01-21", (receivable, -1200), (receivable, 200)
        )
        items = self._receivable(line.move_id).sorted("balance")
        (items[0] + self._receivable(invoice)).reconcile()
        (items[1] + self._receivable(refund)).reconcile()
        self.january.action_compute()
        self.assertEqual(self._sum("cash", self.january), 1000)
        self.assertEqual(self._sum("converted_profit", self.january), 350)
