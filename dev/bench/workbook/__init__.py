"""`make bench PART=workbook`: the workbook of a month of N entries and many debtors."""

from dev.bench import run_apart
from dev.bench.clients.clock import Clock
from dev.bench.close import dataset
from dev.bench.close.measure import Memory

DEBTORS = 30_000
MOST_MEMORY_MB = 150
MB = 1024 * 1024


def main(env_factory, count):
    """Compute a month of `count` invoice lines, write its workbook, print.

    :raises SystemExit: an aim was missed
    """
    print(f"making {count:,} invoice lines and {DEBTORS:,} debtors", flush=True)
    with env_factory() as env:
        parameters = dataset.make_bureau(env) | {"one_debtor_in": 1}
        parameters = dataset.add_clients(env, parameters, DEBTORS)
        period = dataset.make_debts(env, parameters, 0, count)
        period.action_compute()
        period_id = period.id
    figures = run_apart(build, env_factory, period_id)
    print(
        f"\n{figures['entries']:,} entries, {figures['debts']:,} debts:"
        f" {figures['seconds']:.0f} s,"
        f" {figures['queries']:,} queries, {figures['size'] / MB:.1f} MB of file;"
        f" memory {figures['before_mb']:.0f} MB before,"
        f" {figures['more_mb']:.0f} MB more at the peak"
    )
    reached = figures["more_mb"] <= MOST_MEMORY_MB
    print(
        f"\n{'reached' if reached else 'MISSED '}  at most {MOST_MEMORY_MB} MB more"
        " memory"
    )
    if not reached:
        raise SystemExit(1)


def build(env_factory, period_id):
    """Build the workbook as its download does, in a process of its own."""
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        entries = period.entry_count
        debts = env["telecom.arrears.balance"].search_count(
            [("period_id", "=", period_id), ("outstanding", ">", 0)]
        )
        with Memory() as memory, Clock(env) as clock:
            content = env["telecom.performance.workbook"]._build_workbook(period)
        return clock.figures(
            entries=entries,
            debts=debts,
            size=len(content),
            before_mb=memory.before,
            more_mb=memory.more_mb,
        )
