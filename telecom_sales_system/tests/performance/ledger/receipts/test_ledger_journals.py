from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerJournals(LedgerCommon):
    """When the receipts of a journal count, and which journal entries are cash."""

    def _clear(self, payment, day, amount=None):
        """Clear the outstanding account of a payment by a bank line."""
        outstanding = payment.outstanding_account_id
        line = self._bank_line(
            amount or payment.amount, day, (outstanding, -(amount or payment.amount))
        )
        (payment.move_id + line.move_id).line_ids.filtered(
            lambda item: item.account_id == outstanding and not item.reconciled
        ).reconcile()
        return line

    def _create_entry(self, invoice, account, amount=1000, day="2026-01-20"):
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self._receivable(invoice).account_id.id,
                            "partner_id": self.partner_a.id,
                            "credit": amount,
                        }
                    ),
                    Command.create({"account_id": account.id, "debit": amount}),
                ],
            }
        )
        entry.action_post()
        self._match(invoice, entry)
        return entry

    def _get_problems(self, period):
        return [
            (problem.res_model, problem.record_count, problem.amount)
            for problem in period.problem_ids
        ]

    def test_cheque_counts_when_cleared(self):
        """Registered on 20 January, on the bank on 5 February: February's 1,000."""
        self.bank.telecom_receipts_count = "cleared"
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [])
        self.assertEqual(self._get_problems(self.january), [("account.move", 1, 1000)])
        self._clear(payment, "2026-02-05")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [])
        self._assert_entries(self.february, [("letter", 1000, 350)])
        self.assertEqual(str(self._entries(self.february).cash_date), "2026-02-05")

    def test_bill_cleared_in_two_parts(self):
        """400 in January and 600 in February: it counts when it is cleared whole."""
        self.bank.telecom_receipts_count = "cleared"
        payment = self._pay(
            self._create_customer_invoice(1000, "2026-01-10"), "2026-01-20"
        )
        self._clear(payment, "2026-01-25", 400)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [])
        self._clear(payment, "2026-02-05", 600)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [])
        self._assert_entries(self.february, [("letter", 1000, 350)])

    def test_cleared_cheque_bounces_after_the_close(self):
        """The bank line is unmatched: -1,000 in February."""
        self.bank.telecom_receipts_count = "cleared"
        payment = self._pay(
            self._create_customer_invoice(1000, "2026-01-10"), "2026-01-12"
        )
        line = self._clear(payment, "2026-01-25")
        self._close(self.january)
        line.move_id.line_ids.remove_move_reconcile()
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])

    def test_setting_changes_after_the_close(self):
        """What was counted when registered stands when the journal changes."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self._close(self.january)
        self.bank.telecom_receipts_count = "cleared"
        invoice.narration = "Touched"
        self.february.action_compute()
        self._assert_entries(self.february, [])

    def test_entry_on_the_bank_account_is_cash(self):
        """An opening entry between bank and receivable: 1,000, 350."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._create_entry(invoice, self.bank.default_account_id)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self.assertFalse(self.january.problem_ids)

    def test_entry_is_no_cash_by_the_setting(self):
        """Switched off: nothing counts, and a problem opens the entry of 1,000."""
        self.env.company.telecom_entries_are_cash = False
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        entry = self._create_entry(invoice, self.bank.default_account_id)
        self.january.action_compute()
        self._assert_entries(self.january, [])
        problem = self.january.problem_ids
        self.assertFalse(problem.blocking)
        self.assertEqual((problem.record_count, problem.amount), (1, 1000))
        action = problem.action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, entry)

    def test_transfer_between_receivables_is_listed(self):
        """300 are taken over by another account: no cash, a problem of 300."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        other = self._receivable(invoice).account_id.copy({"code": "112299"})
        self._create_entry(invoice, other, 300)
        self.january.action_compute()
        self._assert_entries(self.january, [])
        self.assertEqual(self._get_problems(self.january), [("account.move", 1, 300)])

    def test_corrected_liquidity_account_is_listed(self):
        """The bank's line of a payment was booked away: a problem of 1,000."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-01-20")
        liquid, _counterpart, _others = payment._seek_for_lines()
        liquid.account_id = self.company_data["default_account_expense"]
        self.january.action_compute()
        self._assert_entries(self.january, [])
        self.assertEqual(self._get_problems(self.january), [("account.move", 1, 1000)])

    def test_payment_without_entry_is_listed(self):
        """Without an outstanding account Odoo books no entry: a problem of 1,000."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": 1000,
                "date": "2026-01-20",
                "journal_id": self.bank.id,
                "invoice_ids": [Command.link(invoice.id)],
            }
        )
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.january.action_compute()
        self._assert_entries(self.january, [])
        self.assertEqual(
            self._get_problems(self.january), [("account.payment", 1, 1000)]
        )

    def test_bank_lines_in_suspense_are_listed(self):
        """500 are matched to nothing; of 1,000 are 400 in suspense."""
        self._bank_line(500, "2026-01-20")
        invoice = self._create_customer_invoice(600, "2026-01-10")
        line = self._bank_line(
            1000,
            "2026-01-21",
            (self._receivable(invoice).account_id, -600),
            (self.bank.suspense_account_id, -400),
        )
        self._match(invoice, line.move_id)
        self.january.action_compute()
        self.assertEqual(
            self._get_problems(self.january),
            [
                ("account.bank.statement.line", 1, 500),
                ("account.bank.statement.line", 1, 400),
            ],
        )

    def test_money_of_a_branch_is_listed(self):
        """A branch company without months of its own received 1,000."""
        branch = self._create_company(name="Branch", parent_id=self.env.company.id)
        invoice = self.init_invoice(
            "out_invoice",
            partner=self.partner_a,
            invoice_date="2026-01-10",
            amounts=[1000],
            taxes=[],
            company=branch,
            post=True,
        )
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [])
        self.assertEqual(self._get_problems(self.january), [("account.move", 1, 1000)])
        self.env["telecom.period"].create(
            {"date_from": "2026-01-01", "company_id": branch.id}
        )
        self.january.action_compute()
        self.assertFalse(self.january.problem_ids)
