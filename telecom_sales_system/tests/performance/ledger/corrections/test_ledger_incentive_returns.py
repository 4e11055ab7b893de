from freezegun import freeze_time

from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerIncentiveReturns(LedgerCommon):
    """An incentive stays in proportion to what credit notes left of its sale."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")

    def _give(self, invoice, amount=100, day="2026-01-15", **vals):
        incentive = self.env["telecom.incentive"].create(
            {
                "name": "Gift",
                "move_id": invoice.id,
                "amount": amount,
                "date": day,
                **vals,
            }
        )
        incentive.with_user(self.service).action_approve()
        return incentive

    def _sell_and_pay(self, amount=1000, **vals):
        invoice = self._create_customer_invoice(amount, "2026-01-10", **vals)
        self._pay(invoice, "2026-01-12")
        return invoice

    def _pay_back(self, invoice, day, amount=None):
        refund = self._refund(invoice, day, amount)
        self._receivable(refund).remove_move_reconcile()
        self._pay(refund, day)
        return refund

    def _credit_by_hand(self, invoice, amount, day):
        credit = self._create_customer_invoice(amount, day, move_type="out_refund")
        self._match(invoice, credit)
        return credit

    def _assert_left(self, incentive, points, *months):
        """Check incentives, and their points, of months together."""
        entries = self.env["telecom.performance.entry"]
        for month in months:
            entries |= self._entries(month).filtered("incentive_id")
        self.assertEqual(round(sum(entries.mapped("incentive")), 2), incentive)
        self.assertEqual(round(sum(entries.mapped("points")), 2), points)

    def test_given_between_two_refunds(self):
        """500 of 1,000 back and closed; a gift of 100; the other 500 back: nothing."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice, "2026-01-21", 500)
        self._close(self.january)
        self._give(invoice, day="2026-02-03")
        self._pay_back(invoice, "2026-02-12", 500)
        self.february.action_compute()
        self._assert_left(0, 0, self.january, self.february)
        self._assert_nothing_left()

    def test_given_between_three_refunds(self):
        """250, 250 and 250 back, the gift before the last: 25 stay, -8.75 points."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice, "2026-01-21", 250)
        self._close(self.january)
        self._pay_back(invoice, "2026-02-02", 250)
        self._give(invoice, day="2026-02-03")
        self._pay_back(invoice, "2026-02-12", 250)
        self.february.action_compute()
        self._assert_left(25, -8.75, self.january, self.february)

    def test_each_refund_in_a_month_of_its_own(self):
        """The same, each closed: -35 + 17.50 in February, 8.75 in March."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice, "2026-01-21", 500)
        self._close(self.january)
        self._give(invoice, day="2026-02-03")
        self._close(self.february)
        self._assert_left(50, -17.5, self.february)
        self._pay_back(invoice, "2026-03-05", 250)
        self.march.action_compute()
        self._assert_left(-25, 8.75, self.march)

    def test_two_gifts_and_the_sale_moves_on(self):
        """60 and 40 after half was paid back: 50 stay with Anna. In March the sale
        moves to Bert, and the other half is paid back: nothing, for either."""
        invoice = self._sell_and_pay()
        self._pay_back(invoice, "2026-01-21", 500)
        self._close(self.january)
        for amount in (60, 40):
            self._give(invoice, amount, "2026-02-03")
        self._close(self.february)
        self._assert_left(50, -17.5, self.february)
        self._change(invoice, {"invoice_user_id": self.bert.user_id.id})
        self._pay_back(invoice, "2026-03-12", 500)
        self.march.action_compute()
        self._assert_nothing_left()

    def test_refund_before_the_sale_is_paid(self):
        """The credit note is paid back in January, the sale paid in February."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._give(invoice)
        self._pay_back(invoice, "2026-01-20")
        self._close(self.january)
        self._pay(invoice, "2026-02-05")
        self.february.action_compute()
        self._assert_nothing_left()

    def test_money_goes_back_by_the_payment(self):
        """The payment is taken off the invoice, the credit note put in its place, and
        the payment is paid back: nothing is left."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        payment = self._pay(invoice, "2026-01-12")
        self._give(invoice)
        self._close(self.january)
        self._receivable(invoice).remove_move_reconcile()
        self._match(invoice, self._refund(invoice, "2026-02-03"))
        back = self._create_payment(1000, "2026-02-04", payment_type="outbound")
        (payment.move_id + back.move_id).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self.assertEqual(invoice.amount_residual, 0)
        self.february.action_compute()
        self._assert_nothing_left()

    def test_unpaid_invoice_credited(self):
        """Nobody paid; all is credited in the month of the gift: nothing."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._give(invoice)
        self._refund(invoice, "2026-01-20")
        self.assertEqual(invoice.amount_residual, 0)
        self.january.action_compute()
        self._assert_nothing_left()

    def test_unpaid_invoice_credited_in_part_and_after_the_close(self):
        """300 of 1,000 are credited in February: 30 of the gift return, 10.50."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._give(invoice)
        self._close(self.january)
        self._refund(invoice, "2026-02-03", 300)
        self.february.action_compute()
        self._assert_left(-30, 10.5, self.february)

    def test_credit_note_by_hand(self):
        """600 of 1,000 paid; of a credit note without a link 400 settle the invoice in
        February and 600 are paid back in March: 60 stay, then nothing."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-12", 600)
        self._give(invoice)
        self._close(self.january)
        credit = self._credit_by_hand(invoice, 1000, "2026-02-03")
        self._close(self.february)
        self._assert_left(60, -21, self.january, self.february)
        self._pay(credit, "2026-03-05")
        self.march.action_compute()
        self._assert_left(0, 0, self.january, self.february, self.march)

    def test_one_credit_note_by_hand_for_two_invoices(self):
        """A credit of 500 settles 300 of one sale of 1,000 and 100 of another; of 100
        that are paid back, 75 are the first's and 25 the second's: 625 and 875 of 1,000
        are left."""
        first = self._create_customer_invoice(1000, "2026-01-10")
        second = self._create_customer_invoice(1000, "2026-01-11")
        self._pay(first, "2026-01-12", 700)
        self._pay(second, "2026-01-12", 900)
        gifts = [self._give(first), self._give(second)]
        credit = self._credit_by_hand(first, 500, "2026-01-20")
        self._match(second, credit)
        self._pay(credit, "2026-01-22")
        self.january.action_compute()
        left = [
            round(
                sum(
                    self._entries()
                    .filtered(lambda entry, own=gift: entry.incentive_id == own)
                    .mapped("incentive")
                ),
                2,
            )
            for gift in gifts
        ]
        self.assertEqual(left, [62.5, 87.5])

    def test_one_credit_note_by_hand_for_two_whole_sales(self):
        """600 of one sale of 1,000 and 800 of another are paid. A credit note of 2,000
        settles 400 and 200, and 1,400 are paid back: nothing of either gift is left,
        though two thirds of 1,400 are more than the first brought."""
        first = self._create_customer_invoice(1000, "2026-01-10")
        second = self._create_customer_invoice(1000, "2026-01-11")
        self._pay(first, "2026-01-12", 600)
        self._pay(second, "2026-01-12", 800)
        for sale in (first, second):
            self._give(sale)
        self._close(self.january)
        credit = self._credit_by_hand(first, 2000, "2026-02-03")
        self._match(second, credit)
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        self._assert_left(0, 0, self.january, self.february)
        self._assert_nothing_left()

    def test_credit_kept_for_the_next_invoice(self):
        """The sale is credited in full, the credit pays another sale: the gift of the
        first is nothing, that of the second stays."""
        first = self._sell_and_pay()
        self._give(first)
        second = self._create_customer_invoice(1000, "2026-01-15")
        self._give(second, 50)
        self._match(second, self._refund(first, "2026-01-20"))
        self.january.action_compute()
        self._assert_left(50, -17.5, self.january)

    def test_credit_note_taken_back(self):
        """The credit note is reversed and its money paid in again: 100 stay."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        refund = self._pay_back(invoice, "2026-01-21")
        self._close(self.january)
        self._assert_left(0, 0, self.january)
        again = self._refund(refund, "2026-02-03")
        self._receivable(again).remove_move_reconcile()
        self._pay(again, "2026-02-05")
        self.february.action_compute()
        self._assert_left(100, -35, self.january, self.february)

    def test_foreign_sale_credited_at_another_rate(self):
        """CHF 1,000 at 7 with a gift of 100; half is credited and paid back at 8."""
        chf = self.setup_other_currency(
            "CHF", rates=[("2026-01-01", 1 / 7), ("2026-02-01", 1 / 8)]
        )
        invoice = self._sell_and_pay(currency_id=chf.id)
        self._give(invoice)
        self._pay_back(invoice, "2026-02-05", 500)
        (self.january + self.february).action_compute()
        self._assert_left(50, -17.5, self.january, self.february)

    def test_payment_back_in_draft(self):
        """The refund's payment bounces after the close, is closed, and comes again."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        refund = self._pay_back(invoice, "2026-01-21")
        self._close(self.january)
        payment = refund.reconciled_payment_ids
        payment.action_draft()
        self._close(self.february)
        self._assert_left(100, -35, self.january, self.february)
        payment.action_post()
        self.march.action_compute()
        self._assert_left(0, 0, self.january, self.february, self.march)

    def test_months_computed_out_of_order(self):
        """Given in January, credited in February: each month keeps its own part."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        self._pay_back(invoice, "2026-02-05", 400)
        (self.january + self.february).action_compute()
        self.january.action_compute()
        self._assert_left(100, -35, self.january)
        self._assert_left(-40, 14, self.february)

    def _take_refund_back(self, month):
        """Half of 1,000 with a gift of 100 is paid back; cancel that payment."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        refund = self._pay_back(invoice, "2026-01-21", 500)
        month(self.january)
        self._assert_left(50, -17.5, self.january)
        payment = refund.reconciled_payment_ids
        payment.action_draft()
        payment.action_cancel()
        return invoice, refund

    def test_refund_cancelled_in_an_open_month(self):
        """The gift is whole again: 100, -35 points."""
        self._take_refund_back(lambda month: month.action_compute())
        self.january.action_compute()
        self._assert_left(100, -35, self.january)
        self._assert_by_line(letter=(1000, 315))

    def test_refund_cancelled_after_the_close(self):
        """50 and -17.50 come back in February, and stay; a new payment in March takes
        them again."""
        _invoice, refund = self._take_refund_back(self._close)
        self._close(self.february)
        self._assert_left(50, -17.5, self.february)
        self._assert_by_line(letter=(1000, 315))
        self._pay(refund, "2026-03-05")
        self.march.action_compute()
        self._assert_left(-50, 17.5, self.march)
        self._assert_by_line(letter=(500, 157.5))

    def test_credit_note_cancelled_after_the_close(self):
        """Not only its payment: the credit note itself is cancelled in February."""
        _invoice, refund = self._take_refund_back(self._close)
        refund.button_draft()
        refund.button_cancel()
        self.february.action_compute()
        self._assert_left(100, -35, self.january, self.february)
        self._assert_by_line(letter=(1000, 315))

    def test_one_of_two_refunds_cancelled(self):
        """250 and 250 are paid back and closed, the second one is unmatched: 75 stay.
        Matched with the invoice instead, its credit note takes back 25 again."""
        invoice = self._sell_and_pay()
        self._give(invoice)
        self._pay_back(invoice, "2026-01-21", 250)
        refund = self._pay_back(invoice, "2026-01-22", 250)
        self._close(self.january)
        self._receivable(refund).remove_move_reconcile()
        self._close(self.february)
        self._assert_left(75, -26.25, self.january, self.february)
        self._receivable(invoice).remove_move_reconcile()
        self._match(invoice, refund)
        self.march.action_compute()
        self._assert_left(50, -17.5, self.january, self.february, self.march)
