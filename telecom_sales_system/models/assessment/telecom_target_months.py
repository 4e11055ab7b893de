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


def _create_month_field():
    return fields.Float(
        digits=DIGITS,
        compute="_compute_months",
        store=True,
        readonly=False,
        precompute=True,
    )


class TelecomTargetMonths(models.AbstractModel):
    """Twelve columns, so that a year is one line on screen and in a spreadsheet.

    Models that inherit them compute them in ``_compute_months``.
    """

    _name = "telecom.target.months"
    _description = "Months of a Target"

    january = _create_month_field()
    february = _create_month_field()
    march = _create_month_field()
    april = _create_month_field()
    may = _create_month_field()
    june = _create_month_field()
    july = _create_month_field()
    august = _create_month_field()
    september = _create_month_field()
    october = _create_month_field()
    november = _create_month_field()
    december = _create_month_field()

    def _compute_months(self):
        raise NotImplementedError
