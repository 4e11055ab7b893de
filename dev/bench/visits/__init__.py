"""`make bench PART=visits`: first page and lists of field work with N visits."""

from datetime import date
from time import perf_counter

from odoo import Command

from dev.bench import masters

FILL = """
INSERT INTO telecom_visit (
    partner_id, client_id, salesperson_id, company_id, unit_id, team_id, kind,
    start, stop, done_at, state, create_uid, create_date, write_uid, write_date)
SELECT p.id, p.id, s.id, s.company_id, s.unit_id, s.team_id, 'small_firm',
       t.at, t.at + interval '1 hour', CASE WHEN t.at < now() THEN t.at END,
       CASE WHEN t.at < now() THEN 'done' ELSE 'planned' END, 1, now(), 1, now()
  FROM generate_series(1, %s) n
  JOIN LATERAL (
        SELECT date_trunc('day', now()) - interval '1060 days'
               + (n * 7 %% 1090) * interval '1 day' + (n %% 9) * interval '1 hour' AS at
       ) t ON TRUE
  JOIN (SELECT id, row_number() OVER () - 1 AS place FROM unnest(%s) AS id) p
       ON p.place = n %% cardinality(%s)
  JOIN (SELECT *, row_number() OVER () - 1 AS place, count(*) OVER () AS total
          FROM telecom_salesperson) s ON s.place = (n / 3) %% s.total
"""
COLUMNS = {
    "start": {},
    "partner_id": {"fields": {"display_name": {}}},
    "salesperson_id": {"fields": {"display_name": {}}},
    "kind": {},
    "purpose": {},
    "state": {},
}
ROUNDS = 3
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def main(env_factory, count):
    """Fill the database with `count` visits, then time pages and lists."""
    with env_factory() as env:
        print(f"making {count:,} visits", flush=True)
        clients = masters.make(env)["clients"]
        env.flush_all()
        env.cr.execute(FILL, (count, clients, clients))
        env.cr.execute("ANALYZE")
        seller = env["telecom.salesperson"].search([], limit=1).user_id
        group = env.ref("telecom_sales_system.group_telecom_salesperson")
        seller.group_ids = [Command.link(group.id)]
        env.flush_all()
        for label, user in (("salesperson", seller), ("department", env.user)):
            _measure_lists(env(user=user), label)
        for name in ("metric_small_firms", "metric_small_firm_revenue"):
            metric = env.ref(f"telecom_sales_system.{name}")
            units = env["telecom.sales.unit"].search([])
            _print_time(
                env, metric.name, lambda m=metric, u=units: m._measure_scopes(u, *YEAR)
            )


def _measure_lists(env, label):
    visits = env["telecom.visit"]
    for what, domain in (
        ("all visits", []),
        ("planned visits", [("state", "=", "planned")]),
    ):
        _print_time(
            env,
            f"{label}: list of {what}",
            lambda d=domain: visits.web_search_read(
                d, COLUMNS, limit=80, count_limit=10_001
            ),
        )
    _print_time(
        env,
        f"{label}: by unit and month",
        lambda: visits.formatted_read_group(
            [], ["unit_id", "start:month"], ["__count"]
        ),
    )
    _print_time(env, f"{label}: first page", env["telecom.dashboard"].read_page)


def _print_time(env, label, function):
    """Print the shortest time in milliseconds and the queries of the last round."""
    best = None
    for _round in range(ROUNDS):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, perf_counter()
        function()
        seconds = perf_counter() - start
        queries = env.cr.sql_log_count - queries
        best = seconds if best is None else min(best, seconds)
    print(f"  {label:40} {best * 1000:7.0f} ms {queries:4} queries")
