"""`make bench`: the monthly close against SQL written by hand and against the ORM."""

import multiprocessing
from statistics import median

from dev.bench import dataset, measure, report
from dev.bench.byhand import by_hand_parameters, compare, keep, reset

RUNS = 3
ORM_SAMPLE = 1000


def main(env_factory, count):
    """Fill the database with `count` invoice lines, measure, print, write out/."""
    print(f"making {count:,} invoice lines and as many in closed months", flush=True)
    with env_factory() as env:
        period = dataset.make(env, count)
        period_id, parameters = period.id, by_hand_parameters(env, period)
    closes, hands = [], []
    for _run in range(RUNS):
        reset(env_factory, period_id)
        closes.append(run_apart(measure.close, env_factory, period_id))
        keep(env_factory, period_id)
        reset(env_factory, period_id)
        hands.append(run_apart(measure.by_hand, env_factory, parameters))
    differences = compare(env_factory, period_id)
    orm = run_apart(measure.orm, env_factory, period_id, ORM_SAMPLE)
    figures = report.results(
        _get_medians(closes),
        _get_medians(hands),
        orm,
        lines=count,
        runs=RUNS,
        rows_that_differ=differences,
    )
    report.write(figures)


def run_apart(function, *arguments):
    """Call a function in a new process, to measure its memory alone."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def _get_medians(runs):
    """Return the median of each figure over the runs."""
    return {key: median(run[key] for run in runs) for key in runs[0]}
