import random
from decimal import ROUND_HALF_UP, Decimal

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
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

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        steps=st.permutations(STEPS).map(lambda steps: steps[:8]),
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
        self.invoices = self.refunds = self.env["account.move"]
        self.frozen = {}
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
            matched = sum(
                partial.amount
                for partial in items.matched_debit_ids + items.matched_credit_ids
                if self._is_posted_document(
                    (partial.debit_move_id + partial.credit_move_id - items).move_id
                )
            )
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

    def _step_close(self, dice):
        months = self.months.filtered(lambda month: month.state != "closed")
        if len(months) > 1:
            months[0].action_close()
            self.frozen[months[0]] = self._snapshot(months[0])
