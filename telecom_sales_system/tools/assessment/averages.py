"""Averages that can be added up and compared without rounding."""

from dataclasses import dataclass
from decimal import Decimal

from ..figures import NoFigure, require_count, require_figure


@dataclass(frozen=True)
class Average:
    """Average kept as total and number, as the quotient may have endless decimals.

    :raises NoFigure: no_actual, one of both is unknown
    """

    total: Decimal
    number: int

    def __post_init__(self):
        require_figure(self.total, "no_actual")
        require_count(self.number, "no_actual")

    @property
    def value(self):
        """Return the quotient.

        :raises NoFigure: no_population, the number is 0
        """
        if not self.number:
            raise NoFigure("no_population")
        return Decimal(self.total) / self.number


def weighted_average(averages):
    """Return the Average of all: total revenue by total clients, not a mean of means.

    A unit without clients adds its revenue and no client.

    :raises NoFigure: no_population, there is no unit, or none has clients
    """
    averages = list(averages)
    number = sum(each.number for each in averages)
    if not number:
        raise NoFigure("no_population")
    return Average(sum((each.total for each in averages), Decimal(0)), number)
