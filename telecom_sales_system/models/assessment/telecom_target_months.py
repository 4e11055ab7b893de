from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DIGITS = (16, 2)


def exact(value):
    """Return an amount as Decimal with two digits."""
    return Decimal(float_repr(value or 0.0, 2))


def _month():
    return fields.Float(
        digits=DIGITS,
        compute="_compute_months",
        store=True,
        readonly=False,
        precompute=True,
    )


class TelecomTargetMonths(models.AbstractModel):
    """Twelve columns, so that a year is one line on screen and in a spreadsheet.

    Who inherits them says in ``_compute_months`` what they are.
    """

    _name = "telecom.target.months"
    _description = "Months of a Target"

    january = _month()
    february = _month()
    march = _month()
    april = _month()
    may = _month()
    june = _month()
    july = _month()
    august = _month()
    september = _month()
    october = _month()
    november = _month()
    december = _month()

    def _compute_months(self):
        raise NotImplementedError
