from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerWriteOffs(LedgerCommon):
    """Only the money counts: no write-off, discount, fee or miscellaneous entry."""

    def _pay_and_write_off(self, invoice, amount, account):
        return self._pay(
            invoice,
            "2026-01-20",
            amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data[account].id,
        )

    def test_write_off_is_no_cash(self):
        """990 paid, 10 written off: only 990 counts, 346.50 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay_and_write_off(invoice, 990, "default_account_expense")
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 990, 346.5)])

    def test_over_payment_taken_as_income(self):
        """1,010 for an invoice of 1,000, 10 taken as income: 1,000 pay the invoice."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay_and_write_off(invoice, 1010, "default_account_revenue")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350)])

    def test_write_off_over_three_invoices(self):
        """100 for three invoices of 33.34, 0.02 written off, in whole cents.

        Cash per invoice 33.34 x 100 / 100.02 = 33.3333; rounded cumulatively: 33.33,
        66.67 - 33.33 = 33.34, 100 - 66.67 = 33.33. Profit 11.67 (11.6655; 11.669)."""
        invoices = self.env["account.move"]
        for day in ("05", "06", "07"):
            invoices |= self._create_customer_invoice(33.34, f"2026-01-{day}")
        self._pay(
            invoices,
            "2026-01-20",
            100,
            group_payment=True,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.assertEqual(sum(invoices.mapped("amount_residual")), 0)
        self.january.action_compute()
        self._assert_entries(
            self.january,
            [
                ("letter", 33.33, 11.67),
                ("letter", 33.33, 11.67),
                ("letter", 33.34, 11.67),
            ],
        )

    def test_uneven_payment_over_two_months(self):
        """As above with the last invoice in February: January closed at 66.67."""
        first = self._create_customer_invoice(33.34, "2026-01-05")
        second = self._create_customer_invoice(33.34, "2026-01-06")
        third = self._create_customer_invoice(33.34, "2026-02-07")
        self._pay(
            first + second + third,
            "2026-01-20",
            100,
            group_payment=True,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self._close(self.january)
        self.february.action_compute()
        self.assertEqual(self._sum("cash", self.january), 66.67)
        self.assertEqual(self._sum("cash", self.february), 33.33)

    def _create_early_discount(self, computation="included"):
        return self.env["account.payment.term"].create(
            {
                "name": "10 % within 10 days",
                "early_discount": True,
                "discount_percentage": 10,
                "discount_days": 10,
                "early_pay_discount_computation": computation,
                "line_ids": [Command.create({"value_amount": 100, "nb_days": 30})],
            }
        )

    def test_early_payment_discount(self):
        """1,000 less 10 % for paying early: 900 counts, 315 of profit."""
        invoice = self._create_customer_invoice(
            1000,
            "2026-01-10",
            invoice_payment_term_id=self._create_early_discount().id,
        )
        self._pay(invoice, "2026-01-15")
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 900, 315)])

    def test_early_payment_discount_with_tax(self):
        """1,000 + 15 % tax = 1,150, less 10 % also on the tax: 1,035 counts, 362.25."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            invoice_payment_term_id=self._create_early_discount().id,
            lines=[
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 1000,
                    "tax_ids": self.tax_sale_a.ids,
                }
            ],
        )
        self._pay(invoice, "2026-01-15")
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1035, 362.25)])

    def test_early_payment_discount_on_the_net_only(self):
        """1,000 + 150 tax, tax not reduced: 1,150 - 100 = 1,050 counts, 367.50."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            invoice_payment_term_id=self._create_early_discount("excluded").id,
            lines=[
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 1000,
                    "tax_ids": self.tax_sale_a.ids,
                }
            ],
        )
        payment = self._pay(invoice, "2026-01-15")
        self.assertEqual(payment.amount, 1050)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1050, 367.5)])

    def test_bank_fee(self):
        """The bank keeps 5 of 1,000: 995 came in, 348.25 of profit."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        line = self._bank_line(
            995,
            "2026-01-21",
            (self._receivable(invoice).account_id, -1000),
            (self.company_data["default_account_expense"], 5),
        )
        self._match(invoice, line.move_id)
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 995, 348.25)])

    def test_miscellaneous_entry_is_no_cash(self):
        """1,000 booked off the receivable by hand: nothing came in."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-01-20",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self._receivable(invoice).account_id.id,
                            "partner_id": self.partner_a.id,
                            "credit": 1000,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_expense"
                            ].id,
                            "debit": 1000,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        self._match(invoice, entry)
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_entries(self.january, [])
