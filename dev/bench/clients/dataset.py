"""Fill a scratch database with clients and their invoices of two years."""

from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from dev.bench import masters
from dev.bench.dataset import drop_text_indexes, fill_tables

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
    fill_tables(env, CLIENTS_SQL, parameters | facts | {"count": count}, FILLED)
    return facts


def _create_user(env, login, role):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [Command.set(env.ref(GROUP + role).ids)],
        }
    )
