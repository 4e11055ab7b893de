from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerIncentives(LedgerCommon):
    """What was given away lowers the performance, but is no cash."""

    def _give(self, invoice, amount, day, **vals):
        incentive = self.env["telecom.incentive"].create(
            {
                "name": "Rebate",
                "move_id": invoice.id,
                "amount": amount,
                "date": day,
                **vals,
            }
        )
        incentive.with_user(self.service).action_approve()
        return incentive

    def test_incentive_lowers_the_profit(self):
        """1,000 received, 100 given: (1,000 - 100) x 0.35 = 350 - 35 = 315."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self._give(invoice, 100, "2026-01-15")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 1000, 350), ("letter", 0, -35)])
        self.assertEqual(self._sum("incentive", self.january), 100)
        self.assertEqual(self._sum("points", self.january), 315)

    def test_incentive_over_two_revenue_lines(self):
        """100 over 600 letters and 400 savings: 60 x .35 = 21, 40 x .12 = 4.80."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {"product_id": self.letter_product.id, "price_unit": 600},
                {"product_id": self.savings_product.id, "price_unit": 400},
            ],
        )
        self._give(invoice, 100, "2026-01-15")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 0, -21), ("savings", 0, -4.8)])

    def test_recognised_with_the_invoice_at_the_earliest(self):
        """Given in January for an invoice of February: February's."""
        invoice = self._create_customer_invoice(1000, "2026-02-10")
        self._give(invoice, 100, "2026-01-15")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [])
        self._assert_entries(self.february, [("letter", 0, -35)])

    def test_draft_and_cancelled_do_not_count(self):
        """One draft, one approved and cancelled: nothing."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._give(invoice, 100, "2026-01-15").action_cancel()
        self.env["telecom.incentive"].create(
            {
                "name": "Gift",
                "move_id": invoice.id,
                "amount": 50,
                "date": "2026-01-15",
            }
        )
        self.january.action_compute()
        self._assert_entries(self.january, [])

    def test_cancelled_after_the_close(self):
        """35 taken in January come back in February, with the 100 of incentive."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        incentive = self._give(invoice, 100, "2026-01-15")
        self._close(self.january)
        incentive.action_cancel()
        self.february.action_compute()
        self._assert_entries(self.january, [("letter", 0, -35)])
        self._assert_entries(self.february, [("letter", 0, 35)])
        self.assertEqual(self._sum("incentive", self.january, self.february), 0)

    def test_foreign_currency(self):
        """200 EUR at 2 on the day it was given: 100, so -35."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._give(invoice, 200, "2026-01-15", currency_id=euro.id)
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 0, -35)])

    def test_inactive_currency_is_refused(self):
        """The sentence names the incentive, the field and the currency."""
        currency = self.env["res.currency"].with_context(active_test=False)
        currency = currency.search([("active", "=", False)], limit=1)
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        with self._refused(
            ValidationError,
            f"Incentive Rebate, field Currency: {currency.name} is not active",
        ):
            self._give(invoice, 100, "2026-01-15", currency_id=currency.id)

    def test_only_customer_invoices(self):
        """A credit note is none."""
        refund = self._create_customer_invoice(
            100, "2026-01-10", move_type="out_refund"
        )
        with self._refused(
            ValidationError, "Incentive Rebate, field Invoice: .*not a customer invoice"
        ):
            self._give(refund, 10, "2026-01-15")

    def test_approved_stands(self):
        """Amounts cannot change after approval, nor the incentive go."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        incentive = self._give(invoice, 100, "2026-01-15")
        with self._refused(UserError, "Incentive Rebate is “Approved” and stays"):
            incentive.amount = 1
        with self._refused(UserError, "Incentive Rebate is “Approved” and stays"):
            incentive.unlink()

    def test_cancelled_is_not_approved_again(self):
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        incentive = self._give(invoice, 100, "2026-01-15")
        incentive.action_cancel()
        with self._refused(UserError, "Rebate is “Cancelled”; this step needs “Draft”"):
            incentive.with_user(self.service).action_approve()

    def test_file_opened_after_the_incentive(self):
        """Carl's invoice had an incentive before he had a file."""
        carl = self._create_user("carl", "salesperson")
        invoice = self._create_customer_invoice(
            1000, "2026-01-10", invoice_user_id=carl.id
        )
        incentive = self._give(invoice, 100, "2026-01-15")
        self.assertFalse(incentive.salesperson_id)
        person = self.env["telecom.salesperson"].create({"user_id": carl.id})
        self.assertEqual(incentive.salesperson_id, person)
