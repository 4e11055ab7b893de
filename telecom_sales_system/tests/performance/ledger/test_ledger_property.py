import random
from decimal import ROUND_HALF_UP, Decimal

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..common import LedgerCommon

STEPS = (
    "invoice",
    "pay",
    "pay",
    "pay_with_write_off",
    "pay_several",
    "prepay",
    "bank_line",
    "refund",
    "pay_back",
    "unmatch",
    "draft",
    "post_again",
    "change_salesperson",
    "change_lines",
    "change_dates",
    "change_payment",
    "foreign_invoice",
    "pay_foreign",
    "order",
    "merge",
    "close",
    "close",
)
CORRECTIONS = ("close", "unmatch", "pay")


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestLedgerProperty(LedgerCommon):
    """Whatever clerks do in whatever order: the ledger holds the money, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.months = cls.january + cls.february
        for day in ("2026-03-01", "2026-04-01"):
            cls.months += cls._create_period(day)
        cls.foreign = cls.setup_other_currency(
            "CHF", rates=[("2026-01-01", 0.14), ("2026-02-01", 0.139)]
        )
        cls.press_product = cls._create_line_product(
            "Paper", cls.env.ref("telecom_sales_system.revenue_line_press")
        )

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        # Shrinking would play hundreds of ledgers.
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        steps=st.permutations(STEPS).map(lambda steps: steps[:10]),
        seed=st.integers(0, 10**6),
    )
    def test_sum_of_entries_is_money_received(self, steps, seed):
        """Sum of entries = money of payments and bank lines matched to documents."""
        savepoint = self.env.cr.savepoint()
        try:
            self._play(["invoice", "pay", *steps, *CORRECTIONS], random.Random(seed))
        finally:
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()

    def _play(self, steps, dice):
        self.invoices = self.refunds = self.foreign_invoices = self.env["account.move"]
        self.orders, self.frozen = [], {}
        for step in steps:
            getattr(self, f"_step_{step}")(dice)
        open_months = self.months.filtered(lambda month: month.state != "closed")
        open_months.action_compute()
        ledger = round(sum(self._entries().mapped("cash")), 2)
        money, uneven = self._money_received()
        # A payment with a write-off gives cents to whole receipts; each receipt that is
        # undone after its close takes its own cent along, and no other changes.
        self.assertAlmostEqual(ledger, money, delta=0.001 + 0.01 * uneven)
        for month, entries in self.frozen.items():
            self.assertEqual(self._snapshot(month), entries)
        self._check_people_and_lines()
        for order in self.orders:
            self._check_order(order)

    def _check_people_and_lines(self):
        """Check that what stands of a document is of its salesperson and its line.

        All money of a document whose lines, and those of its credit notes, have one
        product is of that product's revenue line.
        """
        for move in self.invoices + self.foreign_invoices:
            entries = self._entries().filtered(lambda entry, m=move: entry.move_id == m)
            others = entries.filtered(
                lambda entry, m=move: entry.salesperson_id.user_id != m.invoice_user_id
            )
            self.assertEqual(round(sum(others.mapped("cash")), 2), 0)
            lines = move.invoice_line_ids.product_id.categ_id.revenue_line_id
            if len(lines) == 1:
                others = entries.filtered(
                    lambda entry, line=lines: entry.revenue_line_id != line
                )
                self.assertEqual(round(sum(others.mapped("cash")), 2), 0)

    def _check_order(self, order):
        """Check that an order paid in full is counted as its last invoice splits it.

        Without tax, each yuan of a line was paid for this line; a discount of a tenth
        lowers each line by a tenth.
        """
        moves = order.invoice_ids
        entries = self._entries().filtered(lambda entry: entry.move_id in moves)
        discounted = len(order.order_line.filtered("product_id")) > len(
            order.order_line.filtered("product_id.categ_id.revenue_line_id")
        )
        for product in (self.letter_product, self.savings_product):
            line = product.categ_id.revenue_line_id
            ordered = order.order_line.filtered(
                lambda row, sold=product: row.product_id == sold
            )
            due = ordered.price_unit * ordered.product_uom_qty
            due *= 0.9 if discounted else 1
            counted = entries.filtered(lambda e, r=line: e.revenue_line_id == r)
            self.assertAlmostEqual(sum(counted.mapped("cash")), due, delta=0.03)

    def _snapshot(self, month):
        return [(e.id, e.cash, e.converted_profit) for e in self._entries(month)]

    def _money_received(self):
        """Add up, without the ledger's SQL, the matched share of each payment's money.

        :return: money, and the number of payments whose shares are no whole cents
        """
        company = [("company_id", "=", self.env.company.id)]
        moves = self.env["account.payment"].search(company).move_id
        moves |= self.env["account.bank.statement.line"].search(company).move_id
        money, uneven = Decimal(), 0
        for move in moves.filtered(lambda move: move.state == "posted"):
            items = self._receivable(move)
            cash = sum(
                line.balance
                for line in move.line_ids
                if line.account_id
                in (
                    self.bank.default_account_id,
                    move.origin_payment_id.outstanding_account_id,
                )
            )
            against = sum(
                abs(line.balance)
                for line in move.line_ids
                if line.balance and (line.balance < 0) == (cash > 0)
            )
            partials = items.matched_debit_ids + items.matched_credit_ids
            counted = partials.filtered(
                lambda partial, items=items: self._is_posted_document(
                    (partial.debit_move_id + partial.credit_move_id - items).move_id
                )
            )
            # The exchange difference on the payment's own line came in as well.
            exchanged = partials.filtered(
                lambda partial, items=items, moves=counted.exchange_move_id: (
                    (partial.debit_move_id + partial.credit_move_id - items).move_id
                    in moves
                )
            )
            matched = sum((counted + exchanged).mapped("amount"))
            if matched:
                exact = Decimal(f"{cash:.2f}") * Decimal(f"{matched:.2f}")
                exact /= Decimal(f"{against:.2f}")
                money += exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
                uneven += round(abs(cash), 2) != round(against, 2)
        return float(money), uneven

    def _is_posted_document(self, move):
        return (
            move.move_type in ("out_invoice", "out_refund") and move.state == "posted"
        )

    # The steps: each does one thing that a clerk does, or nothing where it cannot.

    def _day(self, dice):
        return f"2026-{dice.choice((1, 1, 1, 2, 3)):02}-{dice.randint(1, 28):02}"

    def _pick(self, dice, moves, state="posted"):
        fit = moves.filtered(lambda move: move.state == state)
        return fit and dice.choice(list(fit))

    def _unpaid(self):
        return self.invoices.filtered(
            lambda move: move.state == "posted" and move.amount_residual > 0
        )

    def _part(self, dice, whole):
        return round(max(0.01, whole * dice.choice((1, 0.5, 1 / 3, 0.07))), 2)

    def _step_invoice(self, dice):
        products = (self.letter_product, self.savings_product)
        lines = [
            {
                "product_id": product.id,
                "price_unit": dice.randint(1, 9999) / 100,
                "discount": dice.choice((0, 0, 10)),
                "tax_ids": dice.choice((False, self.tax_sale_a.ids)),
            }
            for product in products[: dice.randint(1, 2)]
        ]
        self.invoices += self._create_customer_invoice(0, self._day(dice), lines=lines)

    def _step_pay(self, dice):
        if invoice := self._pick(dice, self._unpaid()):
            amount = self._part(dice, invoice.amount_residual)
            self._pay(invoice, self._day(dice), amount)

    def _step_pay_with_write_off(self, dice):
        self._pay_less(dice, self._unpaid()[:1])

    def _step_pay_several(self, dice):
        self._pay_less(dice, self._unpaid()[:3])

    def _pay_less(self, dice, invoices):
        due = sum(invoices.mapped("amount_residual"))
        if due > 1:
            self._pay(
                invoices,
                self._day(dice),
                round(due - dice.choice((0.01, 0.5)), 2),
                group_payment=True,
                payment_difference_handling="reconcile",
                writeoff_account_id=self.company_data["default_account_expense"].id,
            )

    def _step_prepay(self, dice):
        payment = self._create_payment(dice.randint(1, 9999) / 100, self._day(dice))
        if invoice := self._pick(dice, self._unpaid()):
            self._match(invoice, payment.move_id)

    def _step_bank_line(self, dice):
        if invoice := self._pick(dice, self._unpaid()):
            amount = self._part(dice, invoice.amount_residual)
            account = self._receivable(invoice).account_id
            line = self._bank_line(amount, self._day(dice), (account, -amount))
            self._match(invoice, line.move_id)

    def _step_refund(self, dice):
        if invoice := self._pick(dice, self.invoices):
            self.refunds += self._refund(invoice, self._day(dice))

    def _step_pay_back(self, dice):
        refund = self._pick(dice, self.refunds)
        if refund and refund.amount_residual:
            self._pay(refund, self._day(dice), self._part(dice, refund.amount_residual))

    def _step_unmatch(self, dice):
        if invoice := self._pick(dice, self.invoices + self.refunds):
            self._receivable(invoice).remove_move_reconcile()

    def _step_draft(self, dice):
        if invoice := self._pick(dice, self.invoices):
            invoice.button_draft()

    def _step_post_again(self, dice):
        if invoice := self._pick(dice, self.invoices, "draft"):
            invoice.action_post()

    def _step_change_salesperson(self, dice):
        if invoice := self._pick(dice, self.invoices):
            person = dice.choice((self.anna, self.bert))
            self._change(invoice, {"invoice_user_id": person.user_id.id})

    def _step_change_lines(self, dice):
        """Exchange the products of an invoice: its sum, and its match, stay."""
        if invoice := self._pick(dice, self.invoices):
            other = {
                self.letter_product: self.savings_product,
                self.savings_product: self.press_product,
                self.press_product: self.letter_product,
            }
            invoice.button_draft()
            for line in invoice.invoice_line_ids:
                price, taxes = line.price_unit, line.tax_ids
                line.product_id = other[line.product_id]
                line.write({"price_unit": price, "tax_ids": taxes.ids})
            invoice.action_post()

    def _step_change_dates(self, dice):
        if invoice := self._pick(dice, self.invoices):
            day = self._day(dice)
            self._change(invoice, {"invoice_date": day, "date": day})

    def _step_change_payment(self, dice):
        payments = self.env["account.payment"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("currency_id", "=", self.env.company.currency_id.id),
                ("state", "in", ("in_process", "paid")),
            ]
        )
        matched = payments.filtered(lambda payment: payment.invoice_ids & self.invoices)
        if matched:
            self._change(dice.choice(list(matched)), {"date": self._day(dice)})

    def _step_foreign_invoice(self, dice):
        self.foreign_invoices += self._create_customer_invoice(
            dice.randint(10, 999),
            "2026-01-10",
            product=dice.choice((self.letter_product, self.savings_product)),
            currency_id=self.foreign.id,
        )

    def _step_pay_foreign(self, dice):
        self._step_foreign_invoice(dice)
        self._pay(
            self.foreign_invoices[-1],
            "2026-02-10",
            currency_id=self.env.company.currency_id.id,
        )

    def _step_order(self, dice):
        """A deposit, perhaps closed; perhaps a discount before it and a line off after
        it; the rest is paid."""
        order = self._sell(
            (self.letter_product, dice.randint(2000, 9999)),
            (self.savings_product, dice.randint(100, 1000)),
        )
        is_discounted = dice.choice((True, False))
        if is_discounted:
            self.env["sale.order.discount"].create(
                {
                    "sale_order_id": order.id,
                    "discount_type": "so_discount",
                    "discount_percentage": 0.1,
                }
            ).action_apply_discount()
        deposit = self._invoice_order(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        self._pay(deposit, "2026-01-12")
        if dice.choice((True, False)):
            self._step_close(dice)
        if not is_discounted and dice.choice((True, False)):
            order.order_line.filtered(
                lambda line: line.product_id == self.savings_product
            ).product_uom_qty = 0
        self._pay(self._invoice_order(order, "2026-02-10"), "2026-02-12")
        self.orders.append(order)

    def _step_merge(self, dice):
        twin = self.partner_a.copy({"name": "Twin"})
        invoice = self._create_customer_invoice(50, "2026-01-10", partner_id=twin.id)
        self._pay(invoice, "2026-01-11")
        if dice.choice((True, False)):
            self._step_close(dice)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.partner_a + twin).ids, self.partner_a
        )
        self.invoices += invoice

    def _step_close(self, dice):
        months = self.months.filtered(lambda month: month.state != "closed")
        if len(months) > 1:
            months[0].action_close()
            self.frozen[months[0]] = self._snapshot(months[0])
