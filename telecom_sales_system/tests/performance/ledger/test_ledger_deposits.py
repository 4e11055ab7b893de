from freezegun import freeze_time

from odoo.tests import tagged

from ..common import LedgerCommon


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
