"""Averages that can be added up and compared without rounding."""

from dataclasses import dataclass
from decimal import Decimal

from .figures import NoFigure, require_count, require_figure


@dataclass(frozen=True)
class Average:
    """A total by a number: kept apart, as the quotient may have no end.

    :raises NoFigure: no_actual, one of both is unknown
    """

    total: Decimal
    number: int

    def __post_init__(self):
        require_figure(self.total, "no_actual")
        require_count(self.number, "no_actual")

    @property
    def value(self):
        """The quotient, to be read; NoFigure no_population where number is 0."""
        if not self.number:
            raise NoFigure("no_population")
        return Decimal(self.total) / self.number


def weighted_average(averages):
    """Return the Average of all: total revenue by total clients, no mean of means.

    A unit without clients adds its revenue and nobody to share it.

    :raises NoFigure: no_population, there is no unit, or none has clients
    """
    averages = list(averages)
    number = sum(each.number for each in averages)
    if not number:
        raise NoFigure("no_population")
    return Average(sum((each.total for each in averages), Decimal(0)), number)
