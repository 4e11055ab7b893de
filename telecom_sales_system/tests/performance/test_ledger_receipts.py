from freezegun import freeze_time

from odoo.tests import tagged

from ..common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerReceipts(PerformanceCommon):
    """Which money counts, when, and how much of it."""

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

    def test_write_off_is_no_cash(self):
        """990 paid, 10 written off: only 990 counts, 346.50 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(
            invoice,
            "2026-01-20",
            990,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 990, 346.5)])
