from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ArrearsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestOverdueCredits(ArrearsCommon):
    """Unapplied payments and credit notes, against ledgers by hand."""

    def test_credits_lessen_the_oldest_debt_first(self):
        """Bert's 300 due on 1 March, Anna's 500 due on 1 April; 400 paid on 10 April.

        On 9 April: Bert 300, Anna 500. On 10 April the 400, matched to nothing, take
        all of Bert's 300 and 100 of Anna's: Anna 400, Bert nothing.
        """
        self._invoice(500, "2026-02-20", invoice_date_due="2026-04-01")
        self._invoice(300, "2026-02-20", self.bert, invoice_date_due="2026-03-01")
        self._create_payment(400, "2026-04-10")
        self.assertEqual(
            self._by_seller("2026-04-09"),
            {self.anna: (500, 500, 0)} | {self.bert: (300, 300, 0)},
        )
        self.assertEqual(self._by_seller("2026-04-10"), {self.anna: (400, 400, 0)})

    def test_credits_reach_debts_that_are_not_due(self):
        """100 overdue, 200 due later, 150 unapplied: 150 owed, none of it overdue."""
        self._invoice(100, "2026-04-01", invoice_date_due="2026-04-30")
        self._invoice(200, "2026-04-01", invoice_date_due="2026-07-31")
        self._create_payment(150, "2026-05-02")
        [row] = self._overdue("2026-05-31")
        self.assertEqual(self._figures(row), (150, 0, 150))
        self.assertEqual(row["days_overdue"], -61)

    def test_credits_never_make_a_negative_debt(self):
        """100 owed and 250 paid ahead: nothing is owed, and nothing less than that."""
        self._invoice(100, "2026-04-01")
        self._create_payment(250, "2026-05-02")
        self.assertEqual(self._overdue("2026-05-31"), [])

    def test_credits_of_one_client_stay_with_it(self):
        """Client A owes 100; client B paid 100 ahead: A still owes 100."""
        self._invoice(100, "2026-04-01")
        self._create_payment(100, "2026-05-02", partner_id=self.partner_b.id)
        [row] = self._overdue("2026-05-31")
        self.assertEqual(row["partner_id"], self.partner_a.id)
        self.assertEqual(self._figures(row), (100, 100, 0))

    def test_unapplied_credit_note(self):
        """Anna's 100 of 1 April; a credit note of 30 of 5 May, which is not matched.

        70 are owed from 5 May on; without netting, 100.
        """
        self._invoice(100, "2026-04-01")
        self._invoice(30, "2026-05-05", move_type="out_refund")
        self.assertEqual(self._by_seller("2026-05-04"), {self.anna: (100, 100, 0)})
        self.assertEqual(self._by_seller("2026-05-05"), {self.anna: (70, 70, 0)})
        self.env.company.telecom_net_credits = False
        self.assertEqual(self._by_seller("2026-05-05"), {self.anna: (100, 100, 0)})

    def test_payment_matched_after_the_day(self):
        """500 paid on 10 April, matched in June with an invoice of 20 May over 800.

        The match dates from 20 May, the later of both. On 30 April the client has a
        credit of 500 and owes nothing; on 31 May 300 are left.
        """
        payment = self._create_payment(500, "2026-04-10")
        invoice = self._invoice(800, "2026-05-20")
        self._match(invoice, payment.move_id)
        self.assertEqual(self._overdue("2026-04-30"), [])
        self.assertEqual(self._residuals("2026-04-30"), [(self.partner_a.id, -500, 20)])
        self.assertEqual(self._by_seller("2026-05-31"), {self.anna: (300, 300, 0)})

    def test_unmatched_again(self):
        """A payment of 10 April taken off its invoice: as if it had never matched.

        100 owed and 100 unapplied; without netting 100 are overdue, also on past days.
        """
        invoice = self._invoice(100, "2026-03-01")
        payments = self._pay(invoice, "2026-04-10")
        self.env.company.telecom_net_credits = False
        self.assertEqual(self._overdue("2026-04-10"), [])
        self._receivable(payments.move_id).remove_move_reconcile()
        self.assertEqual(self._by_seller("2026-04-10"), {self.anna: (100, 100, 0)})

    def test_unapplied_payment_in_foreign_currency(self):
        """500 owed in company currency, 400 EUR at 4 unapplied: 400 are left."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 4.0)])
        self._invoice(500, "2026-03-01")
        self._create_payment(400, "2026-04-10", currency_id=euro.id)
        self.assertEqual(self._by_seller("2026-04-30"), {self.anna: (400, 400, 0)})

    def test_debts_of_a_case_are_net_and_oldest_first(self):
        """300 due on 1 March, 500 on 1 April, 200 later; 400 unapplied: 400 of 500."""
        self._invoice(300, "2026-02-20", invoice_date_due="2026-03-01")
        second = self._invoice(500, "2026-02-20", invoice_date_due="2026-04-01")
        self._invoice(200, "2026-02-20", invoice_date_due="2026-07-01")
        self._create_payment(400, "2026-04-10")
        debts = self.env["telecom.arrears"]._get_overdue_debts(
            self.env.company, date(2026, 5, 31), self.partner_a
        )
        [debt] = debts[self.partner_a.id]
        self.assertEqual((debt["move_id"], debt["amount"]), (second.id, 400))
