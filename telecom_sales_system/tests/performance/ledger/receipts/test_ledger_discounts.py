from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerDiscounts(LedgerCommon):
    """Lines of Odoo's Discount button, and lines of different sign and tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls._create_tax(6)

    def _sell_discounted(self, taxes=None, **discount):
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        for line, tax in zip(
            order.order_line, taxes or (self.tax, self.tax), strict=True
        ):
            line.tax_ids = tax
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, **discount}
        ).action_apply_discount()
        return order

    def _compute_paid(self, order):
        invoice = self._invoice_order(order, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self.assertFalse(self.january.problem_ids)
        return invoice

    def test_percentage(self):
        """10 % on L 6,000 + S 4,000: 9,540 are 5,724 x 0.35 + 3,816 x 0.12 = 2,461.32,
        and nothing blocks."""
        order = self._sell_discounted(
            discount_type="so_discount", discount_percentage=0.1
        )
        self.assertEqual(self._compute_paid(order).amount_total, 9540)
        self._assert_entries(
            self.january, [("letter", 5724, 2003.4), ("savings", 3816, 457.92)]
        )
        self.assertEqual(self._sum("points", self.january), 2461.32)

    def test_fixed_amount(self):
        """1,060 off, tax included: the same 9,540."""
        order = self._sell_discounted(discount_type="amount", discount_amount=1060)
        self.assertEqual(self._compute_paid(order).amount_total, 9540)
        self._assert_entries(
            self.january, [("letter", 5724, 2003.4), ("savings", 3816, 457.92)]
        )

    def test_two_taxes(self):
        """10 % with L at 6 % and S untaxed: 5,724 + 3,600 = 9,324, split 5,400 : 3,600:
        5,594.40 x 0.35 = 1,958.04; 3,729.60 x 0.12 = 447.55."""
        order = self._sell_discounted(
            (self.tax, self.env["account.tax"]),
            discount_type="so_discount",
            discount_percentage=0.1,
        )
        self.assertEqual(self._compute_paid(order).amount_total, 9324)
        self._assert_entries(
            self.january, [("letter", 5594.4, 1958.04), ("savings", 3729.6, 447.55)]
        )

    def test_discounted_sale_paid_back(self):
        """9,540 in and 9,540 out: nothing is left."""
        invoice = self._compute_paid(
            self._sell_discounted(discount_type="so_discount", discount_percentage=0.1)
        )
        self._pay(self._refund(invoice, "2026-01-25"), "2026-01-26")
        self.january.action_compute()
        self._assert_nothing_left()

    def test_deposit_of_a_discounted_order(self):
        """30 % of 9,000 + 6 %: 2,862 are L 1,717.20 and S 1,144.80; the rest of 6,678
        L 4,006.80 and S 2,671.20: together 5,724 and 3,816."""
        order = self._sell_discounted(
            discount_type="so_discount", discount_percentage=0.1
        )
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._assert_entries(
            self.january, [("letter", 1717.2, 601.02), ("savings", 1144.8, 137.38)]
        )
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 4006.8, 1402.38), ("savings", 2671.2, 320.54)]
        )

    def test_absurd_weights(self):
        """L 100 with 6 %, S -90 untaxed: of the 16 paid, untaxed amounts would give
        letters 160. Only L is of the invoice's sign: 16, 5.60; a problem says so."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": product.id,
                    "price_unit": price,
                    "tax_ids": [Command.set(taxes.ids)],
                }
                for product, price, taxes in (
                    (self.letter_product, 100, self.tax),
                    (self.savings_product, -90, self.env["account.tax"]),
                )
            ],
        )
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 16, 5.6)])
        problem = self.january.problem_ids
        self.assertFalse(problem.blocking)
        self.assertEqual((problem.record_count, problem.amount), (1, 16))
        action = problem.action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, invoice)
