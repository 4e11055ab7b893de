"""How far a reported figure may be from the measured one."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Limits:
    """What the customer service department tolerates.

    :param rounding: amounts that differ by no more do not differ
    :param percent: of the measured figure; what is off by more is grave
    :param count: counts that are off by no more are never grave
    """

    rounding: Decimal
    percent: Decimal
    count: Decimal


def compare_figures(reported, measured, is_count, limits):
    """Compare a figure with the measured one; both are Decimals.

    :return: ``(difference, is it grave)``, or None if they agree
    """
    difference = reported - measured
    if abs(difference) <= (0 if is_count else limits.rounding):
        return None
    is_far = abs(difference) * 100 > limits.percent * abs(measured)
    return difference, is_far and not (is_count and abs(difference) <= limits.count)
