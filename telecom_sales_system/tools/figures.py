"""Checks of the figures that calculations use, without any database."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
REASONS = (
    "no_actual",
    "no_count",
    "no_target",
    "zero_target",
    "negative_target",
    "no_base",
    "negative_base",
    "no_population",
    "no_conditions",
    "no_duties",
    "no_score",
)


class NoFigure(Exception):
    """Missing figure, which neither 0 nor full points may replace.

    ``reason`` is one of ``REASONS``; the caller shows it to users as a message, as "no
    target for ...".
    """

    def __init__(self, reason):
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason!r}")
        super().__init__(reason)
        self.reason = reason


def require_figure(value, reason):
    """Return a known figure as a Decimal.

    :param value: Decimal or int; None when it is unknown
    :param reason: of the NoFigure to raise for None
    :raises NoFigure: the figure is unknown
    :raises TypeError: a float, which cannot say that 114 of 120 is exactly 5 % short
    :raises ValueError: not a number, or infinite
    """
    if value is None:
        raise NoFigure(reason)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"{value!r} is neither a Decimal nor an int")
    value = Decimal(value)
    if not value.is_finite():
        raise ValueError(f"{value!r} is no figure")
    return value


def require_count(value, reason):
    """Return a known number of items as an int.

    :raises NoFigure: the number is unknown, or no_count: it is negative or not whole
    """
    value = require_figure(value, reason)
    if value < 0 or value % 1:
        raise NoFigure("no_count")
    return int(value)


def require_target(target):
    """Return a target above 0, of which percents can be taken.

    A target of 0 is an error, as there is no percentage of zero; so is a negative one.

    :raises NoFigure: no_target, zero_target or negative_target
    """
    target = require_figure(target, "no_target")
    if target <= 0:
        raise NoFigure("negative_target" if target else "zero_target")
    return target


def rounded(amount, unit):
    """Return the amount as a multiple of ``unit``, halves away from zero."""
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
