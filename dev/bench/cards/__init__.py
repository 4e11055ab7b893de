"""`make bench PART=cards`: twelve months of scorecards of 500 units, 15 lines each.

N is the number of ledger entries of a month.
"""

from datetime import date

from dev.bench import masters
from dev.bench.clients.clock import Clock
from dev.bench.close.measure import Memory
from dev.bench.dataset import make_period

UNITS, MONTHS, LINES = 500, 12, 15
FEWER = 10  # so many times fewer units are scored first
INSERTED_AT_ONCE = 100  # new cards, by Odoo's ORM
COLUMNS = {"cards": 0, "lines": 0, "seconds": 2, "queries": 0, "few": 0, "more_mb": 0}
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
    """Score the year month by month, with a tenth of the units first, print.

    :raises SystemExit: an aim was missed
    """
    print(f"making {UNITS} units and {MONTHS} months of {count:,} entries", flush=True)
    with env_factory() as env:
        parameters = masters.make(env, clients=100)
        units = _add_units(env, UNITS // FEWER, "K")
        periods = _make_months(env, parameters, units, count)
    few = [_score_month(env_factory, period_id)["queries"] for period_id in periods]
    with env_factory() as env:
        env["telecom.assessment"].search([]).unlink()
        _add_units(env, UNITS - UNITS // FEWER, "L")
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
    print("few: queries with a tenth of the units\n")
    print("".join(f"{label:>9}" for label in ("month", *COLUMNS)))
    runs = []
    for month, period_id in enumerate(periods, start=1):
        run = _score_month(env_factory, period_id) | {"few": few[month - 1]}
        runs.append(run)
        cells = (f"{run[key]:>9,.{digits}f}" for key, digits in COLUMNS.items())
        print(f"{month:>9}" + "".join(cells), flush=True)
    slowest = max(run["seconds"] for run in runs)
    aims = {
        f"a month within {MOST_SECONDS} seconds: {slowest:.1f}": slowest < MOST_SECONDS,
        "no more queries than with a tenth of the units, but for Odoo's inserts": all(
            run["queries"] <= run["few"] + run["cards"] / INSERTED_AT_ONCE
            for run in runs
        ),
        f"{LINES} lines a card or more": all(
            run["lines"] >= LINES * run["cards"] for run in runs
        ),
    }
    print()
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    if not all(aims.values()):
        raise SystemExit(1)


def _score_month(env_factory, period_id):
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        with Memory() as memory, Clock(env) as clock:
            cards = period._score_cards()
            env.cr.commit()
        return clock.figures(
            cards=len(cards), lines=len(cards.line_ids), more_mb=memory.more_mb
        )


def _add_units(env, count, prefix):
    units = masters.make_units(env, count, "county", prefix=prefix)
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
    # As every hour since then.
    types = env["telecom.duty.type"].search([])
    env["telecom.duty"]._list_owed_duties(
        types, env.company, date.today(), date(YEAR, 1, 1)
    )
    return units


def _make_months(env, parameters, units, count):
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
