"""Questions about arrears, each asked in a process of its own."""

from collections import Counter
from pathlib import Path
from statistics import median

from odoo.tools import SQL

from dev.bench.clients.clock import Clock
from dev.bench.measure import peak_memory

BYHAND = Path(__file__).with_name("byhand.sql")
RUNS = 3
PAGE = 80


def overdue(env_factory, day):
    """Ask for what all clients owe."""
    return _measure_question(
        env_factory,
        lambda env: env["telecom.arrears"]._get_arrears(env.company, day),
    )


def by_hand(env_factory, day):
    """Ask the same with the one statement of byhand.sql."""
    return _measure_question(env_factory, lambda env: _query_by_hand(env, day))


def differences(env_factory, day):
    """Return the number of rows that only one of both results has."""
    with env_factory() as env:
        ours, hand = (
            Counter(tuple(sorted(row.items(), key=str)) for row in rows)
            for rows in (
                env["telecom.arrears"]._get_arrears(env.company, day),
                _query_by_hand(env, day),
            )
        )
        return ((ours - hand) + (hand - ours)).total()


def debts(env_factory, day):
    """Ask for the debts of a page of clients, as the watch does."""
    return _measure_question(
        env_factory,
        lambda env: env["telecom.arrears"]._get_overdue_debts(
            env.company, day, _get_client_page(env)
        ),
    )


def client_list(env_factory, user_id):
    """Read what is overdue for a page of clients, as their list does."""
    return _measure_question(
        env_factory,
        lambda env: _get_client_page(env(user=user_id)).mapped("client_overdue"),
    )


def item_list(env_factory, user_id):
    """Open the list of open items."""

    def read(env):
        items = env(user=user_id)["telecom.arrears.item"]
        shown = ["partner_id", "due_on", "outstanding", "overdue", "currency_id"]
        fields = dict.fromkeys(shown, {})
        return items.web_search_read([("overdue", ">", 0)], fields, limit=PAGE)[
            "records"
        ]

    return _measure_question(env_factory, read)


def pivot(env_factory, user_id):
    """Read the pivot by unit and bucket, with all its totals."""
    sets = [[], ["bucket"], ["sales_unit_id"], ["sales_unit_id", "bucket"]]
    return _measure_question(
        env_factory,
        lambda env: env(user=user_id)[
            "telecom.arrears.item"
        ].formatted_read_grouping_sets(
            [], sets, ["outstanding:sum", "overdue:sum", "overdue_ratio:avg"]
        )[-1],
    )


def nights(env_factory, day):
    """Run the watch twice, the first time opening all cases; keep nothing."""
    with env_factory() as env:
        watch = env["telecom.blacklist.watch"]
        cases = env["telecom.blacklist.case"]
        figures = []
        for _night in ("first", "second"):
            with Clock(env) as clock:
                watch._watch_company(env.company, day)
                # What Odoo leaves until the commit belongs to the night.
                env.cr.flush()
            found = cases.search_count([])
            figures.append(clock.figures(records=found, peak_mb=peak_memory()))
            env.invalidate_all()
        env.cr.rollback()
        return figures


def plan(env_factory, day):
    """Return PostgreSQL's plan of the one computation, with its times."""
    with env_factory() as env:
        env.cr.execute("SET LOCAL jit = off")
        items = env["telecom.arrears"]._get_items_query(env.company, day)
        rows = env.execute_query(SQL("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) %s", items))
        return [line for [line] in rows]


def _query_by_hand(env, day):
    # As ours does; compiling costs this statement seconds, too.
    env.cr.execute("SET LOCAL jit = off")
    env.cr.execute(BYHAND.read_text(), {"company": env.company.id, "as_of": day})
    return env.cr.dictfetchall()


def _get_client_page(env):
    return env["res.partner"].search([("is_company", "=", True)], limit=PAGE)


def _measure_question(env_factory, ask):
    """Ask several times; return the median of seconds and the last figures."""
    clocks = []
    with env_factory() as env:
        for _run in range(RUNS):
            env.invalidate_all()
            with Clock(env) as clock:
                found = len(ask(env))
            clocks.append(clock)
        clock.seconds = median(clock.seconds for clock in clocks)
        return clock.figures(records=found, peak_mb=peak_memory())
