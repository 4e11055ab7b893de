"""Ranks of scores, and the prizes of ranks, without any database."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from ..allocation import allocate
from ..figures import require_figure
from .bands import band_of


def competition_ranks(scores):
    """Return the rank of each score, the highest first; equals share a rank.

    :param scores: comparable numbers, in any order
    :return: ranks in the order of ``scores``; two firsts are followed by a third
    """
    first_place = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        first_place.setdefault(score, place)
    return [first_place[score] for score in scores]


@dataclass(frozen=True)
class Entrant:
    """Participant in a ranking.

    ``tie_breakers`` decide between equal scores, the higher the better: the score of
    综合效益, then net performance. An entrant that is not ``eligible`` (veto) keeps the
    score, but takes no rank: those behind move up.

    :raises NoFigure: no_score, the score or a tie breaker is unknown
    """

    key: Hashable
    score: Decimal
    tie_breakers: tuple[Decimal, ...] = ()
    eligible: bool = True

    def __post_init__(self):
        for value in self.merits:
            require_figure(value, "no_score")

    @property
    def merits(self):
        """Return the figures that decide the rank, the score first."""
        return (self.score, *self.tie_breakers)


@dataclass(frozen=True)
class Placing:
    """A rank among the eligible, and the prize of it, which may be 0."""

    rank: int
    prize: Decimal


def rank_eligible(entrants, minimum=None):
    """Return {key: rank} of the eligible ones with at least the minimum score.

    Entrants with equal merits share the rank; those without rank are left out.
    """
    ranked = [
        each
        for each in entrants
        if each.eligible and (minimum is None or each.score >= minimum)
    ]
    ranks = competition_ranks([each.merits for each in ranked])
    return {each.key: rank for each, rank in zip(ranked, ranks, strict=True)}


def prizes_by_rank(entrants, prizes, minimum=None, *, shared="split"):
    """Return {key: Placing} of the entrants that ``rank_eligible`` ranks.

    Equals share the rank and the prize, which is read in one of two ways:

    - ``split``: the prizes of the places they take together are pooled and divided
      equally, to the cent, the odd cents in the order of the entrants (cumulative
      rounding): two firsts get half of the first and the second prize each;
    - ``each``: everybody gets the prize of the rank they share, more than the pool.

    :param prizes: of the first, second, ... place; further places get 0
    """
    sharers = defaultdict(list)
    for key, rank in rank_eligible(entrants, minimum).items():
        sharers[rank].append(key)
    placings = {}
    for rank, keys in sharers.items():
        shares = _SHARES[shared](prizes[rank - 1 :], len(keys))
        for key, share in zip(keys, shares, strict=True):
            placings[key] = Placing(rank, share)
    return placings


def prizes_by_band(entrants, bands):
    """Return {key: prize} of the eligible ones who reach a band, each its highest only.

    :param bands: Bands, as >= 95: 20,000 and >= 90: 10,000
    """
    reached = {
        each.key: band_of(each.score, bands) for each in entrants if each.eligible
    }
    return {key: band.prize for key, band in reached.items() if band}


def _split_prizes(prizes, number):
    pool = sum(prizes[:number], Decimal(0))
    return allocate(pool, [Decimal(1)] * number)


def _repeat_prize(prizes, number):
    return [prizes[0] if prizes else Decimal(0)] * number


_SHARES = {"split": _split_prizes, "each": _repeat_prize}
