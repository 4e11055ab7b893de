"""Fill a scratch database with three years of receivables."""

from pathlib import Path

from odoo import fields

from dev.bench import masters
from dev.bench.dataset import drop_text_indexes, fill_tables

ARREARS_SQL = Path(__file__).with_name("arrears.sql")
FILLED = ["account_move", "account_move_line", "account_partial_reconcile"]
LINES_PER_CLIENT = 50
GROUP = "telecom_sales_system.group_telecom_service"


def make(env, count):
    """Make the receivables; return their number, the days to ask for and the users."""
    parameters = masters.make(env, clients=max(count // LINES_PER_CLIENT, 1))
    service = env["res.users"].create(
        {"name": "Service", "login": "bench_service"}
        | {"group_ids": [fields.Command.set(env.ref(GROUP).ids)]}
    )
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
