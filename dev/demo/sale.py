"""A planned invoice and its lines."""

from math import ceil
from typing import NamedTuple

from dev.demo.catalogue import PRODUCTS
from dev.demo.fates import Fate

PRICES = {product.code: product.price for product in PRODUCTS}


class Line(NamedTuple):
    """An invoice line: product code, pieces, discount in percent."""

    product: str
    quantity: int
    discount: int

    @property
    def untaxed(self):
        """Return the amount in yuan without tax."""
        return round(
            PRICES[self.product] * self.quantity * (100 - self.discount) / 100, 2
        )


class Sale(NamedTuple):
    """A planned invoice; ``client`` counts clients from 0, ``seller`` is a login."""

    number: int
    day: object
    client: int
    seller: str | None
    lines: tuple
    fate: Fate
    untaxed: float


def line(product, budget, discount=0):
    """Return a line with enough pieces for a budget, after the discount."""
    price = PRICES[product] * (100 - discount) / 100
    return Line(product, max(1, ceil(budget / price)), discount)


def sale(number, day, client, seller, lines, fate):
    """Return a sale with its amount."""
    untaxed = round(sum(row.untaxed for row in lines), 2)
    return Sale(number, day, client, seller, tuple(lines), fate, untaxed)
