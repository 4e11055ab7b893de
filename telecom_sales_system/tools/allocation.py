"""Shares of an amount, without any database."""

from decimal import Decimal
from itertools import accumulate, pairwise

from .figures import CENT, rounded


def allocate(total, weights, unit=CENT):
    """Split an amount by weights so that the parts sum up to it to the last cent.

    Cumulative rounding, as in the ledger: a part is the rounded sum up to it less the
    rounded sum before it, so no part is off by a whole ``unit``.

    :param total: Decimal, a multiple of ``unit``
    :param weights: Decimals, none negative, not all zero
    :return: a part for each weight, in their order
    :raises ValueError: a weight is negative, or all of them are zero
    """
    weights = list(weights)
    if not weights:
        return []
    whole = sum(weights)
    if min(weights) < 0 or not whole:
        raise ValueError("weights must not be negative, and not all of them zero")
    # The last sum is the total itself: no remainder whatever the weights.
    upto = [rounded(total * sum_ / whole, unit) for sum_ in accumulate(weights)]
    return [now - before for before, now in pairwise([Decimal(0), *upto])]
