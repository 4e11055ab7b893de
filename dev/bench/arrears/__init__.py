"""`make bench PART=arrears`: debts at any day, compared with SQL written by hand."""

from functools import partial

from dev.bench import run_apart
from dev.bench.arrears import dataset, measure, report


def main(env_factory, count):
    """Fill the database with `count` receivable lines, measure, print, write out/."""
    print(f"making {count:,} receivable lines of three years", flush=True)
    with env_factory() as env:
        facts = dataset.make(env, count)
    run = partial(_run_measurement, env_factory)
    rows, different = [], 0
    for label, day in facts["days"].items():
        hand = run(measure.by_hand, day)
        ours = run(measure.overdue, day)
        different += run(measure.differences, day)
        rows += [
            report.row(f"overdue, {label}", ours, hand["seconds"]),
            report.row("  the same by hand", hand, hand["seconds"]),
        ]
    today, service = facts["days"]["today"], facts["service"]
    rows += [
        report.row("debts of 80 clients", run(measure.debts, today)),
        report.row("list of 80 clients, overdue", run(measure.client_list, service)),
        report.row("list of open items", run(measure.item_list, service)),
        report.row("pivot, unit x bucket", run(measure.pivot, service)),
    ]
    rows += [
        report.row(f"watch, {night} night", figures)
        for night, figures in zip(
            ("first", "second"), run(measure.nights, today), strict=True
        )
    ]
    report.write(facts["lines"], rows, different, run(measure.plan, today))


def _run_measurement(env_factory, function, *arguments):
    return run_apart(function, env_factory, *arguments)
