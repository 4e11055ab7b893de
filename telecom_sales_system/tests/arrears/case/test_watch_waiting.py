from freezegun import freeze_time

from odoo import Command
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

    def _receive(self, amount, client=None, **vals):
        """Book a bank line of 1 April that is matched with nothing."""
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "partner_id": (client or self.client).id,
                "payment_ref": "Bank line",
                "date": "2026-04-01",
                "amount": amount,
                **vals,
            }
        )

    def _pay_in_process(self, invoice, amount):
        """Register a payment without an entry, as those of Odoo's Accounting."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.client.id,
                "amount": amount,
                "date": "2026-04-01",
                "journal_id": self.bank.id,
                "invoice_ids": invoice.ids,
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        return payment

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
        self._watch("2026-04-09")
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
        payment = self._pay_in_process(self.invoice, 1000)
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

    def _assert_reached(self, state, day="2026-04-10"):
        self._watch(day)
        self.assertEqual(self._case().state, state)

    def test_a_cent_in_suspense(self):
        """1,000.00 - 0.01 = 999.99 are owed all the same, and the reason says so."""
        self._receive(0.01)
        self._assert_reached("proposed")
        self.assertRegex(self._case().reason, r"1,000\.00 .*0\.01 have come in")

    def test_all_but_a_cent_in_suspense(self):
        self._receive(999.99)
        self._assert_reached("proposed")

    def test_floor_of_what_is_left(self):
        """From 500: 1,000 - 500.01 = 499.99 are less, 1,000 - 500.00 are not."""
        self.company.telecom_blacklist_floor = 500
        self._receive(500.01)
        self._assert_reached("circulated")
        self._receive(-0.01, date="2026-04-02")
        self._assert_reached("proposed", "2026-04-11")

    def test_money_pays_the_oldest_debts(self):
        """1,000 wait for the debt of 90 days; 400 that are overdue for 20 days lead to
        no proposal, and the 300 of 89 days do a day later: they are not paid."""
        self._owe(400, "2026-03-21")
        self._owe(300, "2026-01-11")
        self._receive(1000)
        self._assert_reached("circulated")
        self._assert_reached("proposed", "2026-04-11")

    def test_money_for_a_disputed_invoice(self):
        """300 in process for a disputed invoice of 300 pay nothing of the 1,000."""
        disputed = self._owe(300, "2026-01-12")
        disputed.no_followup = True
        self._pay_in_process(disputed, 300)
        self._assert_reached("proposed")
        with freeze_time("2026-04-10"):
            case = self._case()
            self.assertEqual((case.waiting_now, case.set_aside_now), (0, 300))

    def test_money_for_both_kinds_of_invoices(self):
        """1,300 in process for 1,000 owed and 300 disputed: 1,000 wait."""
        disputed = self._owe(300, "2026-01-12")
        disputed.no_followup = True
        self._pay_in_process(self.invoice | disputed, 1300)
        self._assert_reached("circulated")
        with freeze_time("2026-04-10"):
            self.assertEqual(self._case().waiting_now, 1000)

    def test_money_for_a_paid_invoice(self):
        """In process for an invoice that a bank line has paid: nothing waits."""
        paid = self._owe(300, "2026-01-12")
        self._pay_in_process(paid, 300)
        self._pay(paid, "2026-04-02")
        self._assert_reached("proposed")

    def _name_by(self, **vals):
        """Book a bank line of 1,000 without a partner; return the partner of the row
        of money that waits."""
        line = self._receive(1000, **{"partner_id": False, **vals})
        self.assertFalse(line.partner_id)
        rows = self.env["telecom.arrears.item"].search([("kind", "=", "waiting")])
        return rows.partner_id

    def test_account_number_of_the_client(self):
        """Written with spaces in one place, and without in the other."""
        self.env["res.partner.bank"].create(
            {"partner_id": self.client.id, "acc_number": "6222 001"}
        )
        owner = self._name_by(account_number="6222001", partner_name="Somebody")
        self.assertEqual(owner, self.client)
        self._assert_reached("circulated")

    def test_account_number_of_two_clients(self):
        """Nobody knows whose money it is."""
        mill = self._create_client("Mill", self.county)
        for partner in (self.client, mill):
            self.env["res.partner.bank"].create(
                {"partner_id": partner.id, "acc_number": "6222001"}
            )
        self.assertFalse(self._name_by(account_number="6222001"))
        self._assert_reached("proposed")

    def test_name_of_the_client(self):
        self.assertEqual(self._name_by(partner_name=self.client.name), self.client)
        self._assert_reached("circulated")

    def test_number_of_the_invoice(self):
        self.assertEqual(self._name_by(payment_ref=self.invoice.name), self.client)
        self._assert_reached("circulated")

    def test_nothing_names_the_client(self):
        self.assertFalse(self._name_by(partner_name="Nobody", payment_ref="INV/0"))
        self._assert_reached("proposed")

    def test_money_that_went_out_before(self):
        """1,000 went out on 1 March: not the 1,000 that came in on 1 April."""
        self._receive(-1000, date="2026-03-01")
        self._receive(1000)
        self._assert_reached("circulated")

    def test_money_that_went_out_for_a_bill(self):
        """The client is a vendor, too: 600 of the 1,000 that went out pay a bill; 400
        are taken back, and 600 wait. Of 1,000 owed 400 are left."""
        self.company.telecom_blacklist_floor = 500
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.client.id,
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Beer", "price_unit": 600, "tax_ids": False}
                    )
                ],
            }
        )
        bill.action_post()
        self._receive(1000)
        self._receive(-1000)
        self._assert_reached("circulated")
        with freeze_time("2026-04-10"):
            self.assertEqual(self._case().waiting_now, 600)
        bill.button_draft()
        self._assert_reached("proposed", "2026-04-11")

    def test_money_that_came_twice_and_bounced_once(self):
        """In on 1 April, back on 2 April, in again on 3 April: it waits."""
        for day, amount in ((1, 1000), (2, -1000), (3, 1000)):
            self._receive(amount, date=f"2026-04-0{day}")
        self._assert_reached("circulated")
        with freeze_time("2026-04-10"):
            self.assertEqual(self._case().waiting_now, 1000)

    def test_payment_in_process_with_its_bank_line(self):
        """The same 600, registered and in suspense: 600 wait, not 1,200."""
        self._pay_in_process(self.invoice, 600)
        self._receive(600)
        self._assert_reached("proposed")
        with freeze_time("2026-04-10"):
            self.assertEqual(self._case().waiting_now, 600)
        self._receive(400)
        self._assert_reached("proposed", "2026-04-11")

    def _open_balance(self, amount=500):
        """An opening entry in a general journal."""
        accounts = self.company_data
        return self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-01-01",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": accounts["default_account_receivable"].id,
                            "partner_id": self.client.id,
                            "balance": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": accounts["default_account_revenue"].id,
                            "balance": -amount,
                        }
                    ),
                ],
            }
        )

    def test_opening_balance_in_dispute(self):
        """The 1,000 are paid; 500 at the opening are owed until somebody marks them."""
        self._pay(self.invoice, "2026-01-20")
        entry = self._open_balance()
        entry.action_post()
        self._assert_reached("proposed")
        entry.line_ids.no_followup = True
        self._assert_reached("settled", "2026-04-11")
