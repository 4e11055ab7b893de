"""Parameters and outcome of a scoring rule; the rules are in ``scoring``."""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from ..figures import CENT, rounded

# 50 digits of precision, so that no full percent is lost to rounding.
EXACT = Context(prec=50)

SENTENCES = (
    "missing_none",
    "missing_some",
    "nothing_due",
    "conditions_met",
    "conditions_failing",
    "ratio_met",
    "ratio_short",
    "ratio_above",
    "average_met",
    "average_short",
    "average_above",
    "projects_done",
    "projects_missing",
    "not_due",
)


@dataclass(frozen=True)
class Scale:
    """The parameters of a rule.

    ``points`` of the line; ``loss`` for each missing item, for each percent short, or
    for any failing condition; ``gain`` for each percent above or each large project;
    ``cap`` of the gains, None for none. ``whole_percents`` counts full percents only,
    else they count proportionally. ``free_when_nothing_due`` gives full points where
    nothing was owed (no request came in), which is an error otherwise. Deductions,
    bonuses and scores are multiples of ``unit``; no score is below ``floor``.
    """

    points: Decimal
    loss: Decimal
    gain: Decimal = Decimal(0)
    cap: Decimal | None = None
    whole_percents: bool = True
    lower_is_better: bool = False
    free_when_nothing_due: bool = False
    floor: Decimal = Decimal(0)
    unit: Decimal = CENT

    def __post_init__(self):
        if min(self.points, self.loss, self.gain, self.cap or 0) < 0 or self.unit <= 0:
            raise ValueError("points, loss, gain and cap must not be negative")


@dataclass(frozen=True)
class Outcome:
    """A score and the figures of the sentence that explains it.

    score = points - deduction + bonus, but not below the floor: ``deduction`` is what
    the rule takes away, even where the floor gives some of it back. ``sentence`` is one
    of ``SENTENCES``. Of ratios: ``attainment`` is the actual in percent of the target,
    ``short`` and ``above`` are percents on the bad and on the good side of the target,
    not rounded, ``counted`` those that cost or earned points. Of the others:
    ``missing`` items or failing conditions, ``large`` projects. ``floor_hit`` and
    ``cap_hit`` tell that floor and cap changed the score.
    """

    sentence: str
    score: Decimal
    deduction: Decimal
    bonus: Decimal
    actual: Decimal
    target: Decimal
    attainment: Decimal | None = None
    short: Decimal | None = None
    above: Decimal | None = None
    counted: Decimal | None = None
    missing: int | None = None
    large: int | None = None
    floor_hit: bool = False
    cap_hit: bool = False


def make_outcome(scale, sentence, *, losses=0, gains=0, **figures):
    """Return the outcome of losses and gains before rounding, floor and cap."""
    deduction = rounded(Decimal(losses), scale.unit)
    bonus = rounded(Decimal(gains), scale.unit)
    cap_hit = scale.cap is not None and bonus > scale.cap
    if cap_hit:
        bonus = scale.cap
    score = rounded(scale.points - deduction + bonus, scale.unit)
    return Outcome(
        sentence,
        max(score, scale.floor),
        deduction,
        bonus,
        floor_hit=score < scale.floor,
        cap_hit=cap_hit,
        **figures,
    )


def score_percents(scale, subject, measured, standard, **shown):
    """Return the outcome of the percents that ``measured`` is off ``standard``.

    :param subject: how the sentence begins: ratio or average
    :param standard: above 0
    :param shown: actual and target as people know them
    """
    with localcontext(EXACT):
        attainment = measured * 100 / standard
        gap = standard - measured
        off = abs(gap) * 100
        percent = off / standard
        counted = off // standard if scale.whole_percents else percent
        is_short = gap < 0 if scale.lower_is_better else gap > 0
        return make_outcome(
            scale,
            f"{subject}_{'met' if not gap else 'short' if is_short else 'above'}",
            losses=counted * scale.loss if is_short else 0,
            gains=0 if is_short else counted * scale.gain,
            attainment=attainment,
            short=percent if is_short else Decimal(0),
            above=Decimal(0) if is_short else percent,
            counted=counted,
            **shown,
        )
