"""`make bench PART=cards`: twelve months of scorecards of 500 units, 15 lines each.

N is the number of ledger entries of a month.
"""

from dev.bench import masters
from dev.bench.clients.clock import Clock
from dev.bench.close.measure import Memory
from dev.bench.dataset import make_period

UNITS, MONTHS, LINES = 500, 12, 15
MOST_SECONDS = 60  # of a month, both spans: a part of the close
YEAR = 2025
TARGETS = ("full_time_points", "key_clients", "key_revenue", "small_firms")
FILL = """
INSERT INTO telecom_performance_entry (
       period_id, company_id, kind, recognition_date, attribution, currency_id, unit_id,
       partner_id, cash, discount, incentive, converted_profit, points)
SELECT %(period)s, %(company)s, 'cash', %(day)s::date, 'client_unit', %(currency)s,
       (%(units)s::int[])[1 + MOD(n, %(unit_count)s)],
       (%(clients)s::int[])[1 + MOD(n, %(client_count)s)], 100, 0, 0, 35, 35
  FROM generate_series(1, %(count)s) n
"""


def main(env_factory, count):
    """Score the year month by month, print.

    :raises SystemExit: an aim was missed
    """
    print(f"making {UNITS} units and {MONTHS} months of {count:,} entries", flush=True)
    with env_factory() as env:
        periods = _make(env, count)
    print(
        f"\n{'month':>6}{'cards':>8}{'lines':>8}{'seconds':>9}{'queries':>9}{'MB':>6}"
    )
    runs = []
    for month, period_id in enumerate(periods, start=1):
        run = _score(env_factory, period_id)
        runs.append(run)
        print(
            f"{month:>6}{run['cards']:>8,}{run['lines']:>8,}{run['seconds']:>9.2f}"
            f"{run['queries']:>9}{run['more_mb']:>6.0f}",
            flush=True,
        )
    slowest = max(run["seconds"] for run in runs)
    later = {run["queries"] for run in runs[1:]}
    aims = {
        f"a month within {MOST_SECONDS} seconds: {slowest:.1f}": slowest < MOST_SECONDS,
        "as many queries in every month after the first": len(later) == 1,
        f"{LINES} lines a card or more": all(
            run["lines"] >= LINES * run["cards"] for run in runs
        ),
    }
    print()
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    if not all(aims.values()):
        raise SystemExit(1)


def _score(env_factory, period_id):
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        with Memory() as memory, Clock(env) as clock:
            cards = period._score()
            env.cr.commit()
        return clock.figures(
            cards=len(cards), lines=len(cards.line_ids), more_mb=memory.more_mb
        )


def _make(env, count):
    parameters = masters.make(env, clients=100)
    units = masters.make_units(env, UNITS, "county", prefix="K")
    units.headcount = 20
    env["telecom.target"].with_context(tracking_disable=True).create(
        [
            {
                "metric_id": env.ref(f"telecom_sales_system.metric_{name}").id,
                "unit_id": unit.id,
                "year": YEAR,
                "amount": 1_000,
            }
            for name in TARGETS
            for unit in units
        ]
    )
    env.flush_all()
    periods = []
    for number in range(MONTHS):
        period = make_period(env, number)
        env.cr.execute(
            FILL,
            parameters
            | {
                "period": period.id,
                "day": period.date_from,
                "units": units.ids,
                "unit_count": len(units),
                "count": count,
            },
        )
        periods.append(period.id)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return periods
