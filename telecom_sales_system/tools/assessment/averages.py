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
