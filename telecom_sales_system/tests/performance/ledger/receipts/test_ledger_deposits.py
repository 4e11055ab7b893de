from freezegun import freeze_time

from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerDeposits(LedgerCommon):
    """A deposit belongs to the revenue lines of the order that it was asked for."""

    def test_deposit_and_rest(self):
        """Order 600 letters + 400 savings; 30 % deposit = 180 + 120, rest 420 + 280.

        Profit: 180 x .35 = 63, 120 x .12 = 14.40; 420 x .35 = 147, 280 x .12 = 33.60.
        """
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self.assertEqual(deposit.amount_total, 300)
        self._pay(deposit, "2026-01-12")
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual(rest.amount_total, 700)
        self._pay(rest, "2026-02-12")
        (self.january + self.february).action_compute()
        self._assert_entries(
            self.january, [("letter", 180, 63), ("savings", 120, 14.4)]
        )
        self._assert_entries(
            self.february, [("letter", 420, 147), ("savings", 280, 33.6)]
        )
        self.assertEqual(self._entries(self.january).salesperson_id, self.anna)

    def test_deposit_of_the_whole_order(self):
        """A fixed deposit of all 1,000: the final invoice is 0 and brings nothing."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=1000
        )
        self._pay(deposit, "2026-01-12")
        self.assertEqual(self._invoice_order(order, "2026-02-10").amount_total, 0)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 600, 210), ("savings", 400, 48)])
        self._assert_entries(self.february, [])

    def test_deposit_paid_back(self):
        """A deposit of 300 is paid and paid back: 63 + 14.40 - 63 - 14.40 = 0."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12")
        self._pay(self._refund(deposit, "2026-01-20"), "2026-01-21")
        self.january.action_compute()
        self._assert_entries(
            self.january,
            [
                ("letter", 180, 63),
                ("savings", 120, 14.4),
                ("letter", -180, -63),
                ("savings", -120, -14.4),
            ],
        )

    def _sell_with_tax(self):
        tax = self._create_tax(6)
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        order.order_line.tax_ids = tax
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self.assertEqual(deposit.amount_total, 3180)
        return order, deposit

    def _take_savings_off(self, order):
        order.order_line.filtered(
            lambda line: line.product_id == self.savings_product
        ).product_uom_qty = 0

    def test_line_taken_off_after_the_deposit_was_closed(self):
        """L 6,000 + S 4,000, 30 % closed: L 1,908, S 1,272. S is taken off, the rest of
        3,180 is paid: S -1,272, L 4,452; all together L 6,360 = 2,226.00 and S 0."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._assert_entries(
            self.january, [("letter", 1908, 667.8), ("savings", 1272, 152.64)]
        )
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual(rest.amount_total, 3180)
        self._pay(rest, "2026-02-12")
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 4452, 1558.2), ("savings", -1272, -152.64)]
        )
        self.assertFalse(self.february.problem_ids)

    def test_line_taken_off_before_anything_was_closed(self):
        """The same in open months: computed anew, the deposit is all letters."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self.january.action_compute()
        self._take_savings_off(order)
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 3180, 1113)])
        self._assert_entries(self.february, [("letter", 3180, 1113)])

    def test_second_half_of_a_deposit(self):
        """Half of the deposit is closed, S is taken off, the other half comes in: it
        follows the first, L 954 and S 636; the rest brings L 4,452 and S -1,272."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12", 1590)
        self._close(self.january)
        self._take_savings_off(order)
        self._pay(deposit, "2026-02-05", 1590)
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [
                ("letter", 954, 333.9),
                ("savings", 636, 76.32),
                ("letter", 4452, 1558.2),
                ("savings", -1272, -152.64),
            ],
        )

    def test_closed_deposit_paid_back_after_the_order_changed(self):
        """The deposit of L and S is paid back when the order has only L: zero."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        self._pay(self._refund(deposit, "2026-02-03"), "2026-02-05")
        self.february.action_compute()
        self._assert_nothing_left()
