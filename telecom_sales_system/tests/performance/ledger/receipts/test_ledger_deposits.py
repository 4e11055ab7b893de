from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestLedgerDeposits(LedgerCommon):
    """A deposit belongs to the revenue lines of the order that it was asked for."""

    def test_deposit_and_rest(self):
        """Order 600 letters + 400 savings; 30 % deposit = 180 + 120, rest 420 + 280.

        Profit: 180 x .35 = 63, 120 x .12 = 14.40; 420 x .35 = 147, 280 x .12 = 33.60.
        """
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self.assertEqual(deposit.amount_total, 300)
        self._pay(deposit, "2026-01-12")
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual(rest.amount_total, 700)
        self._pay(rest, "2026-02-12")
        (self.january + self.february).action_compute()
        self._assert_entries(
            self.january, [("letter", 180, 63), ("savings", 120, 14.4)]
        )
        self._assert_entries(
            self.february, [("letter", 420, 147), ("savings", 280, 33.6)]
        )
        self.assertEqual(self._entries(self.january).salesperson_id, self.anna)

    def test_deposit_of_the_whole_order(self):
        """A fixed deposit of all 1,000: the final invoice is 0 and brings nothing."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=1000
        )
        self._pay(deposit, "2026-01-12")
        self.assertEqual(self._invoice_order(order, "2026-02-10").amount_total, 0)
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 600, 210), ("savings", 400, 48)])
        self._assert_entries(self.february, [])

    def test_deposit_paid_back(self):
        """A deposit of 300 is paid and paid back: 63 + 14.40 - 63 - 14.40 = 0."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12")
        self._pay(self._refund(deposit, "2026-01-20"), "2026-01-21")
        self.january.action_compute()
        self._assert_entries(
            self.january,
            [
                ("letter", 180, 63),
                ("savings", 120, 14.4),
                ("letter", -180, -63),
                ("savings", -120, -14.4),
            ],
        )

    def _sell_with_tax(self):
        tax = self._create_tax(6)
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        order.order_line.tax_ids = tax
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self.assertEqual(deposit.amount_total, 3180)
        return order, deposit

    def _take_savings_off(self, order):
        order.order_line.filtered(
            lambda line: line.product_id == self.savings_product
        ).product_uom_qty = 0

    def test_line_taken_off_after_the_deposit_was_closed(self):
        """L 6,000 + S 4,000, 30 % closed: L 1,908, S 1,272. S is taken off, the rest of
        3,180 is paid. The deposit is counted anew as the final invoice has it, L 3,180,
        and the rest is L 3,180; all together L 6,360 = 2,226.00 and S 0."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._assert_entries(
            self.january, [("letter", 1908, 667.8), ("savings", 1272, 152.64)]
        )
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual(rest.amount_total, 3180)
        self._pay(rest, "2026-02-12")
        self.february.action_compute()
        self._assert_entries(
            self.february,
            [
                ("letter", -1908, -667.8),
                ("savings", -1272, -152.64),
                ("letter", 3180, 1113),
                ("letter", 3180, 1113),
            ],
        )
        self._assert_by_line(letter=(6360, 2226))
        self.assertFalse(self.february.problem_ids)

    def test_line_taken_off_before_anything_was_closed(self):
        """The same in open months: computed anew, the deposit is all letters."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self.january.action_compute()
        self._take_savings_off(order)
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        (self.january + self.february).action_compute()
        self._assert_entries(self.january, [("letter", 3180, 1113)])
        self._assert_entries(self.february, [("letter", 3180, 1113)])

    def test_second_half_of_a_deposit(self):
        """Half of the deposit is closed, S is taken off, the other half and the rest
        come in: L 6,360 and S 0. Nothing changes with the next close."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12", 1590)
        self._close(self.january)
        self._take_savings_off(order)
        self._pay(deposit, "2026-02-05", 1590)
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self._close(self.february)
        self._assert_by_line(letter=(6360, 2226))
        march = self._create_period("2026-03-01")
        march.action_compute()
        self._assert_entries(march, [])

    def test_closed_deposit_paid_back_after_the_order_changed(self):
        """The deposit of L and S is paid back when the order has only L: zero."""
        order, deposit = self._sell_with_tax()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        self._pay(self._refund(deposit, "2026-02-03"), "2026-02-05")
        self.february.action_compute()
        self._assert_nothing_left()

    def _order_deposit(self, **vals):
        """Sell L 6,000 + S 4,000; a deposit of 30 %, or as ``vals`` say."""
        order = self._sell((self.letter_product, 6000), (self.savings_product, 4000))
        vals = vals or {"advance_payment_method": "percentage", "amount": 30}
        return order, self._invoice_order(order, "2026-01-10", **vals)

    def _settle(self):
        """Close the deposit (L 1,800, S 1,200), take S off, close the final invoice."""
        order, deposit = self._order_deposit()
        payment = self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-02-10")
        self._pay(rest, "2026-02-12")
        self._close(self.february)
        self._assert_by_line(letter=(6000, 2100))
        self.march = self._create_period("2026-03-01")
        self.april = self._create_period("2026-04-01")
        return deposit, rest, payment

    def test_deposit_bounces_and_is_paid_again(self):
        """March is closed without the deposit of 3,000; it is paid again in April:
        L 6,000 = 2,100 and S 0, as the final invoice has it."""
        deposit, _rest, payment = self._settle()
        payment.action_draft()
        self._close(self.march)
        self._assert_by_line(letter=(3000, 1050))
        payment.action_cancel()
        self._pay(deposit, "2026-04-05")
        self.april.action_compute()
        self._assert_by_line(letter=(6000, 2100))

    def test_deposit_in_draft_at_a_close(self):
        """The deposit itself is in draft when March is closed."""
        deposit, _rest, _payment = self._settle()
        deposit.button_draft()
        self._close(self.march)
        deposit.action_post()
        self.april.action_compute()
        self._assert_by_line(letter=(6000, 2100))

    def test_deposit_and_final_invoice_change_hands(self):
        """Both become Bert's in March: L 6,000 are his."""
        deposit, rest, _payment = self._settle()
        for document in (rest, deposit):
            self._change(document, {"invoice_user_id": self.bert.user_id.id})
        self.march.action_compute()
        self._assert_by_line(letter=(6000, 2100))
        own = self._entries().filtered(lambda e: e.salesperson_id == self.bert)
        self.assertEqual(sum(own.mapped("cash")), 6000)

    def test_half_counted_half_bounced(self):
        """Half of the deposit is closed, and its bounce in February. S is taken off and
        all is paid in March."""
        order, deposit = self._order_deposit()
        payment = self._pay(deposit, "2026-01-12", 1500)
        self._close(self.january)
        self._receivable(deposit).remove_move_reconcile()
        self._close(self.february)
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-03-01")
        self._match(deposit, payment.move_id)
        self._pay(deposit, "2026-03-02")
        self._pay(rest, "2026-03-03")
        self._create_period("2026-03-01").action_compute()
        self._assert_by_line(letter=(6000, 2100))

    def test_final_invoice_closed_before_the_deposit(self):
        """7,000 of the final invoice are closed: L 4,200, S 2,800. The price of S on
        the order becomes 0, and the deposit is paid: L 1,800, S 1,200 all the same."""
        order, deposit = self._order_deposit()
        self._pay(self._invoice_order(order, "2026-01-15"), "2026-01-16")
        self._close(self.january)
        self._pay(deposit, "2026-02-02")
        order.order_line[1].price_unit = 0
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", 1800, 630), ("savings", 1200, 144)]
        )

    def test_product_added_before_the_deposit_is_paid(self):
        """The same with a product that the order gets afterwards, on an invoice of its
        own: the deposit is not of it."""
        order, deposit = self._order_deposit()
        self._pay(self._invoice_order(order, "2026-01-15"), "2026-01-16")
        self._close(self.january)
        press = self.env.ref("telecom_sales_system.revenue_line_press")
        paper = self._create_line_product("Paper", press)
        order.order_line = [Command.create({"product_id": paper.id, "price_unit": 900})]
        order.order_line[-1].tax_ids = False
        self._pay(self._invoice_order(order, "2026-02-01"), "2026-02-02")
        self._pay(deposit, "2026-02-02")
        self.february.action_compute()
        self._assert_by_line(letter=(6000, 2100), savings=(4000, 480), press=(900, 270))

    def test_first_of_two_invoices_takes_the_deposit_off(self):
        """L is invoiced first, and takes the deposit off: it is of L. S comes on an
        invoice of its own: L 6,000, S 4,000; January's L 1,800, S 1,200 are settled."""
        order, deposit = self._order_deposit()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        savings = order.order_line.filtered(
            lambda line: line.product_id == self.savings_product
        )
        savings.product_uom_qty = 0
        self._pay(self._invoice_order(order, "2026-02-01"), "2026-02-02")
        savings.write({"product_uom_qty": 1, "price_unit": 4000})
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.february.action_compute()
        self._assert_by_line(letter=(6000, 2100), savings=(4000, 480))

    def test_final_invoice_of_zero(self):
        """L 600 + S 400, a deposit of all 1,000 is closed. S is off and L 1,000: the
        final invoice is 0, and settles: 1,000 x 0.35 = 350."""
        order = self._sell((self.letter_product, 600), (self.savings_product, 400))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=1000
        )
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        order.order_line[0].price_unit = 1000
        self.assertEqual(self._invoice_order(order, "2026-02-10").amount_total, 0)
        self.february.action_compute()
        self._assert_by_line(letter=(1000, 350))

    def test_final_invoice_of_zero_is_posted_months_later(self):
        """As before, with a month between, in which the deposit stays as counted. When
        the final invoice is taken back to draft, it stays as counted again."""
        order, deposit = self._order_deposit(
            advance_payment_method="fixed", fixed_amount=6000
        )
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        self._close(self.february)
        self._assert_by_line(letter=(3600, 1260), savings=(2400, 288))
        march, april = map(self._create_period, ("2026-03-01", "2026-04-01"))
        rest = self._invoice_order(order, "2026-03-10")
        self.assertEqual(rest.amount_total, 0)
        self._close(march)
        self._assert_by_line(letter=(6000, 2100))
        order.order_line[1].write({"product_uom_qty": 1, "price_unit": 4000})
        rest.button_draft()
        april.action_compute()
        self._assert_entries(april, [])

    def test_deposit_larger_than_the_rest(self):
        """L 1,000 + S 9,000, a deposit of 5,000 is closed. S is off: 4,000 go back, and
        L 1,000 = 350 is left."""
        order = self._sell((self.letter_product, 1000), (self.savings_product, 9000))
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="fixed", fixed_amount=5000
        )
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-02-10")
        self.assertEqual((rest.move_type, rest.amount_total), ("out_refund", 4000))
        self._pay(rest, "2026-02-12")
        self.february.action_compute()
        self._assert_by_line(letter=(1000, 350))

    def test_line_of_a_final_invoice_credited(self):
        """The deposit L 1,800, S 1,200 is closed. S is credited on the final invoice of
        7,000, and 3,000 are paid: L 6,000, S 0."""
        order, deposit = self._order_deposit()
        self._pay(deposit, "2026-01-12")
        self._close(self.january)
        rest = self._invoice_order(order, "2026-02-01")
        self._match(rest, self._create_credit(rest, (self.savings_product, 4000)))
        self._pay(rest, "2026-02-12")
        self.february.action_compute()
        self._assert_by_line(letter=(6000, 2100))

    def test_part_of_a_final_invoice_paid_back(self):
        """L 6,000 are settled; L 1,000 are credited and paid back: L 5,000 = 1,750."""
        _deposit, rest, _payment = self._settle()
        credit = self._create_credit(
            rest, (self.letter_product, 1000), day="2026-03-03"
        )
        self._pay(credit, "2026-03-05")
        self.march.action_compute()
        self._assert_by_line(letter=(5000, 1750))
        self._assert_entries(self.march, [("letter", -1000, -350)])

    def test_final_invoice_replaced(self):
        """The final invoice of L 6,000 is credited in full and one of S 4,000 posted in
        its stead: with the deposit of 3,000, L 0 and S 4,000."""
        order, deposit = self._order_deposit()
        self._pay(deposit, "2026-01-12")
        self._take_savings_off(order)
        rest = self._invoice_order(order, "2026-01-20")
        self._pay(rest, "2026-01-21")
        self._close(self.january)
        self._assert_by_line(letter=(6000, 2100))
        self._pay(self._refund(rest, "2026-02-01"), "2026-02-02")
        order.order_line[0].product_uom_qty = 0
        order.order_line[1].write({"product_uom_qty": 1, "price_unit": 4000})
        again = self._invoice_order(order, "2026-02-10")
        self.assertEqual(again.amount_total, 1000)
        self._pay(again, "2026-02-12")
        self.february.action_compute()
        self._assert_by_line(savings=(4000, 480))
