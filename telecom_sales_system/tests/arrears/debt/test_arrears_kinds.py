from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ArrearsCommon

NOTHING = {"in_suspense": 0, "in_process": 0, "unapplied": 0}


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrearsKinds(ArrearsCommon):
    """Disputed and non-trade receivables, and money that waits to be matched."""

    def _kinds(self, day="2026-03-31"):
        """Return {kind: (open balance, owed, set aside)} of all items of a day."""
        items = self.env["telecom.arrears.item"].with_context(telecom_as_of=day)
        return {
            kind: sums
            for kind, *sums in items._read_group(
                [],
                ["kind"],
                ["residual:sum", "outstanding:sum", "set_aside:sum"],
            )
        }

    def _waiting(self, day="2026-03-31"):
        """Return what waits for client A."""
        waiting = self.env["telecom.arrears"]._get_waiting_money(
            self.env.company, date.fromisoformat(day)
        )
        return waiting.get(self.partner_a.id, NOTHING)

    def test_disputed_invoice(self):
        """1,000 disputed and 300 not: 300 are owed, and all 1,300 are in the books. A
        payment of 200 ahead takes off the 300 only: 100."""
        self._invoice(1000, "2026-01-10").no_followup = True
        self._invoice(300, "2026-01-20")
        self.assertEqual(
            self._kinds(), {"disputed": [1000, 0, 1000], "trade": [300, 300, 0]}
        )
        self._create_payment(200, "2026-02-01")
        self.assertEqual(
            self._kinds(), {"disputed": [1000, 0, 1000], "trade": [100, 100, 0]}
        )
        [row] = self._overdue("2026-03-31")
        self.assertEqual(self._figures(row), (100, 100, 0))

    def test_dispute_settled(self):
        """The mark is taken off: owed as before."""
        invoice = self._invoice(1000, "2026-01-10")
        invoice.no_followup = True
        self.assertEqual(self._overdue("2026-03-31"), [])
        invoice.no_followup = False
        self.assertEqual(self._figures(self._overdue("2026-03-31")[0]), (1000, 1000, 0))

    def test_disputed_instalments(self):
        """Odoo marks every instalment of an invoice: 300 and 700 are set aside."""
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % now, 70 % later",
                "line_ids": [
                    Command.create({"value_amount": 30, "nb_days": 0}),
                    Command.create({"value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        invoice = self._invoice(1000, "2026-01-10", invoice_payment_term_id=term.id)
        self._receivable(invoice)[:1].no_followup = True
        self.assertEqual(self._kinds(), {"disputed": [1000, 0, 1000]})

    def _create_entry(self, account, amount):
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-01-01",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": side.id,
                            "partner_id": self.partner_a.id,
                            "balance": balance,
                        }
                    )
                    for side, balance in (
                        (account, amount),
                        (self.company_data["default_account_revenue"], -amount),
                    )
                ],
            }
        )
        entry.action_post()
        return entry

    def test_entries_that_odoo_marks_by_itself_are_owed(self):
        """An opening entry of 500 in a general journal carries the mark: owed."""
        entry = self._create_entry(self.company_data["default_account_receivable"], 500)
        self.assertTrue(self._receivable(entry).no_followup)
        self.assertEqual(self._kinds(), {"trade": [500, 500, 0]})

    def test_dispute_of_an_entry(self):
        """Marked by hand in *Open Items*, and settled; a copy is not disputed."""
        entry = self._create_entry(self.company_data["default_account_receivable"], 500)
        items = self.env["telecom.arrears.item"].search([])
        items.action_mark_disputed()
        self.assertEqual(self._kinds(), {"disputed": [500, 0, 500]})
        entry.copy({"date": "2026-01-01"}).action_post()
        self.assertEqual(
            self._kinds(), {"disputed": [500, 0, 500], "trade": [500, 500, 0]}
        )
        self.env["telecom.arrears.item"].search(
            [("kind", "=", "disputed")]
        ).action_settle_dispute()
        self.assertEqual(self._kinds(), {"trade": [1000, 1000, 0]})

    def test_dispute_of_an_invoice_in_open_items(self):
        """Money that waits is no item to dispute."""
        invoice = self._invoice(1000, "2026-01-10")
        self._bank_line(400, "2026-03-05")
        self.env["telecom.arrears.item"].search([]).action_mark_disputed()
        self.assertTrue(invoice.no_followup)
        self.assertEqual(
            self._kinds(), {"disputed": [1000, 0, 1000], "waiting": [0, 0, 0]}
        )

    def test_dispute_needs_accounting(self):
        self._invoice(1000, "2026-01-10")
        items = self.env["telecom.arrears.item"].with_user(self.service).search([])
        self.assertTrue(items)
        with self._refused(AccessError, "Journal Entry"):
            items.action_mark_disputed()

    def test_non_trade_receivable(self):
        """A loan of 800 on a non-trade account is not owed for services; the deposit
        of 100 that the client left on that account lessens it, and no invoice."""
        account = self.company_data["default_account_receivable"].copy(
            {"non_trade": True}
        )
        self._create_entry(account, 800)
        self._create_entry(account, -100)
        self._invoice(300, "2026-01-20")
        self.assertEqual(
            self._kinds(), {"non_trade": [700, 0, 700], "trade": [300, 300, 0]}
        )

    def test_month_end_keeps_the_kinds(self):
        """February: 1,000 disputed, 300 owed."""
        self._invoice(1000, "2026-01-10").no_followup = True
        self._invoice(300, "2026-01-20")
        self.february.action_compute()
        balances = self.env["telecom.arrears.balance"].search(
            [("period_id", "=", self.february.id)]
        )
        self.assertEqual(
            {row.kind: (row.outstanding, row.set_aside) for row in balances},
            {"disputed": (0, 1000), "trade": (300, 0)},
        )
        self.assertEqual(sum(balances.mapped("residual")), 1300)

    def _shown(self, rows):
        """Return {kind: (open balance, owed, set aside, waiting)} of rows."""
        return {
            row.kind: (row.residual, row.outstanding, row.set_aside, row.waiting)
            for row in rows
        }

    def test_money_is_shown_with_the_items(self):
        """1,000 disputed, 300 owed, 400 in suspense and 250 in process for the 1,000:
        in the list, at the month end and on the client's form. The open balance is the
        general ledger's, and 250 pay nothing that is owed."""
        disputed = self._invoice(1000, "2026-01-10")
        disputed.no_followup = True
        self._invoice(300, "2026-01-20")
        self._bank_line(400, "2026-03-05")
        payment = self._pay_without_entry(disputed, 250)
        items = self.env["telecom.arrears.item"].with_context(
            telecom_as_of="2026-03-31"
        )
        rows = items.search([])
        money = rows.filtered("waiting")
        self.assertEqual(len(rows), 4)
        self.assertEqual(
            {(row.id, row.kind, row.waiting, row.bucket) for row in money},
            {
                (-payment.id, "disputed", 250, False),
                (max(money.ids), "waiting", 400, False),
            },
        )
        self.assertEqual(
            self._shown(rows - money),
            {"disputed": (1000, 0, 1000, 0), "trade": (300, 300, 0, 0)},
        )
        self.assertEqual(sum(rows.mapped("residual")), 1300)
        self.assertEqual(self._waiting(), NOTHING | {"in_suspense": 400})
        client = self.partner_a
        self.assertEqual(
            (client.client_overdue, client.client_set_aside, client.client_waiting),
            (300, 1000, 650),
        )

    def test_month_end_keeps_the_money(self):
        """March: 400 in suspense and a debt of 300. February: the debt. Over both
        months, the averages."""
        self._invoice(300, "2026-01-20")
        self._bank_line(400, "2026-03-05")
        periods = self.february
        periods |= self.env["telecom.period"].create({"date_from": "2026-03-01"})
        for period in periods:
            period.action_compute()
        balances = self.env["telecom.arrears.balance"]
        kept = balances.search([("period_id", "in", periods.ids)])
        march = kept.filtered(lambda row: row.period_id != self.february)
        self.assertEqual(
            self._shown(march), {"trade": (300, 300, 0, 0), "waiting": (0, 0, 0, 400)}
        )
        self.assertEqual(self._shown(kept - march), {"trade": (300, 300, 0, 0)})
        [sums] = balances._read_group(
            [("period_id", "in", periods.ids)], [], ["outstanding:sum", "waiting:sum"]
        )
        self.assertEqual(sums, (300, 200))

    def test_credits_that_are_not_netted_wait(self):
        """The company does not net: 200 paid ahead wait on their own item."""
        self.env.company.telecom_net_credits = False
        self._invoice(1000, "2026-01-10")
        self._create_payment(200, "2026-03-05")
        rows = self.env["telecom.arrears.item"].search([])
        self.assertEqual(
            sorted(
                rows.mapped(lambda row: (row.residual, row.outstanding, row.waiting))
            ),
            [(-200, 0, 200), (1000, 1000, 0)],
        )

    def test_bank_line_in_suspense(self):
        """400 came on 5 March; until then, and once they are matched, nothing waits.
        They left again on 8 March: nothing is there."""
        self._bank_line(400, "2026-03-05")
        self.assertEqual(self._waiting("2026-03-04"), NOTHING)
        self.assertEqual(self._waiting(), NOTHING | {"in_suspense": 400})
        self._bank_line(-400, "2026-03-08")
        self.assertEqual(self._waiting("2026-03-07"), NOTHING | {"in_suspense": 400})
        self.assertEqual(self._waiting(), NOTHING)

    def test_bank_line_that_is_matched(self):
        receivable = self.company_data["default_account_receivable"]
        self._bank_line(400, "2026-03-05", (receivable, -400))
        self.assertEqual(self._waiting(), NOTHING)

    def test_bank_line_of_a_contact(self):
        """A contact of the client has paid."""
        contact = self.partner_a.create(
            {"name": "Books", "parent_id": self.partner_a.id}
        )
        self._bank_line(400, "2026-03-05", partner_id=contact.id)
        self.assertEqual(self._waiting(), NOTHING | {"in_suspense": 400})

    def _pay_without_entry(self, invoice, amount):
        """Register a payment without an outstanding account, as Odoo's Accounting."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": amount,
                "date": "2026-03-05",
                "journal_id": self.bank.id,
                "invoice_ids": invoice.ids,
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.assertEqual(payment.state, "in_process")
        return payment

    def test_payment_without_an_entry(self):
        """1,000 paid "in process": owed in the books, and 1,000 wait. Marked as paid,
        they wait on; once a bank line has paid the invoice, they do not."""
        invoice = self._invoice(1000, "2026-01-10")
        payment = self._pay_without_entry(invoice, 1000)
        self.assertEqual(
            self._kinds(), {"trade": [1000, 1000, 0], "waiting": [0, 0, 0]}
        )
        self.assertEqual(self._waiting(), NOTHING | {"in_process": 1000})
        payment.action_validate()
        self.assertEqual(self._waiting(), NOTHING | {"in_process": 1000})
        receivable = self.company_data["default_account_receivable"]
        line = self._bank_line(1000, "2026-03-06", (receivable, -1000))
        self._match(invoice, line.move_id)
        self.assertEqual(self._waiting(), NOTHING)

    def test_rejected_payment_without_an_entry(self):
        invoice = self._invoice(1000, "2026-01-10")
        self._pay_without_entry(invoice, 400).action_reject()
        self.assertEqual(self._waiting(), NOTHING)

    def test_unapplied_payment(self):
        """Without netting it lessens no debt, so it waits."""
        self._invoice(1000, "2026-01-10")
        self._create_payment(200, "2026-03-05")
        self.assertEqual(self._waiting(), NOTHING)
        self.env.company.telecom_net_credits = False
        self.assertEqual(self._waiting(), NOTHING | {"unapplied": 200})
