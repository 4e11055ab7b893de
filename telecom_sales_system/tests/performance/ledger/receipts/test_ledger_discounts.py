from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerDiscounts(LedgerCommon):
    """Lines of Odoo's Discount button, and lines of different sign and tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls._create_tax(6)

    def _sell_discounted(self, taxes=None, **discount):
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        for line, tax in zip(
            order.order_line, taxes or (self.tax, self.tax), strict=True
        ):
            line.tax_ids = tax
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, **discount}
        ).action_apply_discount()
        return order

    def _compute_paid(self, order):
        invoice = self._invoice_order(order, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self.assertFalse(self.january.problem_ids)
        return invoice

    def test_percentage(self):
        """10 % on L 6,000 + S 4,000: 9,540 are 5,724 x 0.35 + 3,816 x 0.12 = 2,461.32,
        and nothing blocks."""
        order = self._sell_discounted(
            discount_type="so_discount", discount_percentage=0.1
        )
        self.assertEqual(self._compute_paid(order).amount_total, 9540)
        self._assert_entries(
            self.january, [("letter", 5724, 2003.4), ("savings", 3816, 457.92)]
        )
        self.assertEqual(self._sum("points", self.january), 2461.32)

    def test_fixed_amount(self):
        """1,060 off, tax included: the same 9,540."""
        order = self._sell_discounted(discount_type="amount", discount_amount=1060)
        self.assertEqual(self._compute_paid(order).amount_total, 9540)
        self._assert_entries(
            self.january, [("letter", 5724, 2003.4), ("savings", 3816, 457.92)]
        )

    def test_two_taxes(self):
        """10 % with L at 6 % and S untaxed: 5,724 + 3,600 = 9,324, split 5,400 : 3,600:
        5,594.40 x 0.35 = 1,958.04; 3,729.60 x 0.12 = 447.55."""
        order = self._sell_discounted(
            (self.tax, self.env["account.tax"]),
            discount_type="so_discount",
            discount_percentage=0.1,
        )
        self.assertEqual(self._compute_paid(order).amount_total, 9324)
        self._assert_entries(
            self.january, [("letter", 5594.4, 1958.04), ("savings", 3729.6, 447.55)]
        )

    def test_discounted_sale_paid_back(self):
        """9,540 in and 9,540 out: nothing is left."""
        invoice = self._compute_paid(
            self._sell_discounted(discount_type="so_discount", discount_percentage=0.1)
        )
        self._pay(self._refund(invoice, "2026-01-25"), "2026-01-26")
        self.january.action_compute()
        self._assert_nothing_left()

    def test_deposit_of_a_discounted_order(self):
        """30 % of 9,000 + 6 %: 2,862 are L 1,717.20 and S 1,144.80; the rest of 6,678
        L 4,006.80 and S 2,671.20: together 5,724 and 3,816."""
        order = self._sell_discounted(
            discount_type="so_discount", discount_percentage=0.1
        )
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._assert_entries(
            self.january, [("letter", 1717.2, 601.02), ("savings", 1144.8, 137.38)]
        )
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 4006.8, 1402.38), ("savings", 2671.2, 320.54)]
        )

    def _create_absurd_invoice(self, taxed, *untaxed, **vals):
        return self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": product.id,
                    "price_unit": price,
                    "tax_ids": [Command.set(taxes.ids)],
                }
                for (product, price), taxes in (
                    (taxed, self.tax),
                    *((line, self.env["account.tax"]) for line in untaxed),
                )
            ],
            **vals,
        )

    def test_absurd_weights(self):
        """L 100 with 6 %, S -90 untaxed: of the 16 paid, untaxed amounts would give
        letters 160. Only L is of the invoice's sign: 16, 5.60; a problem says so."""
        invoice = self._create_absurd_invoice(
            (self.letter_product, 100), (self.savings_product, -90)
        )
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 16, 5.6)])
        problem = self.january.problem_ids
        self.assertFalse(problem.blocking)
        self.assertEqual((problem.record_count, problem.amount), (1, 16))
        action = problem.action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, invoice)

    def _create_paper(self):
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        return self._create_line_product("Paper", press)

    def test_absurd_weights_in_foreign_currency_with_a_credit_note(self):
        """CHF at 7: L 100 with 6 %, P 50, S -140: 16. P 5 are credited, 11 are paid: of
        77 L has 106/151 = 54.05, P 45/151 = 22.95."""
        franc = self.setup_other_currency("CHF", rates=[("2026-01-01", 1 / 7)])
        paper = self._create_paper()
        invoice = self._create_absurd_invoice(
            (self.letter_product, 100),
            (paper, 50),
            (self.savings_product, -140),
            currency_id=franc.id,
        )
        credit = self._create_invoice_of_lines(
            "2026-01-12", (paper, 5), move_type="out_refund", currency_id=franc.id
        )
        self._match(invoice, credit)
        self._pay(invoice, "2026-01-20", currency_id=franc.id)
        self.january.action_compute()
        self._assert_entries(
            self.january, [("letter", 54.05, 18.92), ("press", 22.95, 6.89)]
        )

    def test_absurd_weights_with_a_taxed_credit_note(self):
        """L 150 with 6 %, P 50, S -140: 69. L 50 with 6 % and P 10 are credited: of 6
        paid L has 106/146, P 40/146."""
        paper = self._create_paper()
        invoice = self._create_absurd_invoice(
            (self.letter_product, 150), (paper, 50), (self.savings_product, -140)
        )
        for product, price, tax in (
            (self.letter_product, 50, self.tax),
            (paper, 10, None),
        ):
            credit = self._create_invoice_of_lines(
                "2026-01-12", (product, price), tax=tax, move_type="out_refund"
            )
            self._match(invoice, credit)
        self.assertEqual(invoice.amount_residual, 69 - 53 - 10)
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        # L 159 - 53 = 106, P 50 - 10 = 40
        self._assert_entries(
            self.january, [("letter", 4.36, 1.53), ("press", 1.64, 0.49)]
        )

    def _close_paid(self, invoice):
        self._pay(invoice, "2026-01-20")
        self._close(self.january)

    def test_tax_makes_an_absurd_split(self):
        """L 106 and S -90 are closed: L 106, S -90. L becomes 100 with 6 %, the sum is
        the same 16: by gross amounts it is all of letters."""
        invoice = self._create_invoice_of_lines(
            "2026-01-10", (self.letter_product, 106), (self.savings_product, -90)
        )
        self._close_paid(invoice)
        self._assert_entries(
            self.january, [("letter", 106, 37.1), ("savings", -90, -10.8)]
        )
        self._change(
            invoice,
            {
                "invoice_line_ids": [
                    Command.update(
                        invoice.invoice_line_ids[0].id,
                        {"price_unit": 100, "tax_ids": [Command.set(self.tax.ids)]},
                    )
                ]
            },
        )
        self.assertEqual(invoice.amount_total, 16)
        self.february.action_compute()
        self._assert_by_line(letter=(16, 5.6))

    def test_tax_alone_makes_an_absurd_split(self):
        """L 100 and S -90 become taxed with 0 % on L: other taxes, the same amounts."""
        invoice = self._create_invoice_of_lines(
            "2026-01-10", (self.letter_product, 100), (self.savings_product, -90)
        )
        self._close_paid(invoice)
        line = invoice.invoice_line_ids[0]
        taxes = [Command.set(self._create_tax(0).ids)]
        vals = {"invoice_line_ids": [Command.update(line.id, {"tax_ids": taxes})]}
        self._change(invoice, vals)
        self.february.action_compute()
        self._assert_by_line(letter=(10, 3.5))

    def test_line_discount_changes_alone(self):
        """1,250 less 20 % become 1,000: the cash stands, a discount of 250 goes."""
        line = {"product_id": self.letter_product.id, "tax_ids": False}
        invoice = self._create_customer_invoice(
            0, "2026-01-10", lines=[{**line, "price_unit": 1250, "discount": 20}]
        )
        self._close_paid(invoice)
        self.assertEqual(self._sum("discount", self.january), 250)
        [own] = invoice.invoice_line_ids
        vals = {"price_unit": 1000, "discount": 0}
        self._change(invoice, {"invoice_line_ids": [Command.update(own.id, vals)]})
        self.february.action_compute()
        self.assertEqual(self._sum("discount", self.january, self.february), 0)
        self._assert_by_line(letter=(1000, 350))

    def test_line_discount_moves_to_another_product(self):
        """L 1,250 less 20 % and S 1,000; then L 1,000, and S 1,250 less 20 %."""
        line = {"product_id": self.letter_product.id, "tax_ids": False}
        other = {"product_id": self.savings_product.id, "tax_ids": False}
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {**line, "price_unit": 1250, "discount": 20},
                {**other, "price_unit": 1000},
            ],
        )
        self._close_paid(invoice)
        letter, savings = invoice.invoice_line_ids
        changes = (letter, 1000, 0), (savings, 1250, 20)
        self._change(
            invoice,
            {
                "invoice_line_ids": [
                    Command.update(own.id, {"price_unit": price, "discount": percent})
                    for own, price, percent in changes
                ]
            },
        )
        self.february.action_compute()
        for entry in self._entries(self.february).revenue_line_id:
            own = self._entries().filtered(lambda e, r=entry: e.revenue_line_id == r)
            expected = 0 if entry == self.letters else 250
            self.assertEqual(sum(own.mapped("discount")), expected)
        self._assert_by_line(letter=(1000, 350), savings=(1000, 120))

    def test_tax_of_lines_of_one_sign_changes_nothing(self):
        """L 600 and S 400 with another tax of 6 %: the same split stands."""
        invoice = self._create_invoice_of_lines(
            "2026-01-10",
            (self.letter_product, 600),
            (self.savings_product, 400),
            tax=self.tax,
        )
        self._close_paid(invoice)
        taxes = [Command.set(self.tax.copy({"name": "Other"}).ids)]
        lines = [
            Command.update(line.id, {"tax_ids": taxes})
            for line in invoice.invoice_line_ids[:1]
        ]
        self._change(invoice, {"invoice_line_ids": lines})
        self.february.action_compute()
        self._assert_entries(self.february, [])
