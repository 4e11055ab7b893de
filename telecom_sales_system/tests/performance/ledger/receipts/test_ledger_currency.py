from freezegun import freeze_time

from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerCurrency(LedgerCommon):
    """Cash in company currency, at the rate of the day when it came in.

    1 of the company's currency is 2 EUR in January and 4 EUR from February on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-02-01", 4.0)]
        )

    def _create_euro_invoice(self, amount, day):
        return self._create_customer_invoice(amount, day, currency_id=self.euro.id)

    def test_rate_change_between_invoice_and_payment(self):
        """1,000 EUR invoiced at 500, paid when they are worth 250: 250, 87.50."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        self.assertEqual(self._receivable(invoice).balance, 500)
        self._pay(invoice, "2026-02-10", currency_id=self.euro.id)
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 250, 87.5)])

    def test_two_payments_at_two_rates(self):
        """400 EUR in January = 200; 600 EUR in February = 150."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20", 400, currency_id=self.euro.id)
        self._pay(invoice, "2026-02-10", 600, currency_id=self.euro.id)
        self.assertEqual(invoice.amount_residual, 0)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 200, 70)])
        self._assert_entries(self.february, [("letter", 150, 52.5)])

    def test_one_foreign_payment_over_three_invoices(self):
        """100.01 EUR in February = 25.00 (25.0025), over 33.33 + 33.33 + 33.35 EUR.

        25.00 x 33.33 / 100.01 = 8.3317, so cumulatively 8.33, 16.66 - 8.33 = 8.33 and
        25.00 - 16.66 = 8.34."""
        invoices = self.env["account.move"]
        for day, amount in (("05", 33.33), ("06", 33.33), ("07", 33.35)):
            invoices |= self._create_euro_invoice(amount, f"2026-01-{day}")
        self._pay(invoices, "2026-02-10", group_payment=True, currency_id=self.euro.id)
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [("letter", 8.33, 2.92), ("letter", 8.33, 2.92), ("letter", 8.34, 2.92)],
        )

    def test_foreign_invoice_paid_in_company_currency(self):
        """1,000 EUR at 4 are 250 when paid in February in company currency: 250."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-02-10", currency_id=self.env.company.currency_id.id)
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 250, 87.5)])

    def test_foreign_bank_line(self):
        """The bank books 260 for 1,000 EUR: what came in is 260, 91 of profit."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        line = self._bank_line(
            260,
            "2026-02-10",
            foreign_currency_id=self.euro.id,
            amount_currency=1000,
        )
        _liquidity, suspense, _others = line._seek_for_lines()
        suspense.account_id = self._receivable(invoice).account_id
        self._match(invoice, line.move_id)
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 260, 91)])

    def test_bank_line_without_an_amount_in_foreign_currency(self):
        """The bank pays 10 more for a rate difference, booked as 0 EUR: 10, 3.50."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        receivable = self._receivable(invoice)
        line = self._bank_line(10, "2026-02-10", (receivable.account_id, -10))
        part = self._receivable(line.move_id)
        part.with_context(skip_readonly_check=True).write(
            {"currency_id": self.euro.id, "amount_currency": 0, "balance": -10}
        )
        self.assertEqual((part.amount_currency, part.balance), (0, -10))
        self._match(invoice, line.move_id)
        self.assertTrue(part.reconciled)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 10, 3.5)])

    def test_foreign_refund_paid_back(self):
        """1,000 EUR in at 2 and out at 4: 500 came in, 250 went out; 175 - 87.50."""
        invoice = self._create_euro_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20", currency_id=self.euro.id)
        refund = self._refund(invoice, "2026-02-03")
        self._pay(refund, "2026-02-10", currency_id=self.euro.id)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 500, 175)])
        self._assert_entries(self.february, [("letter", -250, -87.5)])

    def test_discount_in_company_currency(self):
        """A granted discount of 10 % on 1,000 EUR at 2: 50 in company currency."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            currency_id=self.euro.id,
            lines=[
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 1000,
                    "discount": 10,
                    "tax_ids": False,
                }
            ],
        )
        self._pay(invoice, "2026-01-20", currency_id=self.euro.id)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 450, 157.5)])
        self.assertEqual(self._entries(self.january).discount, 50)

    def _create_dollar_invoice(self, amount=1000):
        """Invoice at 7.0 on 10 January; the rate of February is 7.2."""
        dollar = self.setup_other_currency(
            "CHF", rates=[("2026-01-01", 1 / 7), ("2026-02-01", 1 / 7.2)]
        )
        return self._create_customer_invoice(
            amount, "2026-01-10", currency_id=dollar.id
        )

    def _pay_in_company_currency(self, invoices, amount, **vals):
        currency = self.env.company.currency_id
        return self._pay(
            invoices, "2026-02-10", amount, currency_id=currency.id, **vals
        )

    def test_more_company_currency_than_invoiced(self):
        """1,000 at 7.0 are 7,000, paid with 7,200: 7,200 came in, 2,520."""
        invoice = self._create_dollar_invoice()
        self.assertEqual(self._receivable(invoice).balance, 7000)
        payment = self._pay_in_company_currency(invoice, 7200)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(self._receivable(payment.move_id).reconciled)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 7200, 2520)])

    def test_company_currency_in_two_parts(self):
        """3,600 and 3,600 of 7,200: 1,260 each."""
        invoice = self._create_dollar_invoice()
        self._pay_in_company_currency(invoice, 3600)
        self._pay_in_company_currency(invoice, 3600)
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 3600, 1260), ("letter", 3600, 1260)]
        )

    def test_bank_line_in_company_currency(self):
        """The bank books 7,200 straight on the receivable: 7,200, 2,520."""
        invoice = self._create_dollar_invoice()
        account = self._receivable(invoice).account_id
        line = self._bank_line(7200, "2026-02-10", (account, -7200))
        self._match(invoice, line.move_id)
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 7200, 2520)])

    def test_company_currency_for_two_invoices(self):
        """7,200 + 3,600 for 1,000 and 500: each invoice has its own."""
        first = self._create_dollar_invoice()
        second = self._create_customer_invoice(
            500, "2026-01-11", currency_id=first.currency_id.id
        )
        self._pay_in_company_currency(first + second, 10800, group_payment=True)
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 7200, 2520), ("letter", 3600, 1260)]
        )
