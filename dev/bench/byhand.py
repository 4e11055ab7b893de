"""Check that the ledger and SQL written by hand give the same rows."""

from dev.setup import databases

COLUMNS = """
    period_id, company_id, currency_id, kind, recognition_date, cash_date, invoice_date,
    move_id, sale_id, payment_move_id, invoice_name, payment_name, partial_ref,
    incentive_id, partner_id, contact_id, revenue_line_id, products, rate,
    points_per_yuan, salesperson_id, unit_id, team_id, grade_id, is_full_time,
    attribution, is_new_business, fingerprint, cash, discount, incentive,
    converted_profit, points
"""


def by_hand_parameters(env, period):
    """Return the parameters of handwritten.sql."""
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", period.company_id.id)], limit=1
    )
    outstanding = env["account.account"].search([("code", "=", "BENCH1")])
    return {
        "period": period.id,
        "company": period.company_id.id,
        "currency": period.currency_id.id,
        "until": period.date_to,
        "bank": bank.default_account_id.id,
        "outstanding": outstanding.id,
    }


def reset(env_factory, period_id):
    """Reset the period to its state before the computation."""
    with env_factory() as env:
        period = [period_id]
        env.cr.execute(
            "DELETE FROM telecom_performance_entry WHERE period_id = %s", period
        )
        env.cr.execute(
            "DELETE FROM telecom_period_problem WHERE period_id = %s", period
        )
        env.cr.execute("UPDATE telecom_period SET state = 'open' WHERE id = %s", period)
        database = env.cr.dbname
    databases.psql("VACUUM ANALYZE telecom_performance_entry", database)


def keep(env_factory, period_id):
    """Keep a copy of the period's entries."""
    with env_factory() as env:
        env.cr.execute("DROP TABLE IF EXISTS bench_entry")
        env.cr.execute(
            f"CREATE UNLOGGED TABLE bench_entry AS SELECT {COLUMNS}"
            " FROM telecom_performance_entry WHERE period_id = %s",
            [period_id],
        )


def compare(env_factory, period_id):
    """Count the rows that differ between the copy and the period's entries."""
    written = f"SELECT {COLUMNS} FROM telecom_performance_entry WHERE period_id = %s"
    kept = f"SELECT {COLUMNS} FROM bench_entry"
    with env_factory() as env:
        env.cr.execute(
            f"""
            SELECT (SELECT COUNT(*) FROM ({kept} EXCEPT ALL {written}) lost)
                 + (SELECT COUNT(*) FROM ({written} EXCEPT ALL {kept}) added)
            """,
            [period_id, period_id],
        )
        return env.cr.fetchone()[0]
