"""One pure function per rule of the regulation's annexes, without any database.

They take and return Decimals, no floats, and write no texts.

An actual may be negative, as net performance after refunds is: it is that much short,
and the floor holds. A target must be above 0: there is no percentage of zero.
"""

from decimal import Decimal, localcontext

from ..figures import NoFigure, require_count, require_figure, require_target
from .outcome import EXACT, make_outcome, score_percents


def missing_items(scale, *, actual, target):
    """Score items that are due: ``loss`` for each missing (三项基本制度, 客户维护).

    :param actual: number of items present, or done in time; a surplus earns nothing
    :param target: number of items due by now
    :return: Outcome; missing_none, missing_some or nothing_due
    :raises NoFigure: no_actual, no_target, or zero_target: nothing is due, and the
        scale gives no points for that
    """
    actual, target, missing = _count_missing(scale, actual, target)
    return make_outcome(
        scale,
        _choose_sentence(target, missing, "missing_none", "missing_some"),
        losses=missing * scale.loss,
        actual=Decimal(actual),
        target=Decimal(target),
        missing=missing,
    )


def all_or_nothing(scale, conditions):
    """Score conditions that must all hold: any failing one costs the ``loss``.

    The loss may be less than the points, as annex 2's "late -5" of 7 is.

    :param conditions: bools; None for an unknown one
    :return: Outcome; conditions_met or conditions_failing, ``missing`` counts those
    :raises NoFigure: no_conditions, or no_actual: a condition is unknown
    """
    conditions = list(conditions)
    if not conditions:
        raise NoFigure("no_conditions")
    if None in conditions:
        raise NoFigure("no_actual")
    failing = sum(not met for met in conditions)
    return make_outcome(
        scale,
        "conditions_failing" if failing else "conditions_met",
        losses=scale.loss if failing else 0,
        actual=Decimal(len(conditions) - failing),
        target=Decimal(len(conditions)),
        missing=failing,
    )


def ratio(scale, *, actual, target):
    """Score an actual by its target: ``loss`` for each percent short, ``gain`` for each
    percent above, up to the ``cap`` (营销业绩, 中小企业走访).

    Where lower is better, percents over the target are short and those under it above:
    12 for at most 10 is 20 % short, 9 is 10 % above.

    :return: Outcome; ratio_met, ratio_short or ratio_above
    :raises NoFigure: no_actual, no_target, zero_target, negative_target
    """
    actual, target = require_figure(actual, "no_actual"), require_target(target)
    return score_percents(scale, "ratio", actual, target, actual=actual, target=target)


def ratio_to_average(scale, *, own, city):
    """Score a unit's average by the city's, as ``ratio`` (户均用邮收入效益值).

    The two are compared by cross multiplication: no percent is lost to rounding.

    :param own: Average of the unit
    :param city: Average of all units: total revenue and total clients
    :return: Outcome; average_met, average_short or average_above
    :raises NoFigure: no_population: one of both has no clients; zero_target,
        negative_target: the city's average is not above 0
    """
    shown = {"actual": own.value, "target": require_target(city.value)}
    with localcontext(EXACT):
        measured = Decimal(own.total) * city.number
        standard = Decimal(city.total) * own.number
    return score_percents(scale, "average", measured, standard, **shown)


def project_bonus(scale, *, actual, target, large):
    """Score projects: ``loss`` for each planned one missing, ``gain`` for each large.

    The floor applies to the line after the bonus.

    :param actual: number of planned projects done
    :param target: number of projects planned by now
    :param large: number of projects that reached the large amount, planned or not
    :return: Outcome; projects_done, projects_missing or nothing_due
    :raises NoFigure: as ``missing_items``
    """
    actual, target, missing = _count_missing(scale, actual, target)
    large = require_count(large, "no_actual")
    return make_outcome(
        scale,
        _choose_sentence(target, missing, "projects_done", "projects_missing"),
        losses=missing * scale.loss,
        gains=large * scale.gain,
        actual=Decimal(actual),
        target=Decimal(target),
        missing=missing,
        large=large,
    )


def not_due(scale):
    """Score a line whose deadline has not come yet: full points.

    :return: Outcome; not_due
    """
    zero = Decimal(0)
    return make_outcome(scale, "not_due", actual=zero, target=zero)


def vetoes_held(vetoes):
    """Return the codes of the vetoes that hold; any prevents an award, not the score.

    :param vetoes: (code, number, limit) each; three grave errors veto at a limit of 3,
        a circular not issued or a case of fraud at 1
    :raises NoFigure: no_actual, a number is unknown
    """
    return tuple(
        code
        for code, number, limit in vetoes
        if require_count(number, "no_actual") >= limit
    )


def _count_missing(scale, actual, target):
    target = require_count(target, "no_target")
    if not target and not scale.free_when_nothing_due:
        raise NoFigure("zero_target")
    actual = require_count(actual, "no_actual")
    return actual, target, max(target - actual, 0)


def _choose_sentence(target, missing, complete, incomplete):
    if not target:
        return "nothing_due"
    return incomplete if missing else complete
