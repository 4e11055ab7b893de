from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerByHand(LedgerCommon):
    """Several rules at once: each case worked out by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")
        cls.months = cls.january + cls.february + cls.march
        cls.euro = cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-02-01", 4.0)]
        )

    def _compute(self, *closed):
        """Close months one after the other, and compute those after them."""
        for month in self.months:
            month.action_compute()
            if month in closed:
                month.action_close()

    def _gift(self, invoice, amount, day):
        incentive = self.env["telecom.incentive"].create(
            {"name": "Gift", "move_id": invoice.id, "amount": amount, "date": day}
        )
        incentive.sudo().state = "approved"
        return incentive

    def _two_lines(self, day, letters=600, savings=400, **vals):
        products = ((self.letter_product, letters), (self.savings_product, savings))
        return self._create_invoice_of_lines(day, *products, **vals)

    def test_part_paid_and_closed_then_a_line_credited(self):
        """300 of L 600 + S 400 in January, S credited in February, 300 more: L 600."""
        invoice = self._two_lines("2026-01-10")
        self._pay(invoice, "2026-01-20", 300)
        self._close(self.january)
        credit = self._create_credit(invoice, (self.savings_product, 400))
        self._match(invoice, credit)
        self._pay(invoice, "2026-02-10")
        self.february.action_compute()
        self._assert_by_line(letter=(600, 210))

    def test_cash_basis_tax_in_two_parts(self):
        """6 % on payment: in two parts, all letters; tax entries are no cash."""
        self.env.company.tax_exigibility = True
        transition = self.company_data["default_account_tax_sale"].copy(
            {"reconcile": True, "code": "222999"}
        )
        tax = self._create_tax(6)
        tax.write(
            {
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": transition.id,
            }
        )
        invoice = self._create_invoice_of_lines(
            "2026-01-10", (self.letter_product, 1000), tax=tax
        )
        self._pay(invoice, "2026-01-20", 530)
        self._close(self.january)
        self._pay(invoice, "2026-02-20")
        self.february.action_compute()
        self._assert_entries(self.january, [("letter", 530, 185.5)])
        self._assert_entries(self.february, [("letter", 530, 185.5)])

    def test_zero_invoice_and_its_gift(self):
        """L 100 less S 100: nothing to pay and nothing to count; a gift of 10 counts,
        by the absolute amounts of the lines: L 5 x 0.35 + S 5 x 0.12."""
        invoice = self._two_lines("2026-01-10", 100, -100)
        self._gift(invoice, 10, "2026-01-20")
        self._compute(self.january)
        found = [(e.revenue_line_id.code, e.incentive) for e in self._entries()]
        self.assertEqual(sorted(found), [("letter", 5), ("savings", 5)])

    def test_negative_line(self):
        """L 1,000 less S 200, 800 paid in two parts over a close: 1,000 and -200."""
        invoice = self._two_lines("2026-01-10", 1000, -200)
        self._pay(invoice, "2026-01-20", 333.33)
        self._close(self.january)
        self._pay(invoice, "2026-02-20")
        self.february.action_compute()
        self._assert_by_line(letter=(1000, 350), savings=(-200, -24))

    def test_credit_note_used_on_an_invoice_of_another_client(self):
        """A's sale of 1,000 of Anna is paid and credited; the credit pays 1,000 that
        Bert sold to B. 1,000 came in, for letters: Anna's, as counted."""
        sale = self._create_customer_invoice(1000, "2026-01-10", self.anna)
        self._pay(sale, "2026-01-12")
        self._close(self.january)
        credit = self._create_credit(sale, (self.letter_product, 1000))
        account = self.partner_a.property_account_receivable_id
        self.partner_b.property_account_receivable_id = account
        other = self._create_customer_invoice(
            1000, "2026-02-05", self.bert, partner_id=self.partner_b.id
        )
        (self._receivable(credit) + self._receivable(other)).reconcile()
        self.february.action_compute()
        self.assertEqual(self._sum("cash", self.january, self.february), 1000)

    def test_invoice_cancelled_and_its_money_used_elsewhere(self):
        """1,000 of Anna's letters in January; cancelled in February, and the payment
        matched with Bert's savings."""
        invoice = self._create_customer_invoice(1000, "2026-01-10", self.anna)
        payment = self._pay(invoice, "2026-01-12")
        self._close(self.january)
        invoice.button_draft()
        invoice.button_cancel()
        other = self._create_customer_invoice(
            1000, "2026-02-05", self.bert, self.savings_product
        )
        self._match(other, payment.move_id)
        self.february.action_compute()
        self._assert_by_line(savings=(1000, 120))
        by_person = {self.anna: 0.0, self.bert: 0.0}
        for entry in self._entries():
            by_person[entry.salesperson_id] += entry.points
        self.assertEqual(
            {p: round(x, 2) for p, x in by_person.items()},
            {self.anna: 0, self.bert: 120},
        )

    def test_paid_before_the_invoice_and_paid_back_after_the_close(self):
        """800 of 5 January for an invoice of 10 February; 300 go back in March."""
        payment = self._create_payment(800, "2026-01-05")
        self._close(self.january)
        invoice = self._two_lines("2026-02-10", 500, 300)
        self._match(invoice, payment.move_id)
        self._close(self.february)
        self.assertFalse(self._entries(self.january))
        self._assert_entries(
            self.february, [("letter", 500, 175), ("savings", 300, 36)]
        )
        credit = self._create_credit(
            invoice, (self.savings_product, 300), day="2026-03-03"
        )
        self._pay(credit, "2026-03-05")
        self.march.action_compute()
        self._assert_entries(self.march, [("savings", -300, -36)])

    def test_credit_note_by_hand_over_two_people_paid_back_in_part(self):
        """Anna's 600 and Bert's 400 are paid and closed. A credit note by hand of 500
        is matched with both by re-opening them, 300 : 200; all of it is paid back."""
        one = self._create_customer_invoice(600, "2026-01-10", self.anna)
        two = self._create_customer_invoice(400, "2026-01-11", self.bert)
        self._pay(one, "2026-01-12", 300)
        self._pay(two, "2026-01-12", 200)
        self._close(self.january)
        credit = self._create_invoice_of_lines(
            "2026-02-03", (self.letter_product, 750), move_type="out_refund"
        )
        self._match(one, credit)
        self._match(two, credit)
        self._pay(credit, "2026-02-05")
        self.february.action_compute()
        # 500 of 750 are matched, 300 : 200; 250 are paid back, 150 : 100.
        found = {
            e.salesperson_id: round(e.cash, 2) for e in self._entries(self.february)
        }
        self.assertEqual(found, {self.anna: -150, self.bert: -100})

    def test_gifts_after_a_refund_is_taken_back_twice(self):
        """1,000 with a gift of 100; refunded, taken back, refunded, taken back: after
        each step, in a month of its own or not, the gift is 0, 100, 0, 100."""
        invoice = self._create_customer_invoice(1000, "2026-01-10", self.anna)
        self._pay(invoice, "2026-01-12")
        self._gift(invoice, 100, "2026-01-15")
        self._close(self.january)
        document, expected = invoice, 0
        for number in range(4):
            document = self._refund(document, f"2026-02-{number + 3:02}")
            if document.payment_state != "paid":
                self._pay(document, f"2026-02-{number + 3:02}")
            self.february.action_compute()
            sums = [self._sum(f, *self.months) for f in ("cash", "incentive")]
            with self.subTest(step=number):
                self.assertEqual(sums, [10 * expected, expected])
            expected = 100 - expected

    def test_deposit_in_euro_and_final_invoice_at_another_rate(self):
        """An order of EUR 600 L + 400 S: 30 % in January, at 2 EUR, closed; S taken
        off and the rest of 300 EUR paid in February at 4 EUR. Cash 150 + 75, all L."""
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.euro.id}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "user_id": self.anna.user_id.id,
                "pricelist_id": pricelist.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for product, price in (
                        (self.letter_product, 600),
                        (self.savings_product, 400),
                    )
                ],
            }
        )
        order.action_confirm()
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12", currency_id=self.euro.id)
        self._close(self.january)
        self._assert_entries(self.january, [("letter", 90, 31.5), ("savings", 60, 7.2)])
        order.order_line[1].product_uom_qty = 0
        final = self._invoice_order(order, "2026-02-10")
        self.assertEqual(final.amount_total, 300)
        self._pay(final, "2026-02-12", currency_id=self.euro.id)
        self.february.action_compute()
        self._assert_by_line(letter=(225, 78.75))

    def test_euro_invoice_with_rate_difference_refunded_in_part_after_a_close(self):
        """EUR 1,000 at 500, paid at 250 in February (closed); EUR 400 go back in March:
        two fifths of what came in are 100, as are 400 EUR in March."""
        invoice = self._create_customer_invoice(
            1000, "2026-01-10", currency_id=self.euro.id
        )
        self._pay(invoice, "2026-02-10", currency_id=self.euro.id)
        self._close(self.january, self.february)
        refund = self._create_credit(
            invoice,
            (self.letter_product, 400),
            day="2026-03-03",
            currency_id=self.euro.id,
        )
        self._pay(refund, "2026-03-05", currency_id=self.euro.id)
        self.march.action_compute()
        self._assert_entries(self.march, [("letter", -100, -35)])

    def test_write_off_and_refund_of_the_whole(self):
        """1,000, of which 950 are paid and 50 written off; 950 go back of a credit note
        of 1,000 whose rest is written off as well: nothing is left."""
        invoice = self._two_lines("2026-01-10")
        write_off = {
            "payment_difference_handling": "reconcile",
            "writeoff_account_id": self.company_data["default_account_expense"].id,
        }
        self._pay(invoice, "2026-01-20", 950, **write_off)
        self._close(self.january)
        self._assert_entries(
            self.january, [("letter", 570, 199.5), ("savings", 380, 45.6)]
        )
        refund = self._refund(invoice, "2026-02-03")
        self._pay(refund, "2026-02-05", 950, **write_off)
        self.february.action_compute()
        self._assert_nothing_left()

    def test_merged_clients_and_new_business(self):
        """A buys letters in January, B in February; B is merged into A. What is new
        until then stays; in March they are one client, whose business began then."""
        for client, day in ((self.partner_a, "01-10"), (self.partner_b, "02-10")):
            invoice = self._create_customer_invoice(
                100, f"2026-{day}", self.anna, partner_id=client.id
            )
            self._pay(invoice, f"2026-{day}")
        self._close(self.january, self.february)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        both = self.partner_a | self.partner_b
        self.partner_b.company_id = self.partner_a.company_id
        wizard._merge(both.ids, self.partner_a, extra_checks=False)
        self.env.invalidate_all()
        self.march.action_compute()
        self.assertFalse(self._entries(self.march))
        self.assertEqual(self._sum("cash", *self.months), 200)
