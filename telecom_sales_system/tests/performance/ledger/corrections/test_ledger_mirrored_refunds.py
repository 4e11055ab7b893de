from freezegun import freeze_time

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
