from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ArrearsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrearsDrafts(ArrearsCommon):
    """Odoo keeps reconciliations of documents that are reset to draft."""

    def _draft_and_back(self, move, before, draft):
        """Check the open items of 31 March before, in draft, and posted again."""
        self.assertEqual(self._residuals("2026-03-31"), before)
        move.button_draft()
        self.assertTrue(self._receivable(move).filtered("matching_number"), "kept")
        self.assertEqual(self._residuals("2026-03-31"), draft)
        move.action_post()
        self.assertEqual(self._residuals("2026-03-31"), before)

    def test_bounced_payment(self):
        """1,000 of 10 January, paid in full on 5 February: nothing owed on 31 March.
        The payment bounces and goes to draft: 1,000, overdue by 21 + 28 + 31 days."""
        invoice = self._invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-02-05")
        self._draft_and_back(payment.move_id, [], draft=[(self.partner_a.id, 1000, 80)])

    def test_bounced_part_payment(self):
        """400 and 600 pay 1,000; the 400 bounce: these are owed, and no more."""
        invoice = self._invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-02-05", 400)
        self._pay(invoice, "2026-02-06", 600)
        self._draft_and_back(payment.move_id, [], draft=[(self.partner_a.id, 400, 80)])

    def test_paid_invoice(self):
        """The invoice of 1,000 is reset: the payment of 5 February waits as a credit,
        and takes 300 off another invoice, so that nothing is owed."""
        invoice = self._invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-02-05")
        self._draft_and_back(invoice, [], draft=[(self.partner_a.id, -1000, 54)])
        self._invoice(300, "2026-03-01")
        self.assertEqual(len(self._overdue("2026-03-31")), 1)
        invoice.button_draft()
        self.assertEqual(self._overdue("2026-03-31"), [])

    def test_credit_note(self):
        """300 of 1,000 are credited on 20 February; the note goes to draft."""
        invoice = self._invoice(1000, "2026-01-10")
        note = self._refund(invoice, "2026-02-20", 300)
        self._draft_and_back(
            note,
            [(self.partner_a.id, 700, 80)],
            draft=[(self.partner_a.id, 1000, 80)],
        )

    def test_foreign_payment(self):
        """1,000 EUR at 2 are 500, paid at 4 with 250 and 250 of exchange loss. The
        payment goes to draft; Odoo keeps the exchange entry: 250 stay in the books."""
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-02-01", 4.0)]
        )
        invoice = self._invoice(1000, "2026-01-10", currency_id=euro.id)
        payment = self._pay(invoice, "2026-02-10", currency_id=euro.id)
        self.assertEqual(self._residuals("2026-03-31"), [])
        payment.move_id.button_draft()
        left = sum(row[1] for row in self._residuals("2026-03-31"))
        self.assertEqual(left, self._get_book_balance("2026-03-31"))

    def test_past_day_before_the_match(self):
        """On 31 January the payment of 5 February is not there, posted or not."""
        invoice = self._invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-02-05")
        for reset in (False, True):
            if reset:
                payment.move_id.button_draft()
            with self.subTest(reset=reset):
                self.assertEqual(
                    self._residuals("2026-01-31"), [(self.partner_a.id, 1000, 21)]
                )
