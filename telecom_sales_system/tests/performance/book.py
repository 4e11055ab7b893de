"""A plain book of what a test's clerks did: who paid which yuan for what.

It knows nothing of the ledger, of Odoo's matching or of months. Each yuan is noted when
a clerk moves it, with the document that it was for; what the ledger should hold follows
from who stands on the documents now.
"""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(eq=False)
class Paper:
    """An invoice or credit note: lines by name, untaxed; the total with taxes.

    ``credits`` is the paper that it takes back; a credit note typed ``by_hand`` takes
    back the invoice that it settles. A paper without lines is only known by its sum.
    """

    key: object
    lines: dict
    total: float
    day: str
    person: str
    sign: int = 1
    credits: object = None
    by_hand: bool = False
    is_posted: bool = True
    gifts: list = field(default_factory=list)

    @property
    def sale(self):
        """Return the sale that this paper is about, through any number of papers."""
        return self.credits.sale if self.credits else self


@dataclass(eq=False)
class Payment:
    """Money that a bank moved; in draft it does not count."""

    key: object
    is_posted: bool = True


@dataclass(eq=False)
class Receipt:
    """Yuan of a payment, received (or paid back, negative) for a paper."""

    paper: Paper
    payment: Payment
    yuan: float
    settled: float
    is_exact: bool = True
    is_matched: bool = True

    @property
    def counts(self):
        return self.is_matched and self.paper.is_posted and self.payment.is_posted


@dataclass(eq=False)
class Offset:
    """A part of an invoice that is settled by a credit note instead of money."""

    invoice: Paper
    credit: Paper
    amount: float
    is_matched: bool = True

    @property
    def counts(self):
        return self.is_matched and self.invoice.is_posted and self.credit.is_posted


class Book:
    """All papers, receipts and offsets of a play."""

    def __init__(self):
        self.papers, self.payments, self.receipts, self.offsets = {}, {}, [], []

    def add_paper(self, key, lines, total, day, person, **vals):
        self.papers[key] = Paper(key, lines, total, day, person, **vals)
        return self.papers[key]

    def receive(self, key, payment, yuan, settled=None, is_exact=True):
        """Note yuan of a payment for a paper; ``settled`` is what it took off it."""
        known = self.payments.setdefault(payment, Payment(payment))
        settled = abs(yuan) if settled is None else settled
        self.receipts.append(Receipt(self.papers[key], known, yuan, settled, is_exact))

    def offset(self, invoice, credit):
        """Note that a credit note settles an invoice, as far as either is open."""
        amount = min(self.get_open(invoice), self.get_open(credit))
        if amount > 0:
            row = Offset(self.papers[invoice], self.papers[credit], amount)
            self.offsets.append(row)
            if row.credit.by_hand:
                row.credit.credits = row.invoice

    def unmatch(self, key):
        """Note that whatever settled a paper was taken off it."""
        paper = self.papers[key]
        for row in self.receipts:
            row.is_matched &= row.paper is not paper
        for row in self.offsets:
            if paper in (row.invoice, row.credit):
                row.is_matched = False
                if row.credit.by_hand:
                    row.credit.credits = None

    def get_open(self, key):
        """Return what is still to be paid of a paper."""
        paper = self.papers[key]
        receipts = sum(
            row.settled
            for row in self.receipts
            if row.is_matched and row.paper is paper
        )
        offsets = sum(
            row.amount
            for row in self.offsets
            if row.is_matched and paper in (row.invoice, row.credit)
        )
        return round(paper.total - receipts - offsets, 2)

    def get_money(self):
        """Return all yuan that count, and how many of their shares are no cents."""
        counted = [row for row in self.receipts if row.counts]
        return (
            round(sum(row.yuan for row in counted), 2),
            sum(not row.is_exact for row in counted),
        )

    def get_yuan(self, sale):
        """Return the yuan of a sale: what came in less what was paid back."""
        return sum(
            row.yuan for row in self.receipts if row.counts and row.paper.sale is sale
        )

    def get_parts(self, sale):
        """Return the part of each line in the sale, after credits of single lines."""
        left = dict(sale.lines)
        for row in self.offsets:
            if row.counts and row.invoice is sale:
                for name, amount in row.credit.lines.items():
                    left[name] -= amount * row.amount / row.credit.total
        left = {name: max(amount, 0) for name, amount in left.items()}
        if sum(left.values()) < 0.005:
            left = sale.lines
        whole = sum(left.values())
        return {name: amount / whole for name, amount in left.items()}

    def get_undone(self, sale):
        """Return the part of a sale that settled credit notes undid, 0 to 1."""
        undone = 0
        for row in self.receipts:
            if row.counts and row.paper.sale is sale and row.paper is not sale:
                undone -= row.settled * row.paper.sign
        for row in self.offsets:
            if row.counts and row.credit.sale is sale:
                undone += row.amount
            if row.counts and row.invoice.sale is sale and row.invoice is not sale:
                undone -= row.amount
        return min(max(undone / sale.total, 0), 1)

    def get_gifts(self, sale):
        """Return what is left of the gifts for a sale."""
        if not sale.is_posted:
            return 0
        return sum(sale.gifts) * (1 - self.get_undone(sale))

    def get_points(self, rates):
        """Return {(sale, person, line): (yuan, gifts, points)} of sales with lines.

        :param rates: rate of a line on a day
        """
        found = defaultdict(lambda: (0, 0, 0))
        for sale in self.papers.values():
            if sale.sale is not sale or not sale.lines:
                continue
            yuan, gifts = self.get_yuan(sale), self.get_gifts(sale)
            for name, part in self.get_parts(sale).items():
                rate = rates(name, sale.day)
                found[sale, sale.person, name] = (
                    yuan * part,
                    gifts * part,
                    (yuan - gifts) * part * rate,
                )
        return found
