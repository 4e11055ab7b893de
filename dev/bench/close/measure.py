"""Measure the steps of a close, and the bare SQL for them."""

import threading
from pathlib import Path
from time import perf_counter

from dev.bench import measure as ledger
from dev.bench.arrears.measure import BYHAND as ARREARS
from dev.bench.clients.clock import Clock
from dev.bench.clients.reviews import BY_HAND as REVENUE
from dev.bench.measure import peak_memory

BYHAND = Path(__file__).with_name("byhand.sql")


def close(env_factory, period_id, parameters):
    """Close a month step by step, each a transaction, as the background job does.

    :return: figures by step
    """
    first, *others = _get_statements()
    # The bare ledger needs a month without entries, what follows one with.
    bare = by_hand(env_factory, parameters, [first])
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        period._plan_steps()
        codes = period.step_ids.sorted().mapped("code")
    found = {code: _run_step(env_factory, period_id, code) for code in codes}
    bare |= by_hand(env_factory, parameters, others)
    for code in codes:
        found[code]["by_hand"] = bare[code]
    return found | {"freeze": _freeze_period(env_factory, period_id)}


def _run_step(env_factory, period_id, code):
    with env_factory() as env:
        step = env["telecom.close.step"].search(
            [("period_id", "=", period_id), ("code", "=", code)]
        )
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0
        with Memory() as memory, Clock(env) as clock:
            step._run_step()
            env.cr.commit()
        return clock.figures(
            figures=step.summary, in_sql=thread.query_time, more_mb=memory.more_mb
        )


def _freeze_period(env_factory, period_id):
    with env_factory() as env:
        period = env["telecom.period"].browse(period_id)
        with Memory() as memory, Clock(env) as clock:
            period._close_period()
            env.cr.commit()
        return clock.figures(more_mb=memory.more_mb)


class Memory:
    """A measurement of the additional memory of a block at its peak, in MB."""

    def __enter__(self):
        # Reset the peak memory of this process.
        Path("/proc/self/clear_refs").write_text("5")
        self.before = peak_memory()
        return self

    def __exit__(self, *error):
        self.more_mb = peak_memory() - self.before


def by_hand(env_factory, parameters, codes):
    """Return the seconds of the bare SQL of the steps; keep nothing."""
    found = {}
    with env_factory() as env:
        for code in codes:
            statements = _get_statements()[code]
            # As the addon does: compiling costs these statements seconds.
            env.cr.execute("SET LOCAL jit = off")
            start = perf_counter()
            for statement, more in statements:
                env.cr.execute(statement, parameters | more(parameters))
            found[code] = perf_counter() - start
            env.cr.rollback()
    return found


def _get_statements():
    """Return ``{step: [(statement, function that adds parameters)]}``."""
    parts = dict(
        part.split("\n", 1) for part in BYHAND.read_text().split("-- step: ")[1:]
    )

    def add_nothing(_parameters):
        return {}

    def add_day(day):
        return lambda parameters: {"as_of": parameters[day]}

    arrears = "CREATE TEMP TABLE bench_owed_{} ON COMMIT DROP AS " + ARREARS.read_text()
    month_end = (arrears.format("now"), add_day("until"))
    return {
        "ledger": [(ledger.HANDWRITTEN.read_text(), add_nothing)],
        "arrears": [month_end, (arrears.format("today"), add_day("today"))],
        "clients": [(REVENUE, add_day("until"))],
        "contest": [(parts["contest"], add_nothing)],
        "metrics": [
            (parts["metrics"], add_nothing),
            month_end,
            (arrears.format("before"), add_day("before")),
        ],
        "cards": [(parts["cards"], add_nothing)],
        "circulars": [(parts["circulars"], add_nothing)],
    }
