"""What a half-year's performance proposes for a salesperson's grade. Pure, Decimal."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def prorate(threshold, days, days_in_all):
    """Return the threshold for who was there on some of the days, to the cent.

    :param threshold: Decimal, points to be reached in the whole half-year
    """
    share = threshold * days / days_in_all
    return share.quantize(CENT, ROUND_HALF_UP)


def measure_step(points, keep_at, rise_at, duties_met):
    """Return 1, 0 or -1: to rise, to stay, or below what the grade asks.

    Duties that were not met take one step away: who would rise stays, who would stay
    is below.

    :param points: Decimal, performance points of the half-year
    :param keep_at: Decimal, points that the grade asks for
    :param rise_at: Decimal, points that the next grade asks for; None at the highest
    """
    if rise_at is not None and points >= rise_at:
        reached = 1
    else:
        reached = 0 if points >= keep_at else -1
    return reached if duties_met else max(reached - 1, -1)


def propose_outcome(reached, failed_before, has_lower):
    """Return promote, keep, demote or exit.

    :param reached: what ``step`` returned
    :param failed_before: the review before this one was failed too; two in a row
        propose exit (domain.md, 淘汰)
    :param has_lower: there is a grade below; at the lowest a first failure keeps it
    """
    if reached > 0:
        return "promote"
    if reached == 0:
        return "keep"
    if failed_before:
        return "exit"
    return "demote" if has_lower else "keep"
