from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-06-15")
class TestLedgerNewBusiness(LedgerCommon):
    """New business (新增业绩): twelve months from the first cash of client and line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.months = cls.january + cls.february
        for number in range(3, 18):
            year, month = divmod(number - 1, 12)
            cls.months += cls._create_period(f"{2026 + year}-{month + 1:02}-01")

    def _receive(self, day, product=None, **vals):
        invoice = self._create_customer_invoice(100, day, product=product, **vals)
        self._pay(invoice, day)
        return invoice

    def _get_new_days(self):
        self.months.action_compute()
        return sorted(
            str(entry.recognition_date)
            for entry in self._entries()
            if entry.is_new_business
        )

    def test_twelve_months_from_the_first_cash(self):
        """From 10 March 2026 until 9 March 2027; the 10th is old business."""
        for day in ("2026-03-10", "2026-12-01", "2027-03-09", "2027-03-10"):
            self._receive(day)
        self.assertEqual(
            self._get_new_days(), ["2026-03-10", "2026-12-01", "2027-03-09"]
        )

    def test_business_before_the_ledger_began(self):
        """Business since June 2024 is old in January 2026; another line is new."""
        self._receive("2024-06-05")
        self._receive("2025-05-05")
        self._receive("2026-01-10")
        self._receive("2026-01-11", self.savings_product)
        self.assertEqual(self._get_new_days(), ["2026-01-11"])

    def test_new_after_a_gap(self):
        """First cash on 5 May 2025: new on 5 January 2026, not on 6 May; after a year
        without cash, on 10 May 2027, it is new again."""
        for day in ("2025-05-05", "2026-01-05", "2026-05-06", "2027-05-10"):
            self._receive(day)
        self.assertEqual(self._get_new_days(), ["2026-01-05", "2027-05-10"])

    def test_clients_apart(self):
        """Each client has its own first cash."""
        self._receive("2025-12-05")
        self._receive("2026-02-05", partner_id=self.partner_b.id)
        self.assertEqual(self._get_new_days(), ["2026-02-05"])

    def test_kept_by_refund_and_reversal(self):
        """Closed as new, paid back when it would be old: new points are 35 - 35 = 0;
        a reversal keeps it as well."""
        invoice = self._receive("2026-01-10")
        other = self._receive("2026-01-11")
        self._close(self.january)
        self._pay(self._refund(invoice, "2027-03-05"), "2027-03-06")
        self._receivable(other).remove_move_reconcile()
        self.months[1:].action_compute()
        self.assertEqual(self._entries().mapped("is_new_business"), [True] * 4)
        self._assert_nothing_left()

    def _pay_by_entry(self, invoice, account, day):
        """Match an invoice with a journal entry between an account and a receivable."""
        amount = invoice.amount_total
        receivable = {
            "account_id": self._receivable(invoice).account_id.id,
            "partner_id": invoice.partner_id.id,
            "credit": amount,
        }
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "line_ids": [
                    Command.create(receivable),
                    Command.create({"account_id": account.id, "debit": amount}),
                ],
            }
        )
        entry.action_post()
        self._match(invoice, entry)

    def test_earlier_cash_by_journal_entry(self):
        """Money on the bank since December 2024 makes January 2026 old business, as in
        the ledger: unless a setting says that such entries are no cash.
        """
        for day in ("2024-12-12", "2025-11-12"):
            invoice = self._create_customer_invoice(100, day)
            self._pay_by_entry(invoice, self.bank.default_account_id, day)
        self._receive("2026-01-10")
        self.assertEqual(self._get_new_days(), [])
        self.env.company.telecom_entries_are_cash = False
        self.assertEqual(self._get_new_days(), ["2026-01-10"])

    def test_earlier_write_off_is_no_cash(self):
        """The invoices before were written off: January's cash is the first."""
        expense = self.company_data["default_account_expense"]
        for day in ("2024-12-12", "2025-11-12"):
            invoice = self._create_customer_invoice(100, day)
            self._pay_by_entry(invoice, expense, day)
        self._receive("2026-01-10")
        self.assertEqual(self._get_new_days(), ["2026-01-10"])

    def test_earlier_deposit_is_of_the_lines_of_its_order(self):
        """Deposits for letters since December 2024: letters are old, savings new."""
        for day in ("2024-12-12", "2025-11-12"):
            order = self._sell((self.letter_product, 1000))
            deposit = self._invoice_order(
                order, day, advance_payment_method="percentage", amount=30
            )
            self._pay(deposit, day)
        self._receive("2026-01-10")
        self._receive("2026-01-11", self.savings_product)
        self.assertEqual(self._get_new_days(), ["2026-01-11"])

    def test_client_that_becomes_a_contact(self):
        """Letters of partner A since January 2026 are old a year later, under its new
        parent. Savings, from before the ledger began, are old in May 2026.
        """
        self._receive("2026-01-10")
        self._receive("2025-02-10", self.savings_product)
        self._receive("2025-12-10", self.savings_product)
        self._close(self.january)
        self.partner_b.is_company = True
        self.partner_a.write({"parent_id": self.partner_b.id, "is_company": False})
        self._receive("2026-05-10", self.savings_product)
        self._receive("2026-12-10")
        self._receive("2027-01-15")
        self.months[1:].action_compute()
        new = self._entries().filtered("is_new_business")
        days = sorted(map(str, new.mapped("recognition_date")))
        self.assertEqual(days, ["2026-01-10", "2026-12-10"])
