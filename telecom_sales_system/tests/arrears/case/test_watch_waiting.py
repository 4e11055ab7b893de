from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestWatchWaiting(CaseCommon):
    """What never leads to a proposal for the blacklist.

    1,000 are due on 10 January: 90 days over on 10 April.
    """

    def setUp(self):
        super().setUp()
        self.invoice = self._owe(1000, "2026-01-10")

    def _receive(self, amount, client=None):
        """Book a bank line of 1 April that is matched with nothing."""
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "partner_id": (client or self.client).id,
                "payment_ref": "Bank line",
                "date": "2026-04-01",
                "amount": amount,
            }
        )

    def test_money_in_suspense(self):
        """The case is opened, since the books show 1,000; it is not proposed. The form
        shows the money. Once it has left again, the client is proposed."""
        self._receive(1000)
        self._watch("2026-04-10")
        case = self._case()
        self.assertEqual(case.state, "circulated")
        with freeze_time("2026-04-10"):
            self.assertEqual((case.overdue_now, case.waiting_now), (1000, 1000))
        self._receive(-1000)
        self._watch("2026-04-11")
        self.assertEqual(self._case().state, "proposed")

    def test_money_in_suspense_of_an_open_case(self):
        """A case that was warned before moves on to the circular, and no further."""
        self._watch("2026-02-09")
        self._receive(1000)
        self._watch("2026-04-20")
        self.assertEqual(self._case().state, "circulated")

    def test_money_of_another_client(self):
        self._receive(1000, self._create_client("Mill", self.county))
        self._watch("2026-04-10")
        self.assertEqual(self._case().state, "proposed")

    def test_proposal_by_hand(self):
        """999 have come in: somebody may propose it for the 1 that is left. 1,000: the
        proposal is refused, and so is the approval of one that was made before."""
        self._receive(999)
        self._watch("2026-04-10")
        case = self._case()
        case.reason = "Does not answer"
        case.with_user(self.service).action_propose()
        self._receive(1)
        case.invalidate_recordset()
        with self._refused(UserError, "1,000.00.* not matched"):
            case.with_user(self.leader).action_approve()
        case.with_user(self.leader).action_refuse()
        case.invalidate_recordset()
        with self._refused(UserError, "1,000.00.* not matched"):
            case.with_user(self.service).action_propose()

    def test_payment_in_process(self):
        """A payment without an entry, as those that Odoo's Accounting registers."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.client.id,
                "amount": 1000,
                "date": "2026-04-01",
                "journal_id": self.bank.id,
                "invoice_ids": self.invoice.ids,
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self._watch("2026-04-10")
        self.assertEqual(self._case().state, "circulated")
        payment.action_reject()
        self._watch("2026-04-11")
        self.assertEqual(self._case().state, "proposed")

    def test_unapplied_payment_of_a_company_that_does_not_net(self):
        self.company.telecom_net_credits = False
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.client.id,
                "amount": 1000,
                "date": "2026-04-01",
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        self._watch("2026-04-10")
        self.assertEqual(self._case().state, "circulated")

    def test_disputed_invoice(self):
        """Nothing is owed, so no case is opened; one that is open closes."""
        self.invoice.no_followup = True
        self._watch("2026-04-10")
        self.assertFalse(self._case())
        self.invoice.no_followup = False
        self._watch("2026-04-11")
        case = self._case()
        self.assertEqual(case.state, "proposed")
        self.invoice.no_followup = True
        with freeze_time("2026-04-12"):
            case.invalidate_recordset()
            self.assertEqual((case.overdue_now, case.set_aside_now), (0, 1000))
        self._watch("2026-04-12")
        self.assertEqual(case.state, "settled")

    def test_bounced_payment(self):
        """Paid, and the payment is reset to draft: owed again."""
        payment = self._pay(self.invoice, "2026-01-20")
        self._watch("2026-04-10")
        self.assertFalse(self._case())
        payment.move_id.button_draft()
        self._watch("2026-04-11")
        self.assertEqual(self._case().state, "proposed")
