from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerCorrections(LedgerCommon):
    """Closed months stand; what changes afterwards lands in the oldest open one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")

    def _paid_invoice(self):
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        return invoice, self._pay(invoice, "2026-01-20")

    def test_recompute_replaces(self):
        """Computing an open month twice leaves one entry."""
        self._paid_invoice()
        self.january.action_compute()
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])

    def test_unreconcile_before_the_close(self):
        """Unmatched while open: the entry is gone, no reversal is needed."""
        invoice, _payment = self._paid_invoice()
        self.january.action_compute()
        self._receivable(invoice).remove_move_reconcile()
        self.january.action_compute()
        self._assert_entries(self.january, [])

    def test_unreconcile_after_the_close(self):
        """January keeps 1,000; February, the oldest open month, has -1,000 and -350."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        counted = self._entries(self.january)
        self._receivable(invoice).remove_move_reconcile()
        (self.february + self.march).action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._assert_entries(self.march, [])
        reversal = self._entries(self.february)
        self.assertEqual(reversal.kind, "reversal")
        self.assertEqual(reversal.reversed_entry_id, counted)
        self.assertEqual(str(reversal.recognition_date), "2026-02-01")
        self._close(self.february)
        self.march.action_compute()
        self._assert_entries(self.march, [])

    def test_matched_again_after_the_close(self):
        """Unmatched and matched again: -1,000 and +1,000 in February, nothing lost."""
        invoice, payment = self._paid_invoice()
        self._close(self.january)
        self._receivable(invoice).remove_move_reconcile()
        self._match(invoice, payment.move_id)
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", -1000, -350), ("letter", 1000, 350)]
        )

    def test_moved_to_another_invoice_after_the_close(self):
        """The clerk had matched the wrong invoice: Anna's 1,000 become Bert's."""
        invoice, payment = self._paid_invoice()
        right = self._create_customer_invoice(1000, "2026-01-11", person=self.bert)
        self._close(self.january)
        self._receivable(invoice).remove_move_reconcile()
        self._match(right, payment.move_id)
        self.february.action_compute()
        found = {e.salesperson_id: e.cash for e in self._entries(self.february)}
        self.assertEqual(found, {self.anna: -1000, self.bert: 1000})

    def test_invoice_reset_to_draft_after_the_close(self):
        """Odoo 19 keeps the match of a draft invoice; it is no sale all the same."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        invoice.button_draft()
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_draft_and_posted_again(self):
        """Posted again before the next close: nothing has to be taken back."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        invoice.button_draft()
        self.february.action_compute()
        invoice.action_post()
        self.february.action_compute()
        self._assert_entries(self.february, [])

    def test_draft_at_one_close_and_posted_after_it(self):
        """Taken back in February; posted again in March, where it counts once more."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        invoice.button_draft()
        self._close(self.february)
        invoice.action_post()
        self._close(self.march)
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._assert_entries(self.march, [("letter", 1000, 350)])

    def test_payment_reset_to_draft_after_the_close(self):
        """No payment, no cash: -1,000 in February."""
        _invoice, payment = self._paid_invoice()
        self._close(self.january)
        payment.action_draft()
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_invoice_cancelled_after_the_close(self):
        """Cancelling undoes the match: -1,000 in February."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        invoice.button_draft()
        invoice.button_cancel()
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_late_receipt(self):
        """A payment of January entered after its close counts in February, once."""
        self._paid_invoice()
        self._close(self.january)
        late = self._create_customer_invoice(200, "2026-01-12")
        self._pay(late, "2026-01-28")
        (self.february + self.march).action_compute()
        self._assert_entries(self.february, [("letter", 200, 70)])
        self.assertEqual(
            str(self._entries(self.february).recognition_date), "2026-01-28"
        )
        self._close(self.february, self.march)
        self._assert_entries(self.march, [])

    def test_before_the_first_period(self):
        """Money of December 2025 lies before the ledger begins."""
        invoice = self._create_customer_invoice(1000, "2025-12-10")
        self._pay(invoice, "2025-12-20", 400)
        self._pay(invoice, "2026-01-05", 600)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 600, 210)])

    def test_changed_rate_leaves_closed_entries(self):
        """A new rate from 1 January on: the closed 350 stand, also when reversed."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        self._receivable(invoice).remove_move_reconcile()
        self.february.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_changed_employment_leaves_closed_entries(self):
        """Anna works part time from March on: January's entry of 1,000 stays that of a
        full-timer, and so is what takes it back; 200 paid in February are not."""
        invoice, _payment = self._paid_invoice()
        self._close(self.january)
        self.anna.employment = "part_time"
        self._receivable(invoice).remove_move_reconcile()
        self._pay(self._create_customer_invoice(200, "2026-02-10"), "2026-02-20")
        self.february.action_compute()
        self.assertTrue(self._entries(self.january).is_full_time)
        found = {e.cash: e.is_full_time for e in self._entries(self.february)}
        self.assertEqual(found, {-1000: True, 200: False})

    def test_evidence_of_closed_months_stays(self):
        """A counted payment cannot be deleted; the sentence names it and the month."""
        invoice, payment = self._paid_invoice()
        self._close(self.january)
        payment.action_draft()
        with self._refused(UserError, "closed period 2026-01"):
            payment.move_id.with_context(force_delete=True).unlink()
        invoice.button_draft()
        with self._refused(UserError, f"{invoice.name} is counted"):
            invoice.with_context(force_delete=True).unlink()
