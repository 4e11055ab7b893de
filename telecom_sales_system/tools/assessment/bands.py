"""Exclusive bands of scores or amounts, and how far the next one is."""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from ..figures import require_figure


@dataclass(frozen=True)
class Band:
    """Values from ``threshold`` up to that of the next band; ``prize`` for each."""

    threshold: Decimal
    prize: Decimal = Decimal(0)


@dataclass(frozen=True)
class Gap:
    """Distance to the next band, also in percent of its threshold."""

    band: Band
    missing: Decimal
    percent: Decimal | None


def band_of(value, bands):
    """Return the highest band that the value reaches, or None.

    Reaching the threshold is enough ("90分以上" means >= 90), and bands are exclusive:
    1,000,000 counts there, not also at 500,000.

    :param bands: Bands in any order
    :raises NoFigure: no_score
    """
    ordered, reached = _find_position(value, bands)
    return ordered[reached - 1] if reached else None


def gap_to_next(value, bands):
    """Return the Gap to the lowest band that the value does not reach yet, or None.

    :raises NoFigure: no_score
    """
    ordered, reached = _find_position(value, bands)
    if reached == len(ordered):
        return None
    band = ordered[reached]
    missing = band.threshold - value
    percent = missing * 100 / band.threshold if band.threshold > 0 else None
    return Gap(band, missing, percent)


def _find_position(value, bands):
    ordered = sorted(bands, key=lambda band: band.threshold)
    thresholds = [band.threshold for band in ordered]
    if len(set(thresholds)) < len(thresholds):
        raise ValueError("two bands begin at the same threshold")
    return ordered, bisect_right(thresholds, require_figure(value, "no_score"))
