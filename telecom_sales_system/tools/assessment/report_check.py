"""Comparison of a reported figure with the measured one."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """Differences that the customer service department tolerates.

    :param rounding: amounts that differ by no more count as equal
    :param percent: of the measured figure; a larger difference is grave
    :param count: counts that differ by no more are never grave
    """

    rounding: Decimal
    percent: Decimal
    count: Decimal


def compare_figures(reported, measured, is_count, limits):
    """Compare a figure with the measured one; both are Decimals.

    :return: ``(difference, is_grave)``, or None if they agree
    """
    difference = reported - measured
    if abs(difference) <= (0 if is_count else limits.rounding):
        return None
    is_far = abs(difference) * 100 > limits.percent * abs(measured)
    return difference, is_far and not (is_count and abs(difference) <= limits.count)
