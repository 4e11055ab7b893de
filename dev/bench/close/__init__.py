"""`make bench PART=close`: the full close of a month of N invoice lines, step by step.

The same bureau closes a month of a tenth of the lines and clients first, to see whether
the number of queries depends on either.
"""

from datetime import date, timedelta

from dev.bench import byhand
from dev.bench.close import dataset, measure, report

# March, to begin with, then April and May: in both the same duties fall due.
MONTHS = (2, 3, 4)


def main(env_factory, count):
    """Fill the database, close both months, print, write out/."""
    print(
        f"making {dataset.UNITS} units, {dataset.PEOPLE:,} salespeople and three months"
        f" of up to {count:,} invoice lines",
        flush=True,
    )
    with env_factory() as env:
        parameters = dataset.make_bureau(env)
    few = count // dataset.SMALL
    months = []
    for number, lines in zip(MONTHS, (few, few, count), strict=True):
        with env_factory() as env:
            parameters = dataset.add_clients(
                env, parameters, lines // dataset.LINES_PER_CLIENT
            )
            period = dataset.make_month(env, parameters, number, lines)
            bare = _get_bare_parameters(env, period)
            period_id = period.id
        months.append(measure.close(env_factory, period_id, bare))
        print(f"closed a month of {lines:,} lines", flush=True)
    report.write(count, months[2], months[1])


def _get_bare_parameters(env, period):
    new_year = period.date_from.replace(month=1)
    following = period.date_to + timedelta(days=1)
    return byhand.by_hand_parameters(env, period) | {
        "month": period.date_from,
        "new_year": new_year,
        "before": following.replace(year=following.year - 1) - timedelta(days=1),
        "today": date.today(),
        "date_from": following.replace(year=following.year - 1),
        "as_of": period.date_to,
    }
