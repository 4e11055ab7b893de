from freezegun import freeze_time

from odoo.tests import tagged

from ..common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerSplit(LedgerCommon):
    """Cash over revenue lines by untaxed amounts; the parts sum to it to the cent."""

    def _invoice_lines(self, *lines, **vals):
        """Invoice ``(product, price, discount)`` lines on 10 January."""
        return self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": product.id,
                    "price_unit": price,
                    "discount": discount,
                    "tax_ids": False,
                }
                for product, price, discount in lines
            ],
            **vals,
        )

    def _compute_paid(self, invoice, amount=None):
        self._pay(invoice, "2026-01-20", amount)
        self.january.action_compute()

    def test_two_revenue_lines_and_one_cent(self):
        """33.33 on 50 + 50: 16.67 (16.665) and the rest, 16.66; 5.83 and 2.00."""
        invoice = self._invoice_lines(
            (self.letter_product, 50, 0), (self.savings_product, 50, 0)
        )
        self._compute_paid(invoice, 33.33)
        self._assert_entries(
            self.january, [("letter", 16.67, 5.83), ("savings", 16.66, 2.0)]
        )

    def test_three_revenue_lines_and_one_cent(self):
        """100 on thirds: 33.33, 66.67 - 33.33 = 33.34, and 100 - 66.67 = 33.33."""
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        press_product = self._create_line_product("Paper", press)
        invoice = self._invoice_lines(
            (self.letter_product, 40, 0),
            (self.savings_product, 40, 0),
            (press_product, 40, 0),
        )
        self._compute_paid(invoice, 100)
        # profit: 33.33 x .35 = 11.6655, 33.34 x .12 = 4.0008, 33.33 x .30 = 9.999
        self._assert_entries(
            self.january,
            [("letter", 33.33, 11.67), ("savings", 33.34, 4.0), ("press", 33.33, 10.0)],
        )

    def test_smallest_payment(self):
        """0.01 on 50 + 50: one cent cannot be divided, the first line has it."""
        invoice = self._invoice_lines(
            (self.letter_product, 50, 0), (self.savings_product, 50, 0)
        )
        self._compute_paid(invoice, 0.01)
        self._assert_entries(self.january, [("letter", 0.01, 0)])

    def test_line_discount(self):
        """1,000 less 10 % = 900 of cash, 315 of profit; 100 of discount, to be shown;
        half paid: 450, 157.50 and 50."""
        invoice = self._invoice_lines((self.letter_product, 1000, 10))
        self._compute_paid(invoice, 450)
        self._assert_entries(self.january, [("letter", 450, 157.5)])
        self.assertEqual(self._entries(self.january).discount, 50)
        self._compute_paid(invoice)
        self.assertEqual(self._sum("cash", self.january), 900)
        self.assertEqual(self._sum("discount", self.january), 100)

    def test_line_given_for_nothing(self):
        """1,000 at full price and 200 free: 1,000 of cash, 200 of discount."""
        invoice = self._invoice_lines(
            (self.letter_product, 1000, 0), (self.letter_product, 200, 100)
        )
        self._compute_paid(invoice)
        self._assert_entries(self.january, [("letter", 1000, 350)])
        self.assertEqual(self._entries(self.january).discount, 200)

    def test_refund_takes_the_discount_back(self):
        """900 + a free line of 200, all paid back: 100 + 200 - 300 = 0 of discount."""
        invoice = self._invoice_lines(
            (self.letter_product, 1000, 10), (self.letter_product, 200, 100)
        )
        self._pay(invoice, "2026-01-20")
        self._pay(self._refund(invoice, "2026-01-25"), "2026-01-26")
        self.january.action_compute()
        self.assertEqual(
            sorted(self._entries(self.january).mapped("discount")), [-300, 300]
        )

    def test_negative_line(self):
        """1,000 letters less a bonus of 100 on savings: 1,000 - 100 = 900 received.

        1,000 x .35 = 350; -100 x .12 = -12."""
        invoice = self._invoice_lines(
            (self.letter_product, 1000, 0), (self.savings_product, -100, 0)
        )
        self._compute_paid(invoice)
        self._assert_entries(
            self.january, [("letter", 1000, 350), ("savings", -100, -12)]
        )

    def test_lines_that_net_to_zero(self):
        """+100 and -100 untaxed, but 15 % tax on the first: the 15 that come in have
        no net to follow; only the first is of the invoice's sign: 15, 5.25."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 100,
                    "tax_ids": self.tax_sale_a.ids,
                },
                {
                    "product_id": self.savings_product.id,
                    "price_unit": -100,
                    "tax_ids": False,
                },
            ],
        )
        self.assertEqual(invoice.amount_total, 15)
        self._compute_paid(invoice)
        self._assert_entries(self.january, [("letter", 15, 5.25)])

    def test_nearest_category_wins(self):
        """A category below letters belongs to letters, unless it has a line itself."""
        parent = self.letter_product.categ_id
        below = parent.create({"name": "Postcards", "parent_id": parent.id})
        own = parent.create({"name": "Cards of Savers", "parent_id": below.id})
        own.own_revenue_line_id = self.savings
        self.assertEqual(below.revenue_line_id, self.letters)
        cards, savers = self.env["product.product"].create(
            [
                {"name": "Cards", "type": "service", "categ_id": below.id},
                {"name": "Savers", "type": "service", "categ_id": own.id},
            ]
        )
        self._compute_paid(self._invoice_lines((cards, 100, 0), (savers, 50, 0)))
        self._assert_entries(self.january, [("letter", 100, 35), ("savings", 50, 6)])

    def test_product_without_revenue_line(self):
        """500 of a product of no line: kept, a blocking problem, opens the product."""
        self.letter_product.categ_id.own_revenue_line_id = False
        self._compute_paid(self._invoice_lines((self.letter_product, 500, 0)))
        self._assert_entries(self.january, [("", 500, 0)])
        problem = self.january.problem_ids
        self.assertTrue(problem.blocking)
        self.assertIn("Mailing", problem.message)
        self.assertEqual((problem.record_count, problem.amount), (1, 500))
        action = problem.action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, self.letter_product)

    def test_rate_changed_mid_year(self):
        """0.35 until the 14th, 0.40 from the 15th, by invoice date: 35 and 40."""
        self.letters.rate_ids.date_to = "2026-01-14"
        self.env["telecom.revenue.line.rate"].create(
            {"line_id": self.letters.id, "rate": 0.4, "date_from": "2026-01-15"}
        )
        for day in ("2026-01-14", "2026-01-15"):
            self._pay(self._create_customer_invoice(100, day), "2026-01-20")
        self.january.action_compute()
        self._assert_entries(self.january, [("letter", 100, 35), ("letter", 100, 40)])

    def test_no_rate(self):
        """No rate on the invoice date: no profit, a blocking problem opens the line."""
        self.letters.rate_ids.date_from = "2026-01-15"
        self._compute_paid(self._invoice_lines((self.letter_product, 100, 0)))
        self._assert_entries(self.january, [("letter", 100, 0)])
        self.assertFalse(self._entries(self.january).rate)
        problem = self.january.problem_ids
        self.assertTrue(problem.blocking)
        self.assertIn("01/10/2026", problem.message)
        action = problem.action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(opened, self.letters)

    def test_free_text_takes_the_line_of_the_company(self):
        """A line without a product: no line at first, then the company's savings."""
        invoice = self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[{"name": "Fee", "price_unit": 100, "tax_ids": False}],
        )
        self._compute_paid(invoice)
        self._assert_entries(self.january, [("", 100, 0)])
        self.assertTrue(self.january.problem_ids.filtered("blocking"))
        self.env.company.telecom_default_revenue_line_id = self.savings
        self.january.action_compute()
        self._assert_entries(self.january, [("savings", 100, 12)])
        self.assertFalse(self.january.problem_ids.filtered("blocking"))
