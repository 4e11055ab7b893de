"""Fill a scratch database with clients and their invoices of two years."""

from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from dev.bench import masters
from dev.bench.dataset import drop_text_indexes

CLIENTS_SQL = Path(__file__).with_name("clients.sql")
FILLED = ["res_partner", "account_move", "account_move_line"]
GROUP = "telecom_sales_system.group_telecom_"


def make(env, count):
    """Make the clients; return the days of the reviews and the users of the lists."""
    parameters = masters.make(env, clients=0)
    people = env["telecom.salesperson"].search([])
    units = env["telecom.sales.unit"].search([("kind", "=", "branch")])
    industries = env["res.partner.industry"].search([])
    last_day = fields.Date.today().replace(day=1) - relativedelta(days=1)
    facts = {
        "last_day": last_day,
        "first_day": last_day + relativedelta(days=1, years=-1) - relativedelta(days=1),
        "service": _create_user(env, "bench_service", "service").id,
        "salesperson": people[:1].user_id.id,
    }
    salespeople = env.ref(GROUP + "salesperson")
    people.user_id.write({"group_ids": [Command.link(salespeople.id)]})
    for name, records in (
        ("people", people),
        ("units", units),
        ("industries", industries),
    ):
        parameters |= {name: records.ids, f"{name}_count": len(records)}
    env.flush_all()
    drop_text_indexes(env)
    _fill_tables(env, parameters | facts | {"count": count})
    return facts


def _create_user(env, login, role):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [Command.set(env.ref(GROUP + role).ids)],
        }
    )


def _fill_tables(env, parameters):
    """Write the rows, without foreign key checks if the role may do so."""
    env.cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER")
    if env.cr.fetchone()[0]:
        env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(CLIENTS_SQL.read_text(), parameters)
    for table in FILLED:
        env.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT MAX(id) + 1 FROM {table}))"
        )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
