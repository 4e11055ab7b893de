from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged, users
from odoo.tools import SQL

from ...performance.common import LedgerCommon
from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientRevenue(ClientCommon):
    def test_invoices_less_credit_notes(self):
        """1,000 billed, 300 credited: 700. A draft of 50 and December do not count."""
        self._bill(self.client, 400, "2025-12-31")
        self._bill(self.client, 1000, "2026-01-10")
        self._bill(self.client, 300, "2026-01-20", move_type="out_refund")
        draft = self._bill(self.client, 50, "2026-01-21")
        draft.button_draft()
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 700)

    def test_tax_and_savings_are_left_out(self):
        """1,000 plus 15 % tax counts 1,000; a policy of 500 is no client revenue."""
        self.savings.exclude_from_client_revenue = True
        line = {"product_id": self.letter_product.id, "price_unit": 1000}
        self._bill(
            self.client,
            0,
            "2026-01-10",
            lines=[line | {"tax_ids": self.tax_sale_a.ids}],
        )
        self._bill(self.client, 500, "2026-01-11", product=self.savings_product)
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 1000)

    def test_contacts_count_for_their_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self._bill(contact, 800, "2026-01-10")
        self.assertEqual(self._sums(self.client, "2026-01-01", "2026-01-31"), 800)

    def test_a_page_of_clients_reads_its_own_invoices_only(self):
        """Among 3,000 invoices of somebody else, the index of clients is used."""
        invoice = self._bill(self.client, 100, "2026-01-10")
        self._multiply(invoice, 3000, {"name": "/", "commercial_partner_id": 1})
        self._multiply(invoice.line_ids, 1000, {"partner_id": 1})
        query = SQL(
            "EXPLAIN SELECT amount FROM (%s) line WHERE partner_id = %s AND date >= %s",
            self.env["telecom.client.revenue"]._table_query,
            self.client.id,
            "2026-01-01",
        )
        plan = " ".join(line for [line] in self.env.execute_query(query))
        self.assertIn("client_revenue_idx", plan)

    def _multiply(self, records, times, changes):
        """Insert copies of rows, and let the planner know of them."""
        self.env.flush_all()
        table = SQL.identifier(records._table)
        rows = self.env.execute_query(
            SQL(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND column_name <> 'id'",
                records._table,
            )
        )
        values = {name: SQL.identifier(name) for [name] in rows} | {
            name: SQL("%s", value) for name, value in changes.items()
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s)"
                " WHERE id IN %s",
                table,
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(values.values()),
                table,
                times,
                tuple(records.ids),
            )
        )
        self.env.cr.execute(SQL("ANALYZE %s", table))

    @users("anna")
    def test_manager_sees_the_own_clients_without_accounting_rights(self):
        other = self._create_client_as_super()
        self._bill(self.client.sudo(), 100, "2026-01-10")
        self._bill(other, 900, "2026-01-10")
        revenue = self.env["telecom.client.revenue"]
        [(total,)] = revenue._read_group([], [], ["amount:sum"])
        self.assertEqual(total, 100)

    def _create_client_as_super(self):
        return self._create_client("Mine", self.branch, self.bert)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientRevenueLines(LedgerCommon, ClientCommon):
    """Deposits, free text and discounts have the revenue lines that the ledger takes.

    Savings are no client revenue.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.savings.exclude_from_client_revenue = True
        cls.partner_a.sales_unit_id = cls.county

    def _sum_up(self):
        """Sum client revenue by code of the revenue line."""
        self.env.flush_all()
        rows = self.env["telecom.client.revenue"]._read_group(
            [("company_id", "=", self.env.company.id)],
            ["revenue_line_id"],
            ["amount:sum"],
        )
        return {line.code or "": amount for line, amount in rows}

    def _deposit(self, order, day, **vals):
        vals = vals or {"advance_payment_method": "percentage", "amount": 30}
        return self._invoice_order(order, day, **vals)

    def _assert_as_the_ledger(self):
        """All invoices are paid in full: cash by line, but savings, is the revenue."""
        invoices = self.env["account.move"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("move_type", "=", "out_invoice"),
                ("payment_state", "=", "not_paid"),
                ("state", "=", "posted"),
            ]
        )
        for invoice in invoices:
            self._pay(invoice, invoice.invoice_date)
        (self.january + self.february).action_compute()
        cash = {}
        for entry in self._entries():
            code = entry.revenue_line_id.code or ""
            cash[code] = round(cash.get(code, 0) + entry.cash, 2)
        found = {code: round(amount, 2) for code, amount in self._sum_up().items()}
        self.assertEqual(found, {c: a for c, a in cash.items() if c != "savings"})

    def test_savings_deposit_makes_no_silver_client(self):
        """60,000 for savings are asked as a deposit: no client revenue, no tier."""
        order = self._sell((self.savings_product, 60_000))
        self._deposit(
            order,
            "2026-01-10",
            advance_payment_method="fixed",
            fixed_amount=60_000,
        )
        self.assertEqual(self._sum_up(), {})
        review = self.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        review.action_compute()
        self.assertFalse(review.line_ids)

    def test_deposit_and_rest(self):
        """600 letters, 400 savings: 30 % are 180 letters, the rest 420."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        self._deposit(order, "2026-01-10")
        self.assertEqual(self._sum_up(), {"letter": 180})
        self._invoice_order(order, "2026-02-10")
        self.assertEqual(self._sum_up(), {"letter": 600})
        self._assert_as_the_ledger()

    def test_parts_of_a_deposit_are_in_whole_cents(self):
        """1.00 for letters, a product without a line and savings: a third each, but in
        whole cents. Deposit and credit note are nothing."""
        order = self._sell(
            (self.letter_product, 1), (self.product_a, 1), (self.savings_product, 1)
        )
        deposit = self._deposit(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=1
        )
        rows = self.env["telecom.client.revenue"].search([("move_id", "=", deposit.id)])
        self.assertEqual(len(rows), 2)
        for row in rows:
            self.assertEqual(round(row.amount, 2), row.amount)
            self.assertAlmostEqual(row.amount, 0.33, delta=0.011)
        self._refund(deposit, "2026-01-20")
        self.assertEqual({*self._sum_up().values()}, {0})

    def test_free_text_has_the_line_of_the_settings(self):
        """Savings by default: 500 of free text are none; letters: they are."""
        company = self.env.company
        line = {"name": "As agreed", "price_unit": 500, "tax_ids": False}
        company.telecom_default_revenue_line_id = self.savings
        self._create_customer_invoice(0, "2026-01-10", lines=[line])
        self.assertEqual(self._sum_up(), {})
        company.telecom_default_revenue_line_id = self.letters
        self.assertEqual(self._sum_up(), {"letter": 500})
        self._assert_as_the_ledger()

    def test_discount_lowers_what_it_discounts(self):
        """10 % on 6,000 letters and 4,000 savings: 5,400 letters are left."""
        self._discount(self.letter_product, 6000, self.savings_product, 4000)
        self.assertEqual(self._sum_up(), {"letter": 5400})

    def test_discount_on_savings_alone(self):
        self._discount(self.savings_product, 4000)
        self.assertEqual(self._sum_up(), {})

    def _discount(self, *products_and_prices):
        """Post an invoice with a line of Odoo's Discount button, of a tenth."""
        product = self.env["product.product"].create(
            {"name": "Discount", "type": "service", "taxes_id": [Command.clear()]}
        )
        self.env.company.sale_discount_product_id = product
        pairs = [*zip(*[iter(products_and_prices)] * 2, strict=True)]
        pairs += [(product, -sum(price for _product, price in pairs) / 10)]
        self._create_customer_invoice(
            0,
            "2026-01-10",
            lines=[
                {
                    "product_id": product.id,
                    "price_unit": price,
                    "tax_ids": [Command.clear()],
                }
                for product, price in pairs
            ],
        )

    def _sum_months(self, *months):
        return [
            self._sums(self.partner_a, f"2026-{month:02}-01", f"2026-{month:02}-28")
            for month in months
        ]

    def _close_january(self):
        self.january.action_compute()
        self.january.action_close()

    def _drop(self, order, product):
        lines = order.order_line.filtered(lambda line: line.product_id == product)
        lines.product_uom_qty = 0
        self.env.flush_all()

    def test_order_changes_after_the_deposit_was_closed(self):
        """6,000 letters and 4,000 savings: 30 % are 1,800 letters, once January is
        closed for good. Without savings the last invoice settles 6,000 - 1,800.
        """
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        self._pay(self._deposit(order, "2026-01-10"), "2026-01-12")
        self._close_january()
        self._drop(order, self.savings_product)
        self.assertEqual(self._sum_months(1), [1800])
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.assertEqual(self._sum_months(1, 2), [1800, 4200])
        self.february.action_compute()
        letters = self._entries().filtered(lambda e: e.revenue_line_id == self.letters)
        by_month = letters.grouped("period_id")
        for month, cash in ((self.january, 1800), (self.february, 4200)):
            self.assertEqual(sum(by_month[month].mapped("cash")), cash)

    def test_order_grows_after_the_deposit_was_closed(self):
        """300 of 600 letters and 400 savings are 180; then 1,000 letters more: all of
        them are 1,600, of which 1,420 are February's.
        """
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        self._pay(self._deposit(order, "2026-01-10"), "2026-01-12")
        self._close_january()
        order.order_line = [
            Command.create(
                {
                    "product_id": self.letter_product.id,
                    "price_unit": 1000,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        self._invoice_order(order, "2026-02-10")
        self.assertEqual(self._sum_months(1, 2), [180, 1420])

    def test_order_changes_before_the_month_is_closed(self):
        """As the ledger has it: the deposit is letters only, 300 of 600."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        self._pay(self._deposit(order, "2026-01-10"), "2026-01-12")
        self.january.action_compute()
        self._drop(order, self.savings_product)
        self.january.action_compute()
        self.assertEqual(self._sum_months(1), [300])
        self.assertEqual(self._entries().mapped("cash"), [300])

    def test_deposit_paid_back_after_the_close(self):
        """1,800 letters in January; the credit note takes the same from February."""
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        deposit = self._deposit(order, "2026-01-10")
        self._pay(deposit, "2026-01-12")
        self._close_january()
        self._drop(order, self.savings_product)
        self._refund(deposit, "2026-02-05")
        self.assertEqual(self._sum_months(1, 2), [1800, -1800])

    def _sum_by_line(self, month):
        """Sum client revenue of a month by code of the revenue line."""
        self.env.flush_all()
        rows = self.env["telecom.client.revenue"]._read_group(
            [
                ("company_id", "=", self.env.company.id),
                ("date", ">=", f"2026-{month:02}-01"),
                ("date", "<=", f"2026-{month:02}-28"),
            ],
            ["revenue_line_id"],
            ["amount:sum"],
        )
        return {line.code or "": amount for line, amount in rows}

    def _sum_ledger(self, period):
        """Sum the cash of a month of the ledger by code of the revenue line."""
        cash = {}
        for entry in self._entries(period):
            code = entry.revenue_line_id.code or ""
            cash[code] = round(cash.get(code, 0) + entry.cash, 2)
        return cash

    def _create_paper(self):
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        return self._create_line_product("Paper", press)

    def test_line_taken_off_is_settled_as_in_the_ledger(self):
        """L 6,000 + P 4,000: 30 % are L 1,800, P 1,200 of January, for good. P is taken
        off and the rest of 3,000 paid: L 4,200 and P -1,200 of February, together
        L 6,000, which makes the tier; the same as the ledger in each month."""
        paper = self._create_paper()
        order = self._sell((self.letter_product, 6000), (paper, 4000))
        self._pay(self._deposit(order, "2026-01-10"), "2026-01-12")
        self._close_january()
        self._drop(order, paper)
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        expected = [
            {"letter": 1800, "press": 1200},
            {"letter": 4200, "press": -1200},
        ]
        self.assertEqual([self._sum_by_line(month) for month in (1, 2)], expected)
        periods = (self.january, self.february)
        self.assertEqual([self._sum_ledger(period) for period in periods], expected)
        review = self.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        self.assertEqual(self._sums(self.partner_a, "2025-03-01", "2026-02-28"), 6000)
        review.action_compute()
        self.assertEqual(review.line_ids.revenue, 6000)

    def test_order_changes_after_the_final_invoice(self):
        """The final invoice took off L 1,800, S 1,200. Then the price of S becomes 0 on
        the order: the deposit, unpaid until now, stays so in both."""
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        deposit = self._deposit(order, "2026-01-10")
        rest = self._invoice_order(order, "2026-02-10")
        order.order_line[1].price_unit = 0
        self.env.flush_all()
        self.assertEqual(self._sum_months(1, 2), [1800, 4200])
        self._pay(deposit, "2026-01-12")
        self._pay(rest, "2026-02-12")
        self._assert_as_the_ledger()

    def test_product_added_after_the_final_invoice(self):
        """P 900, invoiced on its own, is no part of the deposit: L 1,800 of January."""
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        self._deposit(order, "2026-01-10")
        self._invoice_order(order, "2026-02-10")
        order.order_line = [
            Command.create({"product_id": self._create_paper().id, "price_unit": 900})
        ]
        order.order_line[-1].tax_ids = False
        self._invoice_order(order, "2026-02-11")
        self.assertEqual(self._sum_by_line(1), {"letter": 1800})
        self.assertEqual(self._sum_by_line(2), {"letter": 4200, "press": 900})
        self._assert_as_the_ledger()

    def test_unpaid_deposit_of_a_closed_month(self):
        """No month has counted it: L 1,800 follow the order, L 3,000 once S is off, and
        then the final invoice. Paid in February, the ledger has the same."""
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        deposit = self._deposit(order, "2026-01-10")
        self._close_january()
        self.assertEqual(self._sum_months(1), [1800])
        self._drop(order, self.savings_product)
        self.assertEqual(self._sum_months(1), [3000])
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual(self._sum_months(1, 2), [3000, 3000])
        for document in (deposit, rest):
            self._pay(document, "2026-02-12")
        self._close(self.february)
        self.assertEqual(self._sum_ledger(self.february), {"letter": 6000})
        self.assertEqual(self._sum_months(1, 2), [3000, 3000])

    def test_deposit_of_an_order_without_prices(self):
        """It stands for no product: it is free text, as in the ledger."""
        self.env.company.telecom_default_revenue_line_id = self.letters
        order = self._sell((self.savings_product, 500))
        self._deposit(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=500
        )
        self.assertEqual(self._sum_up(), {})
        order.order_line[0].price_unit = 0
        self.assertEqual(self._sum_up(), {"letter": 500})
        self._assert_as_the_ledger()
