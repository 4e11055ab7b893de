import random
from collections import defaultdict

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from ..book import Book
from ..common import COLUMNS, LedgerCommon

STEPS = (
    "invoice",
    "pay",
    "pay_several",
    "prepay",
    "bank_line",
    "journal_entry",
    "credit",
    "credit",
    "credit_line",
    "credit_by_hand",
    "credit_the_credit",
    "pay_back",
    "pay_back",
    "gift",
    "unmatch",
    "draft",
    "draft",
    "draft_payment",
    "draft_payment",
    "post_again",
    "change_salesperson",
    "change_lines",
    "change_dates",
    "change_payment",
    "pay_foreign",
    "order",
    "merge",
    "close",
    "close",
)
BEGIN = ("invoice", "pay", "gift")
# What is corrected when months are closed already, at the end of each play.
CORRECTIONS = ("close", "draft", "draft_payment", "close", "post_again", "pay")
MOVED_ON = "2026-02-10"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-15")
class TestLedgerProperty(LedgerCommon):
    """Whatever clerks do in whatever order: the ledger holds what they noted down.

    Their book follows each yuan from the bank to the document that it was for; it does
    not know how the ledger counts. See ``Book``.
    """

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
        cls.products = {
            "letter": cls.letter_product,
            "savings": cls.savings_product,
            "press": cls.press_product,
        }
        # From one day on letters have another rate, and Anna another unit.
        cls.letters.rate_ids.date_to = "2026-02-09"
        cls.letters.rate_ids = [Command.create({"date_from": MOVED_ON, "rate": 0.41})]
        cls._move_person(cls.anna, cls.outlet, MOVED_ON)
        cls.clerks = {"anna": cls.anna, "bert": cls.bert}
        cls.press_rate = cls.press_product.categ_id.revenue_line_id.rate_ids.rate

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        # Shrinking would play hundreds of ledgers.
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        steps=st.permutations(STEPS).map(lambda steps: steps[:12]),
        seed=st.integers(0, 10**6),
    )
    def test_ledger_is_what_the_book_says(self, steps, seed):
        """Cash, person, unit, line, rate, points and incentives are those of the book;
        closed months stand; what is paid back at last leaves nothing."""
        savepoint = self.env.cr.savepoint()
        try:
            self._play([*BEGIN, *steps, *CORRECTIONS], random.Random(seed))
        finally:
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()

    def _play(self, steps, dice):
        self.book, self.orders, self.frozen = Book(), [], {}
        for step in steps:
            getattr(self, f"_step_{step}")(dice)
        self._compute_open_months()
        self._check_money()
        self._check_sales()
        for order in self.orders:
            self._check_order(order)
        self._check_full_refund(dice)
        for month, entries in self.frozen.items():
            self.assertEqual(self._snapshot(month), entries)

    def _compute_open_months(self):
        for month in self.months.filtered(lambda month: month.state != "closed"):
            month._rebuild_ledger()

    # What is checked

    def _check_money(self):
        """Check that the ledger holds all money of the book, and no other.

        A payment with a write-off gives cents to whole receipts; each receipt that is
        undone after its close takes its own cent along, and no other changes.
        """
        money, uneven = self.book.get_money()
        ledger = round(sum(self._entries().mapped("cash")), 2)
        self.assertAlmostEqual(ledger, money, delta=0.001 + 0.01 * uneven)

    def _check_sales(self):
        """Check who, where, on which line, and what for, of each sale of the book."""
        expected = {
            (sale.key, self.clerks[person], self._get_unit(person, sale.day), line): row
            for (sale, person, line), row in self.book.get_points(
                self._get_rate
            ).items()
        }
        found, counts = defaultdict(lambda: [0, 0, 0]), defaultdict(int)
        for entry in self._entries():
            sale = self.book.papers[entry.move_id].sale
            counts[sale.key] += 1
            if sale.lines:
                key = (
                    sale.key,
                    entry.salesperson_id,
                    entry.unit_id,
                    entry.revenue_line_id.code,
                )
                for place, name in enumerate(("cash", "incentive", "points")):
                    found[key][place] += entry[name]
        wrong = [
            (key, name, due, got)
            for key in expected.keys() | found.keys()
            for name, due, got in zip(
                ("cash", "incentive", "points"),
                expected.get(key, (0, 0, 0)),
                found[key],
                strict=True,
            )
            # A cent for each entry that was rounded on its way
            if abs(got - due) > 0.011 + 0.01 * counts[key[0]]
        ]
        self.assertFalse(wrong, "sale, person, unit and line; column; book; ledger")

    def _check_order(self, order):
        """Check that an order paid in full is counted as its last invoice splits it.

        Without tax, each yuan of a line was paid for this line; a discount of a tenth
        lowers each line by a tenth.
        """
        moves = order.invoice_ids
        if any(
            not self.book.papers[move].is_posted or self._get_unpaid(move)
            for move in moves
        ):
            return
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
            self.assertAlmostEqual(sum(counted.mapped("cash")), due, delta=0.05)

    def _get_unpaid(self, move):
        """Return what counting receipts leave of a document."""
        receipts = [row for row in self.book.receipts if row.paper.key == move]
        return round(
            self.book.papers[move].total
            - sum(row.settled for row in receipts if row.counts),
            2,
        )

    def _check_full_refund(self, dice):
        """Change rates, lines and people in place; pay back a sale; nothing is left."""
        sales = [
            paper
            for paper in self._get_papers(1)
            if paper.lines and self.book.get_yuan(paper) > 1
        ]
        if not sales:
            return
        sale = dice.choice(sales)
        self._close_month()
        self.letters.rate_ids[0].rate = 0.5
        self.savings_product.categ_id = self.press_product.categ_id
        self.bert.employment = "part_time"
        day, amount = "2026-04-10", round(self.book.get_yuan(sale), 2)
        parts = [(name, part) for name, part in self.book.get_parts(sale).items()]
        lines, rest = [], amount
        for name, part in parts[:-1]:
            lines.append((self.products[name], round(amount * part, 2)))
            rest -= lines[-1][1]
        lines.append((self.products[parts[-1][0]], round(rest, 2)))
        credit = self._create_invoice_of_lines(
            day,
            *lines,
            move_type="out_refund",
            reversed_entry_id=sale.key.id,
            currency_id=self.env.company.currency_id.id,
        )
        self._receivable(credit).remove_move_reconcile()
        self._pay(credit, day)
        self._compute_open_months()
        papers = [sale.key, *(paper.key for paper in self._get_credits(sale)), credit]
        left = defaultdict(lambda: [0] * len(COLUMNS))
        for entry in self._entries().filtered(
            lambda entry: entry.move_id in papers and not entry.incentive_id
        ):
            key = (entry.salesperson_id, entry.unit_id, entry.revenue_line_id)
            for place, name in enumerate(COLUMNS):
                left[key][place] += entry[name]
        wrong = [
            (key, name, amount)
            for key, amounts in left.items()
            for name, amount in zip(COLUMNS, amounts, strict=True)
            if abs(amount) > 0.03
        ]
        self.assertFalse(wrong, f"left of {sale.key.name} after its full refund")

    def _snapshot(self, month):
        return [(e.id, e.cash, e.converted_profit) for e in self._entries(month)]

    def _get_rate(self, line, day):
        if line == "letter":
            return 0.35 if day < MOVED_ON else 0.41
        return {"savings": 0.12, "press": self.press_rate}[line]

    def _get_unit(self, person, day):
        if person == "bert":
            return self.branch
        return self.county if day < MOVED_ON else self.outlet

    # The steps: each does one thing that a clerk does, or nothing where it cannot, and
    # notes it in the book.

    def _day(self, dice):
        return f"2026-{dice.choice((1, 1, 1, 2, 3)):02}-{dice.randint(1, 28):02}"

    def _get_papers(self, sign, is_posted=True):
        """Return papers in company currency, of sales with lines that clerks typed."""
        return [
            paper
            for paper in self.book.papers.values()
            if paper.sign == sign
            and paper.is_posted == is_posted
            and paper.lines
            and paper.key.currency_id == self.env.company.currency_id
            and not (sign == 1 and paper.credits)
        ]

    def _get_credits(self, sale):
        return [
            paper
            for paper in self.book.papers.values()
            if paper.sale is sale and paper is not sale
        ]

    def _get_whole_credits(self):
        """Return credit notes of all lines, so of each in the same proportion."""
        return [
            paper
            for paper in self._get_papers(-1)
            if paper.lines.keys() == paper.sale.lines.keys()
        ]

    def _pick(self, dice, papers):
        return dice.choice(papers) if papers else None

    def _get_unsettled(self):
        return [
            paper for paper in self._get_papers(1) if self.book.get_open(paper.key) > 0
        ]

    def _part(self, dice, whole):
        return round(max(0.01, whole * dice.choice((1, 0.5, 1 / 3, 0.07))), 2)

    def _move_money(self, move, day, amount):
        """Post a payment for a document and match it: in for an invoice, else out."""
        sign = self.book.papers[move].sign
        payment = self._create_payment(
            amount,
            day,
            payment_type="inbound" if sign > 0 else "outbound",
            partner_id=move.partner_id.id,
        )
        (self._receivable(move) + self._receivable(payment.move_id)).reconcile()
        self.book.receive(move, payment, sign * amount)

    def _note_invoice(self, move, day, person, **vals):
        lines = defaultdict(float)
        for line in move.invoice_line_ids:
            lines[line.product_id.categ_id.revenue_line_id.code] += line.price_subtotal
        return self.book.add_paper(
            move, dict(lines), move.amount_total, day, person, **vals
        )

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
        day, person = self._day(dice), dice.choice(("anna", "bert"))
        move = self._create_customer_invoice(
            0, day, person=self.clerks[person], lines=lines
        )
        self._note_invoice(move, day, person)

    def _step_pay(self, dice):
        if invoice := self._pick(dice, self._get_unsettled()):
            amount = self._part(dice, self.book.get_open(invoice.key))
            self._move_money(invoice.key, self._day(dice), amount)

    def _step_pay_several(self, dice):
        """Pay up to three invoices, some cents or half a yuan short."""
        papers = self._get_unsettled()[:3]
        due = {paper: self.book.get_open(paper.key) for paper in papers}
        whole = round(sum(due.values()), 2)
        if whole <= 1:
            return
        amount = round(whole - dice.choice((0.01, 0.5)), 2)
        payment = self._pay(
            self.env["account.move"].union(*(paper.key for paper in papers)),
            self._day(dice),
            amount,
            group_payment=True,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        for paper, part in due.items():
            self.book.receive(
                paper.key, payment, amount * part / whole, part, is_exact=False
            )

    def _step_prepay(self, dice):
        if invoice := self._pick(dice, self._get_unsettled()):
            amount = dice.randint(1, 9999) / 100
            payment = self._create_payment(amount, self._day(dice))
            self._match(invoice.key, payment.move_id)
            taken = min(amount, self.book.get_open(invoice.key))
            self.book.receive(invoice.key, payment, taken)

    def _step_bank_line(self, dice):
        if invoice := self._pick(dice, self._get_unsettled()):
            amount = self._part(dice, self.book.get_open(invoice.key))
            account = self._receivable(invoice.key).account_id
            line = self._bank_line(amount, self._day(dice), (account, -amount))
            self._match(invoice.key, line.move_id)
            self.book.receive(invoice.key, line, amount)

    def _step_journal_entry(self, dice):
        """The bank's money is booked by hand."""
        if invoice := self._pick(dice, self._get_unsettled()):
            amount = self._part(dice, self.book.get_open(invoice.key))
            entry = self.env["account.move"].create(
                {
                    "move_type": "entry",
                    "date": self._day(dice),
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": self.partner_a.id,
                                "balance": balance,
                            }
                        )
                        for account, balance in (
                            (self._receivable(invoice.key).account_id, -amount),
                            (self.bank.default_account_id, amount),
                        )
                    ],
                }
            )
            entry.action_post()
            self._match(invoice.key, entry)
            self.book.receive(invoice.key, entry, amount)

    def _step_credit(self, dice):
        """Odoo's reversal settles what is open of the invoice at once."""
        sales = [
            sale
            for sale in self._get_papers(1)
            if not any(paper.lines != sale.lines for paper in self._get_credits(sale))
        ]
        if sale := self._pick(dice, sales):
            day = self._day(dice)
            refund = self._refund(sale.key, day)
            self._note_invoice(refund, day, sale.person, sign=-1, credits=sale)
            self.book.offset(sale.key, refund)

    def _step_credit_line(self, dice):
        """Half of one line is credited, and settles as much of the invoice."""
        sales = [
            sale
            for sale in self._get_unsettled()
            if len(sale.lines) > 1 and not self._get_credits(sale)
        ]
        if sale := self._pick(dice, sales):
            name = dice.choice(list(sale.lines))
            amount = round(min(sale.lines[name] / 2, self.book.get_open(sale.key)), 2)
            if amount > 0.01:
                day = self._day(dice)
                credit = self._create_invoice_of_lines(
                    day,
                    (self.products[name], amount),
                    move_type="out_refund",
                    reversed_entry_id=sale.key.id,
                )
                self._note_invoice(credit, day, sale.person, sign=-1, credits=sale)
                self.book.offset(sale.key, credit)

    def _step_credit_by_hand(self, dice):
        """All of a sale is credited without a link; it settles what is open, and the
        rest is paid back."""
        sales = [sale for sale in self._get_unsettled() if not self._get_credits(sale)]
        if sale := self._pick(dice, sales):
            day = self._day(dice)
            credit = sale.key.copy(
                {
                    "move_type": "out_refund",
                    "invoice_date": day,
                    "date": day,
                    "invoice_user_id": sale.key.invoice_user_id.id,
                }
            )
            credit.action_post()
            self._note_invoice(credit, day, sale.person, sign=-1, by_hand=True)
            self._match(sale.key, credit)
            self.book.offset(sale.key, credit)
            self._pay_back(dice, self.book.papers[credit])

    def _step_credit_the_credit(self, dice):
        """A credit note was wrong: Odoo's reversal settles what is open of it; the rest
        is paid in again."""
        refunds = [paper for paper in self._get_whole_credits() if not paper.by_hand]
        if refund := self._pick(dice, refunds):
            day = self._day(dice)
            again = self._refund(refund.key, day)
            self._note_invoice(again, day, refund.person, credits=refund)
            self.book.offset(again, refund.key)
            amount = self.book.get_open(again)
            if amount > 0:
                self._move_money(again, day, amount)

    def _step_pay_back(self, dice):
        self._pay_back(dice, self._pick(dice, self._get_whole_credits()))

    def _pay_back(self, dice, refund):
        if refund and self.book.get_open(refund.key) > 0:
            amount = self._part(dice, self.book.get_open(refund.key))
            self._move_money(refund.key, self._day(dice), amount)

    def _step_gift(self, dice):
        if sale := self._pick(dice, self._get_papers(1)):
            amount = round(max(sale.total / 10, 0.01), 2)
            incentive = self.env["telecom.incentive"].create(
                {
                    "name": "Gift",
                    "move_id": sale.key.id,
                    "amount": amount,
                    "date": self._day(dice),
                }
            )
            incentive.with_user(self.service).action_approve()
            sale.gifts.append(amount)

    def _step_unmatch(self, dice):
        papers = self._get_papers(1) + self._get_papers(-1)
        if paper := self._pick(dice, papers):
            self._receivable(paper.key).remove_move_reconcile()
            self.book.unmatch(paper.key)

    def _step_draft(self, dice):
        """Any document goes to draft, those of orders too; Odoo keeps its matches."""
        papers = [
            paper
            for paper in self.book.papers.values()
            if paper.is_posted and paper.key.currency_id == self.env.company.currency_id
        ]
        if paper := self._pick(dice, papers):
            paper.key.button_draft()
            paper.is_posted = False

    def _step_draft_payment(self, dice):
        payments = [
            payment
            for payment in self.book.payments.values()
            if payment.is_posted and payment.key._name == "account.payment"
        ]
        if payment := self._pick(dice, payments):
            payment.key.action_draft()
            payment.is_posted = False

    def _step_post_again(self, dice):
        """All that is in draft comes back."""
        for row in (*self.book.papers.values(), *self.book.payments.values()):
            if not row.is_posted:
                row.key.action_post()
                row.is_posted = True

    def _step_change_salesperson(self, dice):
        papers = [*self._get_papers(1), *self._get_order_papers()]
        if paper := self._pick(dice, papers):
            person = dice.choice(("anna", "bert"))
            self._change(paper.key, {"invoice_user_id": self.clerks[person].user_id.id})
            paper.person = person

    def _step_change_lines(self, dice):
        """Exchange the products of a sale and of its credit notes: sums stay."""
        if sale := self._pick(dice, self._get_papers(1)):
            names = {"letter": "savings", "savings": "press", "press": "letter"}
            for paper in (sale, *self._get_credits(sale)):
                move = paper.key
                if paper.is_posted:
                    move.button_draft()
                # At once: between two writes the sum would change, and the match go.
                move.invoice_line_ids = [
                    Command.update(
                        line.id,
                        {
                            "product_id": self.products[
                                names[line.product_id.categ_id.revenue_line_id.code]
                            ].id,
                            "price_unit": line.price_unit,
                            "tax_ids": line.tax_ids.ids,
                        },
                    )
                    for line in move.invoice_line_ids
                ]
                if paper.is_posted:
                    move.action_post()
                paper.lines = {names[name]: row for name, row in paper.lines.items()}

    def _step_change_dates(self, dice):
        papers = [*self._get_papers(1), *self._get_order_papers()]
        if paper := self._pick(dice, papers):
            day = self._day(dice)
            self._change(paper.key, {"invoice_date": day, "date": day})
            paper.day = day

    def _step_change_payment(self, dice):
        payments = [
            payment
            for payment in self.book.payments.values()
            if payment.is_posted
            and payment.key._name == "account.payment"
            and not payment.key.reconciled_invoice_ids.filtered(
                lambda move: move.currency_id == self.foreign
            )
        ]
        if payment := self._pick(dice, payments):
            self._change(payment.key, {"date": self._day(dice)})

    def _step_pay_foreign(self, dice):
        """The bank gets yuan for an invoice in another currency."""
        name = dice.choice(("letter", "savings"))
        move = self._create_customer_invoice(
            dice.randint(10, 999),
            "2026-01-10",
            product=self.products[name],
            currency_id=self.foreign.id,
        )
        self._note_invoice(move, "2026-01-10", "anna")
        payment = self._pay(
            move, "2026-02-10", currency_id=self.env.company.currency_id.id
        )
        self.book.receive(move, payment, payment.amount, move.amount_total)

    def _get_order_papers(self):
        return [
            self.book.papers[move]
            for order in self.orders
            for move in order.invoice_ids
            if self.book.papers[move].is_posted
        ]

    def _step_order(self, dice):
        """A deposit, perhaps of all; perhaps closed; perhaps a discount before it and a
        line off after it. Deposit and rest are paid in either order."""
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
        deposit = self._bill(
            order, "2026-01-10", advance_payment_method="percentage", amount=30
        )
        is_paid_last = dice.choice((True, False, False))
        if not is_paid_last:
            self._settle(deposit, "2026-01-12")
        if dice.choice((True, False)):
            self._step_close(dice)
        if not is_discounted and dice.choice((True, False)):
            order.order_line.filtered(
                lambda line: line.product_id == self.savings_product
            ).product_uom_qty = 0
        self._settle(self._bill(order, "2026-02-10"), "2026-02-12")
        if is_paid_last:
            if dice.choice((True, False)):
                self._step_close(dice)
            self._settle(deposit, "2026-02-20")
        self.orders.append(order)

    def _bill(self, order, day, **vals):
        move = self._invoice_order(order, day, **vals)
        self.book.add_paper(move, {}, move.amount_total, day, "anna")
        return move

    def _settle(self, move, day):
        amount = self.book.get_open(move)
        if amount > 0:
            self._move_money(move, day, amount)

    def _step_merge(self, dice):
        twin = self.partner_a.copy({"name": "Twin"})
        move = self._create_customer_invoice(50, "2026-01-10", partner_id=twin.id)
        self._note_invoice(move, "2026-01-10", "anna")
        self._move_money(move, "2026-01-11", 50)
        if dice.choice((True, False)):
            self._step_close(dice)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.partner_a + twin).ids, self.partner_a
        )

    def _step_close(self, dice):
        if len(self.months.filtered(lambda month: month.state != "closed")) > 2:
            self._close_month()

    def _close_month(self):
        """Close the oldest month; what was written until then is older than that."""
        month = self.months.filtered(lambda month: month.state != "closed")[:1]
        month._rebuild_ledger()
        month._close_period()
        self.frozen[month] = self._snapshot(month)
        self.env.flush_all()
        for table in ("account_move", "account_move_line"):
            self.env.cr.execute(
                f"UPDATE {table} SET write_date = '2026-01-01' WHERE company_id = %s",
                [self.env.company.id],
            )
        self.env.invalidate_all()
