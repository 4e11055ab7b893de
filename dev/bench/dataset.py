"""Fill a scratch database: closed months, then the month to measure."""

from datetime import date
from pathlib import Path

from odoo import fields

from dev.bench import masters

HISTORY_MONTHS = 6
# A closed month has a sixth of the measured one, so that all history is as long again.
FIRST_MONTH = date(2025, 1, 1)
LINES_PER_INVOICE = 2
MONTH_SQL = Path(__file__).with_name("month.sql")
FILLED = [
    "account_move",
    "account_move_line",
    "account_payment",
    "account_bank_statement_line",
    "account_partial_reconcile",
    "telecom_incentive",
    "telecom_performance_entry",
]


def make(env, lines):
    """Close the months of history and return the next one, filled and still open."""
    parameters = masters.make(env)
    env.flush_all()
    drop_text_indexes(env)
    invoices = lines // LINES_PER_INVOICE
    for n in range(HISTORY_MONTHS):
        period = make_period(env, n)
        fill(env, parameters, period, invoices // HISTORY_MONTHS)
        period.action_compute()
        period.action_close()
        env.cr.commit()
    period = make_period(env, HISTORY_MONTHS)
    fill(env, parameters, period, invoices)
    env.cr.commit()
    return period


def make_period(env, n):
    """Make the n-th month."""
    return env["telecom.period"].create(
        {"date_from": fields.Date.add(FIRST_MONTH, months=n)}
    )


def fill(env, parameters, period, count):
    """Write a month's paid invoices."""
    parameters = parameters | {"month": period.date_from, "count": count}
    fill_tables(env, MONTH_SQL, parameters, FILLED)


def fill_tables(env, script, parameters, tables):
    """Write rows by an SQL script, without foreign key checks if the role may do so.

    :param tables: those that the script fills
    """
    env.flush_all()
    env.cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER")
    if env.cr.fetchone()[0]:
        env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(script.read_text(), parameters)
    for table in tables:
        env.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT MAX(id) + 1 FROM {table}))"
        )
    env.cr.commit()
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def drop_text_indexes(env):
    """Drop the indexes for searching names, which are slow to fill and not needed."""
    env.cr.execute(
        "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"
        " AND tablename IN ('account_move', 'account_move_line')"
    )
    for (name,) in env.cr.fetchall():
        env.cr.execute(f'DROP INDEX "{name}"')
