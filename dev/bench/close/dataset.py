"""Fill a scratch database: a bureau of 100 units, and three months of its invoices."""

from pathlib import Path

from dev.bench import dataset, masters
from dev.bench.close import people

UNITS, TEAMS, PEOPLE = 100, 200, 2000
LINES_PER_CLIENT, ONE_DEBTOR_IN = 10, 10
SMALL = 10  # the smaller month has so many times fewer lines and clients
YEAR = dataset.FIRST_MONTH.year
CLIENTS_SQL, DEBTS_SQL = (
    Path(__file__).with_name(name) for name in ("clients.sql", "debts.sql")
)
FILLED = (
    *("res_partner", "telecom_client_tier_history", "telecom_visit"),
    *("account_move", "account_move_line"),
)
TARGETS = ("full_time_points", "key_clients", "key_revenue", "small_firms")


def make_bureau(env):
    """Make the organisation, its contest, schemes and targets.

    :return: parameters of the months, without clients
    """
    parameters = masters.make(
        env, clients=0, units=UNITS, salespeople=people.MADE_THROUGH_ORM
    )
    units = env["telecom.sales.unit"].search([("kind", "=", "branch")])
    people.make_more(env, units, PEOPLE)
    persons = env["telecom.salesperson"].search([], order="id")
    _make_teams(env, units)
    _make_contest(env)
    _make_targets(env, units)
    env.flush_all()
    dataset.drop_text_indexes(env)
    tier = env["telecom.client.tier"].search(
        [("company_id", "=", env.company.id)], order="threshold", limit=1
    )
    env.cr.commit()
    return parameters | {
        "units": units.ids,
        "unit_count": len(units),
        "people": persons.ids,
        "person_count": len(persons),
        "users": persons.user_id.ids,
        "user_count": len(persons),
        "tier": tier.id,
        "one_debtor_in": ONE_DEBTOR_IN,
    }


def _make_teams(env, units):
    """Create two teams a unit; half of its people belong to one of them."""
    env["crm.team"].create(
        [
            {"name": f"Team {n}", "unit_id": units[n % len(units)].id}
            for n in range(TEAMS)
        ]
    )
    env.flush_all()
    for table in ("telecom_salesperson_assignment", "telecom_salesperson"):
        env.cr.execute(
            f"""
            UPDATE {table} row
               SET team_id = (SELECT MIN(id) FROM crm_team
                               WHERE unit_id = row.unit_id)
             WHERE MOD(row.id, 2) = 0
            """
        )
    env.invalidate_all()


def _make_contest(env):
    contest = env.ref("telecom_sales_system.contest_2008").copy(
        {
            "name": "Contest",
            "date_from": f"{YEAR}-01-01",
            "date_to": f"{YEAR}-12-31",
            "company_id": env.company.id,
        }
    )
    contest.action_start()


def _make_targets(env, units):
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


def add_clients(env, parameters, until):
    """Make clients until there are so many; return the parameters with them."""
    known = parameters["clients"]
    with_clients = parameters | {"first": len(known) + 1, "last": until}
    dataset.fill_tables(env, CLIENTS_SQL, with_clients, FILLED)
    clients = env["res.partner"].search(
        [("name", "=like", "Client %"), ("is_company", "=", True)], order="id"
    )
    env.cr.commit()
    return parameters | {"clients": clients.ids, "client_count": len(clients)}


def make_debts(env, parameters, number, lines):
    """Make the next month with so many invoice lines, and debts of its first day."""
    period = dataset.make_period(env, number)
    dataset.fill(env, parameters, period, lines // dataset.LINES_PER_INVOICE)
    with_day = parameters | {"day": period.date_from}
    dataset.fill_tables(env, DEBTS_SQL, with_day, FILLED)
    return period


def make_month(env, parameters, number, lines):
    """Make the next month, and the cases of its debts."""
    period = make_debts(env, parameters, number, lines)
    # As every night: the close finds the cases of the debts there.
    env["telecom.blacklist.watch"]._watch_company_today(env.company)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return period
