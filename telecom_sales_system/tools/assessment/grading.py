"""Proposals for a salesperson's grade by half-year performance. Pure, Decimal."""

from decimal import ROUND_HALF_UP

from ..figures import CENT


def prorate(threshold, days, days_in_all):
    """Return the threshold for a person present on some of the days, to the cent.

    :param threshold: Decimal, points to be reached in the whole half-year
    """
    share = threshold * days / days_in_all
    return share.quantize(CENT, ROUND_HALF_UP)


def measure_step(points, keep_at, rise_at, duties_met):
    """Return 1 to rise, 0 to stay, or -1 below the points of the grade.

    Missed duties lower the step by one: a rise becomes a stay, and a stay becomes -1.

    :param points: Decimal, performance points of the half-year
    :param keep_at: Decimal, points that the grade requires
    :param rise_at: Decimal, points that the next grade requires; None at the highest
    """
    if rise_at is not None and points >= rise_at:
        reached = 1
    else:
        reached = 0 if points >= keep_at else -1
    return reached if duties_met else max(reached - 1, -1)


def propose_outcome(reached, failed_before, has_lower):
    """Return promote, keep, demote or exit.

    :param reached: what ``measure_step`` returned
    :param failed_before: the review before this one was failed too; two in a row
        propose exit (淘汰)
    :param has_lower: there is a grade below; at the lowest a first failure keeps it
    """
    if reached > 0:
        return "promote"
    if reached == 0:
        return "keep"
    if failed_before:
        return "exit"
    return "demote" if has_lower else "keep"
