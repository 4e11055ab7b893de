from freezegun import freeze_time

from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerCreditNotes(LedgerCommon):
    """A credit note is set against its own lines of the invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls._create_tax(6)
        cls.invoice = cls._create_invoice_of_lines(
            "2026-01-10",
            (cls.letter_product, 6000),
            (cls.savings_product, 4000),
            tax=cls.tax,
        )

    def _credit(self, product, price, day="2026-01-12"):
        credit = self._create_invoice_of_lines(
            day,
            (product, price),
            tax=self.tax,
            move_type="out_refund",
            reversed_entry_id=self.invoice.id,
        )
        self._match(self.invoice, credit)
        return credit

    def test_credited_before_the_payment(self):
        """S is credited, 6,360 paid: 6,360 x 0.35 = 2,226.00 of letters, no savings."""
        self._credit(self.savings_product, 4000)
        self._pay(self.invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 6360, 2226)])

    def test_credited_after_the_payment_in_an_open_month(self):
        """6,360 are paid first; computing again gives the same."""
        self._pay(self.invoice, "2026-01-20", 6360)
        self.january.action_compute()
        # 6,360 x 6 / 10 = 3,816 x 0.35 = 1,335.60; 2,544 x 0.12 = 305.28
        self._assert_entries(
            self.january, [("letter", 3816, 1335.6), ("savings", 2544, 305.28)]
        )
        self._credit(self.savings_product, 4000, "2026-01-25")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 6360, 2226)])

    def test_credited_after_the_close(self):
        """January's split comes back in February, and 6,360 of letters count."""
        self._pay(self.invoice, "2026-01-20", 6360)
        self._close(self.january)
        self._credit(self.savings_product, 4000, "2026-02-03")
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [
                ("letter", -3816, -1335.6),
                ("savings", -2544, -305.28),
                ("letter", 6360, 2226),
            ],
        )

    def test_credit_unmatched_after_the_close(self):
        """The credit is kept for another invoice: the split of all lines is back."""
        credit = self._credit(self.savings_product, 4000)
        self._pay(self.invoice, "2026-01-20", 6360)
        self._close(self.january)
        self._receivable(credit).remove_move_reconcile()
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [
                ("letter", -6360, -2226),
                ("letter", 3816, 1335.6),
                ("savings", 2544, 305.28),
            ],
        )

    def test_part_of_a_line_is_credited(self):
        """S 1,000 of 4,000: 9,540 over 6,000 and 3,000: 6,360 and 3,180."""
        self._credit(self.savings_product, 1000)
        self._pay(self.invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(
            self.january, [("letter", 6360, 2226), ("savings", 3180, 381.6)]
        )

    def test_more_of_a_line_is_credited_than_it_has(self):
        """S 5,000 of 4,000: nothing of S is left, the other 1,000 lower nothing."""
        self._credit(self.savings_product, 5000)
        self._pay(self.invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 5300, 1855)])

    def test_credit_in_proportion_changes_nothing(self):
        """A tenth of each line is credited after the close: the split stands."""
        self._pay(self.invoice, "2026-01-20", 5300)
        self._close(self.january)
        credit = self._create_invoice_of_lines(
            "2026-02-03",
            (self.letter_product, 600),
            (self.savings_product, 400),
            tax=self.tax,
            move_type="out_refund",
            reversed_entry_id=self.invoice.id,
        )
        self._match(self.invoice, credit)
        self.february.action_compute()
        self._assert_entries(self.february, [])
