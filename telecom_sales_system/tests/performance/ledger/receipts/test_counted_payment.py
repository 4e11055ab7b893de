from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestCountedPayment(LedgerCommon):
    """A payment that a closed month counts is cancelled, never deleted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice(1000, "2026-01-10")
        cls.payment = cls._pay(cls.invoice, "2026-01-20")
        cls.payment_entry = cls.payment.move_id

    def test_reset_and_cancel_after_the_close(self):
        """A bounced payment: January keeps 1,000, February has -1,000."""
        self._close(self.january)
        self.payment.action_draft()
        self.payment.action_cancel()
        self.assertEqual(self.payment.state, "canceled")
        self.assertEqual(self.payment_entry.state, "cancel")
        self.february.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_cancelled_together_with_an_uncounted_one(self):
        """Odoo still deletes the entry of the draft that nothing counts."""
        self._close(self.january)
        other = self._create_payment(50, "2026-02-03")
        other_entry = other.move_id
        (self.payment + other).action_draft()
        (self.payment + other).action_cancel()
        self.assertEqual(
            (self.payment + other).mapped("state"), ["canceled", "canceled"]
        )
        self.assertTrue(self.payment_entry.exists())
        self.assertFalse(other_entry.exists())

    def test_deleting_is_refused_with_the_payment_named(self):
        """The sentence names what somebody tried to delete, not the invoice."""
        self._close(self.january)
        name = self.payment_entry.name
        self.payment.action_draft()
        with self.assertRaisesRegex(UserError, name):
            self.payment_entry.unlink()
