from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerMirroredRefunds(LedgerCommon):
    """Money paid back takes from the entries that counted the sale."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")

    def _sell_and_pay(self, *products_and_prices, tax=None):
        lines = products_and_prices or [(self.letter_product, 1000)]
        invoice = self._create_invoice_of_lines("2026-01-10", *lines, tax=tax)
        self._pay(invoice, "2026-01-20")
        return invoice

    def _pay_back(self, invoice, day="2026-02-05", amount=None):
        refund = self._refund(invoice, day, amount)
        self._pay(refund, day)
        return refund

    def _give(self, invoice, amount=100, day="2026-01-15"):
        incentive = self.env["telecom.incentive"].create(
            {"name": "Gift", "move_id": invoice.id, "amount": amount, "date": day}
        )
        incentive.with_user(self.service).action_approve()
        return incentive

    def test_everything_about_the_line_changed(self):
        """0.35 becomes 0.50, the product savings, a yuan two points, Anna moves: the
        refund still takes letters, 350, 350 points, from the county."""
        invoice = self._sell_and_pay()
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        self.letter_product.categ_id = self.savings_product.categ_id
        self.env.company.telecom_points_per_yuan = 2
        self._move_person(self.anna, self.branch, "2026-01-05")
        self.anna.employment = "part_time"
        self._pay_back(invoice)
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])
        entry = self._entries(self.february)
        self.assertEqual((entry.points, entry.unit_id), (-350, self.county))
        self.assertEqual((entry.team_id, entry.is_full_time), (self.team, True))
        self._assert_nothing_left()

    def test_salesperson_changed_between_sale_and_refund(self):
        """The sale moves to Bert in February, and the refund takes from Bert."""
        invoice = self._sell_and_pay()
        self._close(self.january)
        invoice.invoice_user_id = self.bert.user_id
        self._pay_back(invoice)
        self.february.action_compute()
        self._assert_nothing_left()

    def test_salesperson_changed_after_the_refund(self):
        """Sale and refund are closed as Anna's; both move to Bert in March."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice)
        self._close(self.january, self.february)
        invoice.invoice_user_id = self.bert.user_id
        self.march.action_compute()
        self.assertEqual(len(self._entries(self.march)), 4)
        self._assert_nothing_left()

    def test_refund_closed_first(self):
        """Paid back in January at 0.35, paid in February when the rate is 0.50."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        refund = self._refund(invoice, "2026-01-12")
        self._receivable(refund).remove_move_reconcile()
        self._pay(refund, "2026-01-15")
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        self._pay(invoice, "2026-02-05")
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 1000, 350)])
        self._assert_nothing_left()

    def test_incentive_given_back_in_proportion(self):
        """1,000 with a gift of 100; 400 paid back: 40 of it, -140 + 14 points; then
        600: the other 60, -210 + 21."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        self._close(self.january)
        self._pay_back(invoice, "2026-02-05", 400)
        self._close(self.february)
        self._assert_entries(self.february, [("letter", -400, -140), ("letter", 0, 14)])
        self.assertEqual(self._sum("incentive", self.february), -40)
        self._pay_back(invoice, "2026-03-05", 600)
        self.march.action_compute()
        self._assert_entries(self.march, [("letter", -600, -210), ("letter", 0, 21)])
        self._assert_nothing_left()

    def test_incentive_cancelled_after_the_refund(self):
        """Gift and what came back of it are both taken back."""
        invoice = self._sell_and_pay()
        incentive = self._give(invoice)
        self._pay_back(invoice, amount=400)
        self._close(self.january, self.february)
        incentive.action_cancel()
        self.march.action_compute()
        self._assert_entries(self.march, [("letter", 0, 35), ("letter", 0, -14)])

    def test_incentive_approved_after_the_refund(self):
        """Half of 1,000 was paid back in January; of a gift of 100 in February 50 stay:
        -35 + 17.50."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice, "2026-01-25", 500)
        self._close(self.january)
        self._give(invoice, day="2026-02-03")
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 0, -35), ("letter", 0, 17.5)])
        self._close(self.february)
        self.march.action_compute()
        self._assert_entries(self.march, [])

    def test_refund_undone_after_the_close(self):
        """The bank bounces the refund: cash and the gift's part return."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        refund = self._pay_back(invoice)
        self._close(self.january, self.february)
        self._receivable(refund).remove_move_reconcile()
        self.march.action_compute()
        self._assert_entries(self.march, [("letter", 1000, 350), ("letter", 0, -35)])

    def test_credit_note_of_one_line(self):
        """L 6,000 + S 4,000 with 6 % paid; S comes back as 4,240: 508.80 of savings,
        although the product belongs to letters by now."""
        tax = self._create_tax(6)
        invoice = self._sell_and_pay(
            (self.letter_product, 6000), (self.savings_product, 4000), tax=tax
        )
        self._close(self.january)
        self.savings_product.categ_id = self.letter_product.categ_id
        credit = self._create_invoice_of_lines(
            "2026-02-03",
            (self.savings_product, 4000),
            tax=tax,
            move_type="out_refund",
            reversed_entry_id=invoice.id,
        )
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_entries(self.february, [("savings", -4240, -508.8)])
        rest = self._create_invoice_of_lines(
            "2026-02-13",
            (self.letter_product, 6000),
            tax=tax,
            move_type="out_refund",
            reversed_entry_id=invoice.id,
        )
        self._pay(rest, "2026-02-15")
        self.february.action_compute()
        self._assert_nothing_left()

    def test_more_of_a_line_than_was_counted(self):
        """L 600 + S 400; 500 of S are paid back: 400 of savings, 100 of letters."""
        invoice = self._sell_and_pay(
            (self.letter_product, 600), (self.savings_product, 400)
        )
        credit = self._create_invoice_of_lines(
            "2026-02-03",
            (self.savings_product, 500),
            move_type="out_refund",
            reversed_entry_id=invoice.id,
        )
        self._pay(credit, "2026-02-05")
        (self.january + self.february).action_compute()
        self._assert_entries(
            self.february, [("letter", -100, -35), ("savings", -400, -48)]
        )

    def test_no_cent_is_left(self):
        """100 on lines of 33.33, 33.33, 33.34 and a gift of 10, paid back by three
        payments of one credit note: nothing is left."""
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        invoice = self._sell_and_pay(
            (self.letter_product, 33.33),
            (self.savings_product, 33.33),
            (self._create_line_product("Paper", press), 33.34),
        )
        self._give(invoice, 10)
        refund = self._refund(invoice, "2026-01-25")
        for amount in (33.35, 0.01, 66.64):
            self._pay(refund, "2026-01-26", amount)
        self.january.action_compute()
        self.assertEqual(refund.amount_residual, 0)
        self._assert_nothing_left()

    def test_refund_of_more_than_was_paid(self):
        """500 of 1,000 came in, 800 go out in February at 0.50: 500 at 0.35, 300 at
        0.50; the other 500 come in March: 300 at 0.50 mirror it, 200 at 0.50."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20", 500)
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        refund = self._refund(invoice, "2026-02-03", 800)
        self._receivable(refund).remove_move_reconcile()
        self._pay(refund, "2026-02-05")
        self._close(self.february)
        self._assert_entries(
            self.february, [("letter", -500, -175), ("letter", -300, -150)]
        )
        self._pay(invoice, "2026-03-05", 500)
        self.march.action_compute()
        self._assert_entries(self.march, [("letter", 300, 150), ("letter", 200, 100)])

    def test_credit_note_of_one_of_two_signs(self):
        """L 1,000 and S -100, a policy taken back, are paid; L 500 are credited and
        paid back: L -500 only."""
        invoice = self._sell_and_pay(
            (self.letter_product, 1000), (self.savings_product, -100)
        )
        self._close(self.january)
        credit = self._create_credit(invoice, (self.letter_product, 500))
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", -500, -175)])

    def test_all_of_two_signs_in_two_credit_notes(self):
        """L 400 first, then L 600 and S -100: nothing is left."""
        invoice = self._sell_and_pay(
            (self.letter_product, 1000), (self.savings_product, -100)
        )
        self._close(self.january)
        for day, *lines in (
            ("2026-02-03", (self.letter_product, 400)),
            ("2026-02-06", (self.letter_product, 600), (self.savings_product, -100)),
        ):
            credit = self._create_credit(invoice, *lines, day=day)
            self._pay(credit, day)
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [("letter", -400, -140), ("letter", -600, -210), ("savings", 100, 12)],
        )
        self._assert_nothing_left()

    def test_more_than_the_net_of_two_signs(self):
        """L 1,000 and S -100 brought 900; L 1,000 are paid back: 900 from what counted,
        the other 100 from letters too; S -100 stands."""
        invoice = self._sell_and_pay(
            (self.letter_product, 1000), (self.savings_product, -100)
        )
        self._close(self.january)
        credit = self._create_credit(invoice, (self.letter_product, 1000))
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_by_line(savings=(-100, -12))

    def test_negative_line_credited_before_the_payment(self):
        """L 1,000, S -100; S -100 and L 200 are credited: 800 are letters."""
        invoice = self._create_invoice_of_lines(
            "2026-01-10", (self.letter_product, 1000), (self.savings_product, -100)
        )
        credit = self._create_credit(
            invoice, (self.letter_product, 200), (self.savings_product, -100)
        )
        self._match(invoice, credit)
        self._pay(invoice, "2026-02-05")
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 800, 280)])

    def test_refund_taken_back(self):
        """350 are closed, the rate is edited to 0.5. The refund is paid back, reversed
        by Odoo, and paid in again: 350."""
        invoice = self._sell_and_pay()
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        refund = self._pay_back(invoice, "2026-02-04")
        self._pay(self._refund(refund, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        self._assert_by_line(letter=(1000, 350))
        self.assertEqual(self._entries().sale_id, invoice)

    def test_refund_taken_back_after_a_close(self):
        """Sale and refund are closed, then product and salesperson's unit change: what
        comes in again is letters, of the county; a further refund leaves nothing."""
        invoice = self._sell_and_pay()
        refund = self._pay_back(invoice, "2026-01-25")
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        self.letter_product.categ_id = self.savings_product.categ_id
        self._move_person(self.anna, self.branch, "2026-01-05")
        again = self._refund(refund, "2026-02-03")
        self._receivable(again).remove_move_reconcile()
        self._pay(again, "2026-02-12")
        self.february.action_compute()
        self._assert_entries(self.february, [("letter", 1000, 350)])
        self.assertEqual(self._entries(self.february).unit_id, self.county)
        self._close(self.february)
        self._pay(self._refund(again, "2026-03-03"), "2026-03-05")
        self.march.action_compute()
        self._assert_nothing_left()

    def test_refund_of_one_line_taken_back_and_made_again(self):
        """S 400 of L 600 + S 400 are paid back, paid in again and paid back again, all
        in one month: L 600 is left."""
        invoice = self._sell_and_pay(
            (self.letter_product, 600), (self.savings_product, 400)
        )
        self._close(self.january)
        self.savings.rate_ids.rate = 0.5
        for day in ("2026-02-03", "2026-02-13"):
            credit = self._create_credit(invoice, (self.savings_product, 400), day=day)
            self._pay(credit, day)
            if day == "2026-02-03":
                again = self._refund(credit, "2026-02-05")
                self._receivable(again).remove_move_reconcile()
                self._pay(again, "2026-02-06")
        self.february.action_compute()
        self._assert_by_line(letter=(600, 210))

    def _create_credit_by_hand(self, *products_and_prices, day="2026-02-03"):
        return self._create_invoice_of_lines(
            day, *products_and_prices, move_type="out_refund"
        )

    def test_credit_note_by_hand(self):
        """600 of 1,000 are closed at 0.35, the rate becomes 0.5. Of a credit note by
        hand of 1,000, 400 are matched with the invoice, 600 paid back: nothing left."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-12", 600)
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        credit = self._create_credit_by_hand((self.letter_product, 1000))
        self._match(invoice, credit)
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_nothing_left()

    def test_credit_note_by_hand_matched_after_a_close(self):
        """600 are paid back and closed in February at 0.5; the credit note is matched
        with the invoice in March only: then it takes from the sale."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-12", 600)
        self._close(self.january)
        self.letters.rate_ids.rate = 0.5
        credit = self._create_credit_by_hand((self.letter_product, 1000))
        self._pay(credit, "2026-02-05", 600)
        self._close(self.february)
        self._assert_by_line(letter=(0, -90))
        self._match(invoice, credit)
        self._close(self.march)
        self._assert_nothing_left()

    def test_credit_note_by_hand_closed_before_the_sale(self):
        """The credit note by hand is paid back and closed at 0.35, before the invoice
        that it is matched with is paid, at 0.5: nothing left."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        credit = self._create_credit_by_hand(
            (self.letter_product, 1000), day="2026-01-12"
        )
        self._match(invoice, credit)
        self.assertFalse(credit.amount_residual)
        self._receivable(credit).remove_move_reconcile()
        self._pay(credit, "2026-01-15", 600)
        self._match(invoice, credit)
        self._close(self.january)
        self._assert_by_line(letter=(-600, -210))
        self.letters.rate_ids.rate = 0.5
        self._pay(invoice, "2026-02-05", 600)
        self.february.action_compute()
        self._assert_nothing_left()

    def test_credit_note_by_hand_used_on_another_product(self):
        """A credit note of letters is used on an invoice of savings, and the rest paid
        back: that is letters."""
        invoice = self._create_customer_invoice(
            1000, "2026-01-10", product=self.savings_product
        )
        credit = self._create_credit_by_hand((self.letter_product, 1000))
        self._pay(invoice, "2026-01-12", 600)
        self._match(invoice, credit)
        self._pay(credit, "2026-02-05")
        self._close(self.january, self.february)
        self._assert_by_line(savings=(600, 72), letter=(-600, -210))

    def _sell_twice(self, first, second, product=None):
        """Sell 1,000 by Anna, and 1,000 by Bert at a rate of 0.5; close what came in.

        :param product: of the second sale; letters by default
        """
        sales = [
            self._create_customer_invoice(1000, "2026-01-10"),
            self._create_customer_invoice(
                1000,
                "2026-01-20",
                product=product or self.letter_product,
                invoice_user_id=self.bert.user_id.id,
            ),
        ]
        self.letters.rate_ids.date_to = "2026-01-15"
        self.letters.rate_ids = [
            Command.create({"date_from": "2026-01-16", "rate": 0.5})
        ]
        for sale, amount in zip(sales, (first, second), strict=True):
            if amount:
                self._pay(sale, "2026-01-22", amount)
        self._close(self.january)
        self.letters.rate_ids.rate = 0.1
        self.env.company.telecom_points_per_yuan = 2
        return sales

    def test_credit_note_by_hand_for_two_sales(self):
        """Of 500, 300 settle Anna's sale and 100 Bert's: of 100 that are paid back, 75
        are hers, 75 x 0.35 = 26.25, and 25 are his, 25 x 0.5 = 12.50."""
        sales = self._sell_twice(700, 900)
        credit = self._create_credit_by_hand((self.letter_product, 500))
        for sale in sales:
            self._match(sale, credit)
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        found = {
            (e.salesperson_id, e.sale_id, e.cash, e.converted_profit, e.points)
            for e in self._entries(self.february)
        }
        self.assertEqual(
            found,
            {
                (self.anna, sales[0], -75, -26.25, -26.25),
                (self.bert, sales[1], -25, -12.5, -12.5),
            },
        )

    def test_credit_note_by_hand_for_two_whole_sales(self):
        """All 2,000: 400 and 200 settle them, 1,400 are paid back in two parts. Two
        thirds of these are more than the 600 that Anna's sale brought; nothing left."""
        sales = self._sell_twice(600, 800)
        credit = self._create_credit_by_hand((self.letter_product, 2000))
        for sale in sales:
            self._match(sale, credit)
        self._pay(credit, "2026-02-05", 500)
        self._close(self.february)
        self._pay(credit, "2026-03-05")
        self.march.action_compute()
        self._assert_nothing_left()

    def test_credit_note_by_hand_for_two_products(self):
        """One sale is of letters, the other of savings; neither has both products of
        the credit note: L 600 and S 800 are nothing."""
        sales = self._sell_twice(600, 800, product=self.savings_product)
        credit = self._create_credit_by_hand(
            (self.letter_product, 1000), (self.savings_product, 1000)
        )
        for sale in sales:
            self._match(sale, credit)
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_nothing_left()

    def test_credit_note_by_hand_matched_with_a_second_sale(self):
        """1,600 of 2,000 are paid back and closed when only Anna's sale is matched: 700
        are hers, the others are counted at today's rate. Matched with Bert's sale in
        March, it takes back both."""
        sales = self._sell_twice(700, 900)
        credit = self._create_credit_by_hand((self.letter_product, 2000))
        self._match(sales[0], credit)
        self._pay(credit, "2026-02-05", 1600)
        self._close(self.february)
        self._match(sales[1], credit)
        self.march.action_compute()
        self._assert_nothing_left()

    def test_credit_note_by_hand_for_two_sales_is_taken_back(self):
        """Paid back, reversed by Odoo and paid in again: each sale has its own."""
        sales = self._sell_twice(700, 900)
        credit = self._create_credit_by_hand((self.letter_product, 2000))
        for sale in sales:
            self._match(sale, credit)
        self._pay(credit, "2026-02-05")
        self._close(self.february)
        self._assert_nothing_left()
        again = self._refund(credit, "2026-03-03")
        self._receivable(again).remove_move_reconcile()
        self._pay(again, "2026-03-05", 1600)
        self.march.action_compute()
        found = {e.sale_id: (e.cash, e.points) for e in self._entries(self.march)}
        self.assertEqual(found, {sales[0]: (700, 245), sales[1]: (900, 450)})
