"""Amounts of the database as Decimals, so that rules and sums are exact."""

from decimal import Decimal

from odoo.tools import float_repr


def exact(value, digits=2):
    """Return an amount as Decimal with a number of digits (2: a cent)."""
    return Decimal(float_repr(value or 0.0, digits))
