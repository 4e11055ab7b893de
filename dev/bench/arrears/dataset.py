"""Fill a scratch database with three years of receivables."""

from pathlib import Path

from odoo import fields

from dev.bench import masters
from dev.bench.dataset import drop_text_indexes, fill_tables

ARREARS_SQL = Path(__file__).with_name("arrears.sql")
FILLED = ["account_move", "account_move_line", "account_partial_reconcile"]
LINES_PER_CLIENT = 50
LEADER = "telecom_sales_system.group_telecom_leader"
GROUP = "telecom_sales_system.group_telecom_service"


def make(env, count):
    """Make the receivables; return their number, the days to ask for and the users."""
    parameters = masters.make(env, clients=max(count // LINES_PER_CLIENT, 1))
    service = env["res.users"].create(
        {"name": "Service", "login": "bench_service"}
        | {"group_ids": [fields.Command.set(env.ref(GROUP).ids)]}
    )
    _appoint_people(env, parameters["clients"])
    last_day = fields.Date.today()
    env.flush_all()
    drop_text_indexes(env)
    parameters |= {"count": count, "last_day": last_day}
    fill_tables(env, ARREARS_SQL, parameters, FILLED)
    return {
        "lines": env["account.move.line"].search_count(
            [("account_type", "=", "asset_receivable")]
        ),
        "service": service.id,
        "days": {
            "today": last_day,
            "last month's end": fields.Date.subtract(last_day.replace(day=1), days=1),
            "a year ago": fields.Date.subtract(last_day, years=1),
        },
    }


def _appoint_people(env, client_ids):
    """Appoint lead managers, managers of units and two leaders, who get activities."""
    people = env["telecom.salesperson"].search([("state", "!=", "candidate")])
    units = env["telecom.sales.unit"].search([])
    for unit, person in zip(units, people, strict=False):
        unit.manager_id = person.user_id
    people.user_id.group_ids += env.ref(
        "telecom_sales_system.group_telecom_salesperson"
    )
    env["res.users"].create(
        [
            {"name": f"Leader {number}", "login": f"bench_leader_{number}"}
            | {"group_ids": [fields.Command.set(env.ref(LEADER).ids)]}
            for number in (1, 2)
        ]
    )
    env.flush_all()
    env.cr.execute(
        "UPDATE res_partner SET client_manager_id = (%s::int[])[1 + MOD(id, %s)]"
        " WHERE id = ANY(%s)",
        [people.ids, len(people), client_ids],
    )
    env.invalidate_all()
