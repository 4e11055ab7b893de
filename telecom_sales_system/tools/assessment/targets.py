"""Targets of a year, without any database."""

from ..figures import NoFigure, require_figure

# Fields of a target, one a month
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


def planned_total(plan, base, growth):
    """Return the larger of the plan and last year's total with growth.

    The rule of 户数新增率 and 收入比重.

    Not rounded: 15 % on 267 clients is 307.05, of which 307 is no full percent short.

    :param plan: planned total
    :param base: last year's total; 0 for a unit that had none
    :param growth: as a fraction, 0.15 for +15 %
    :raises NoFigure: no_target (no plan), no_base, negative_base
    """
    plan, base = require_figure(plan, "no_target"), require_figure(base, "no_base")
    if base < 0:
        raise NoFigure("negative_base")
    return max(plan, base * (1 + growth))
