from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestMoneyWithoutCash(LedgerCommon):
    """Money that no entry counts is listed, with its amount, until it is dealt with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.costs = cls.company_data["default_account_expense"]

    def _age(self):
        """Make all documents and matches older than the last close."""
        self.env.flush_all()
        for table in (
            "account_move",
            "account_move_line",
            "account_partial_reconcile",
        ):
            self.env.cr.execute(
                f"UPDATE {table} SET write_date = '2026-01-31',"
                " create_date = '2026-01-31'"
            )
        self.env.invalidate_all()

    def _close_and_age(self, period):
        self._close(period)
        self._age()

    def _book(self, day, *parts, move=None):
        """Post an entry of (account, balance), matched with a document."""
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": self.partner_a.id,
                        }
                    )
                    for account, balance in parts
                ],
            }
        )
        entry.action_post()
        if move:
            self._match(move, entry)
        return entry

    def _assert_problems(self, period, *expected):
        """Compute, and compare (words of the message, records, amount)."""
        period.action_compute()
        found = [
            (problem.message, problem.record_count, problem.amount)
            for problem in period.problem_ids
        ]
        self.assertEqual(len(found), len(expected), found)
        for (message, *figures), (words, *wanted) in zip(found, expected, strict=True):
            self.assertIn(words, message)
            self.assertEqual(figures, wanted, message)

    # Payments that are not cleared

    def test_uncleared_until_it_is_cleared(self):
        """A cheque of 700 of January, cleared in March: listed in January and February,
        counted in March."""
        self.bank.telecom_receipts_count = "cleared"
        invoice = self._create_customer_invoice(700, "2026-01-11")
        payment = self._pay(invoice, "2026-01-21")
        self._assert_problems(self.january, ("no bank line has cleared", 1, 700))
        self._close_and_age(self.january)
        self._assert_problems(self.february, ("no bank line has cleared", 1, 700))
        self._close_and_age(self.february)
        outstanding = payment.outstanding_account_id
        line = self._bank_line(700, "2026-03-05", (outstanding, -700))
        (payment.move_id + line.move_id).line_ids.filtered(
            lambda item: item.account_id == outstanding
        ).reconcile()
        self._assert_problems(self.march)
        self._assert_entries(self.march, [("letter", 700, 245)])

    def test_clearing_undone_after_the_close(self):
        """Cleared and closed in January; the bank line is unmatched in February: 700
        are taken back, and wait."""
        self.bank.telecom_receipts_count = "cleared"
        invoice = self._create_customer_invoice(700, "2026-01-11")
        payment = self._pay(invoice, "2026-01-21")
        outstanding = payment.outstanding_account_id
        line = self._bank_line(700, "2026-01-25", (outstanding, -700))
        items = (payment.move_id + line.move_id).line_ids.filtered(
            lambda item: item.account_id == outstanding
        )
        items.reconcile()
        self._close_and_age(self.january)
        items.remove_move_reconcile()
        self._assert_problems(self.february, ("no bank line has cleared", 1, 700))
        self._assert_entries(self.february, [("letter", -700, -245)])

    # Matches that bring no cash

    def test_liquidity_corrected_after_the_close(self):
        """The bank's line of a closed payment is booked away: February takes 1,000 back
        and says so."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-01-20")
        self._close_and_age(self.january)
        liquid, _counterpart, _others = payment._seek_for_lines()
        liquid.account_id = self.costs
        self._assert_problems(self.february, ("without bank or cash account", 1, 1000))
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._close_and_age(self.february)
        self._assert_problems(self.march)

    def test_bank_entry_corrected_after_the_close(self):
        """The same with a journal entry that counted 400 as cash."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        bank = self.bank.default_account_id
        entry = self._book(
            "2026-01-20", (self.receivable, -400), (bank, 400), move=invoice
        )
        self._close_and_age(self.january)
        entry.button_draft()
        entry.line_ids.filtered(
            lambda item: item.account_id == bank
        ).account_id = self.costs
        entry.action_post()
        self._assert_problems(self.february, ("without bank or cash account", 1, 400))
        self._assert_entries(self.february, [("letter", -400, -140)])

    def test_entry_that_takes_from_the_bank(self):
        """1,000 are written off with 50 of court fees from the bank."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._book(
            "2026-01-20",
            (self.receivable, -1000),
            (self.bank.default_account_id, -50),
            (self.costs, 1050),
            move=invoice,
        )
        self._assert_problems(self.january, ("wrong sign", 1, 1000))
        self._assert_entries(self.january, [])

    def test_entry_that_takes_from_the_bank_after_the_close(self):
        """The same, dated January and made after its close."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._close_and_age(self.january)
        self._book(
            "2026-01-20",
            (self.receivable, -1000),
            (self.bank.default_account_id, -50),
            (self.costs, 1050),
            move=invoice,
        )
        self._assert_problems(self.february, ("wrong sign", 1, 1000))
        self._close_and_age(self.february)
        self._assert_problems(self.march)

    def test_refund_written_off_with_a_gain(self):
        """A credit note of 300 lapses, 20 of it come to the bank."""
        credit = self._create_customer_invoice(
            300, "2026-01-10", move_type="out_refund"
        )
        entry = self._book(
            "2026-01-20",
            (self.receivable, 300),
            (self.bank.default_account_id, 20),
            (self.company_data["default_account_revenue"], -320),
        )
        (self._receivable(credit) + self._receivable(entry)).reconcile()
        self._assert_problems(self.january, ("wrong sign", 1, 300))

    def test_invoice_and_refund_in_one_bank_line(self):
        """1,000 less 400 in one bank line of 600: nothing is missing."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        credit = self._create_customer_invoice(
            400, "2026-01-11", move_type="out_refund"
        )
        line = self._bank_line(
            600, "2026-01-20", (self.receivable, -1000), (self.receivable, 400)
        )
        items = self._receivable(line.move_id)
        (items.filtered("credit") + self._receivable(invoice)).reconcile()
        (items.filtered("debit") + self._receivable(credit)).reconcile()
        self._assert_problems(self.january)

    def test_entry_in_draft_at_the_close(self):
        """A write-off of January is in draft when January closes: February lists it."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        entry = self._book(
            "2026-01-20", (self.receivable, -300), (self.costs, 300), move=invoice
        )
        entry.button_draft()
        self._close_and_age(self.january)
        entry.action_post()
        self._assert_problems(self.february, ("without bank or cash account", 1, 300))

    def test_match_is_listed_once(self):
        """A write-off of January belongs to January, not to February and March too."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._book(
            "2026-01-20", (self.receivable, -300), (self.costs, 300), move=invoice
        )
        self._assert_problems(self.january, ("without bank or cash account", 1, 300))
        self._assert_problems(self.february)
        self._close_and_age(self.january)
        self._assert_problems(self.february)

    def test_payment_of_an_opening_balance(self):
        """800 of an opening balance, no invoice, are paid: no entry, but a problem."""
        opening = self._book(
            "2026-01-01",
            (self.receivable, 800),
            (self.company_data["default_account_revenue"], -800),
        )
        payment = self._create_payment(800, "2026-01-20")
        (self._receivable(opening) + self._receivable(payment.move_id)).reconcile()
        self._assert_problems(self.january, ("opening balances", 1, 800))
        self._assert_entries(self.january, [])

    def test_payment_paid_back(self):
        """A payment of 800 goes back as it came: nothing is missing."""
        payment = self._create_payment(800, "2026-01-20")
        back = self._create_payment(800, "2026-01-21", payment_type="outbound")
        (self._receivable(payment.move_id) + self._receivable(back.move_id)).reconcile()
        self._assert_problems(self.january)

    # Money without a match

    def test_unmatched_money(self):
        """700 in, 300 out, an entry of 500 and one of 200 out: until they are matched,
        also in February after the close."""
        self._create_payment(700, "2026-01-20")
        self._create_payment(300, "2026-01-20", payment_type="outbound")
        bank = self.bank.default_account_id
        self._book("2026-01-20", (self.receivable, -500), (bank, 500))
        self._book("2026-01-20", (self.receivable, 200), (bank, -200))
        expected = (
            ("not yet matched to an invoice", 1, 700),
            ("matched to no credit note", 1, 300),
            ("Journal entries on bank or cash", 2, 700),
        )
        self._assert_problems(self.january, *expected)
        for problem in self.january.problem_ids:
            action = problem.action_open_records()
            opened = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(opened), problem.record_count)
        self._close_and_age(self.january)
        self._assert_problems(self.february, *expected)

    def test_opening_entry_is_no_money(self):
        """Bank 5,000 and receivable 800 in one opening entry: nothing came in."""
        self._book(
            "2026-01-01",
            (self.bank.default_account_id, 5000),
            (self.receivable, 800),
            (self.company_data["default_account_revenue"], -5800),
        )
        self._assert_problems(self.january)

    def test_payment_without_entry_and_without_invoice(self):
        """400 in and 100 out that Odoo books nowhere: 500, in February still."""
        for amount, payment_type in ((400, "inbound"), (100, "outbound")):
            payment = self.env["account.payment"].create(
                {
                    "payment_type": payment_type,
                    "partner_type": "customer",
                    "partner_id": self.partner_a.id,
                    "amount": amount,
                    "date": "2026-01-20",
                    "journal_id": self.bank.id,
                }
            )
            payment.outstanding_account_id = False
            payment.action_post()
            self.assertFalse(payment.move_id)
        self._assert_problems(self.january, ("without a journal entry", 2, 500))
        self._close_and_age(self.january)
        self._assert_problems(self.february, ("without a journal entry", 2, 500))

    # Amounts are of money in and money out

    def test_suspense_in_and_out(self):
        """500 in and 500 out in suspense concern 1,000."""
        self._bank_line(500, "2026-01-20")
        self._bank_line(-500, "2026-01-21")
        self._assert_problems(self.january, ("in suspense", 2, 1000))

    def test_unassigned_in_and_out(self):
        """1,000 in and 400 back without anybody: 1,400."""
        invoice = self._create_customer_invoice(
            1000, "2026-01-10", invoice_user_id=False
        )
        self._pay(invoice, "2026-01-12")
        refund = self._refund(invoice, "2026-01-20", 400)
        self._pay(refund, "2026-01-21")
        self._assert_problems(self.january, ("without unit", 2, 1400))

    def test_without_rate_in_and_out(self):
        """Two sales without a rate, one of them typed as a credit note: 600."""
        self.savings.rate_ids.date_from = "2026-05-01"
        for amount, move_type in ((500, "out_invoice"), (100, "out_refund")):
            move = self._create_customer_invoice(
                amount,
                "2026-01-10",
                product=self.savings_product,
                move_type=move_type,
            )
            self._pay(move, "2026-01-12")
        self._assert_problems(self.january, ("has no conversion rate", 2, 600))

    # Branches

    def _create_branch(self, *months):
        branch = self._create_company(name="Branch", parent_id=self.env.company.id)
        for month in months:
            self.env["telecom.period"].create(
                {"date_from": month, "company_id": branch.id}
            )
        return branch

    def _pay_branch(self, branch, day, amount=1000, move_type="out_invoice"):
        move = self.init_invoice(
            move_type,
            partner=self.partner_a,
            invoice_date="2026-01-10",
            amounts=[amount],
            taxes=[],
            company=branch,
            post=True,
        )
        self._pay(move, day)

    def test_branch_without_the_month(self):
        """The branch has January; its money of February is in nobody's ledger."""
        branch = self._create_branch("2026-01-01")
        self._pay_branch(branch, "2026-01-20", 300)
        self._pay_branch(branch, "2026-02-20")
        self._assert_problems(self.january)
        self._assert_problems(self.february, ("of branches", 1, 1000))

    def test_branch_before_its_first_month_after_the_close(self):
        """Money of January is entered after January's close; the branch begins with
        March: February lists it, with the money that went back."""
        branch = self._create_branch("2026-03-01")
        self._close_and_age(self.january)
        self._pay_branch(branch, "2026-01-20")
        self._pay_branch(branch, "2026-02-20", 400, "out_refund")
        self._pay_branch(branch, "2026-03-20", 50)
        self._assert_problems(self.february, ("of branches", 2, 1400))
