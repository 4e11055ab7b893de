"""Work with the addon for a month: people, facts, a closed month, a circular."""

from datetime import date, datetime, timedelta

from odoo import Command

MONTH = date(2026, 1, 1)
VISITED = datetime(2026, 1, 6, 2)


def work(env):
    """Make rows of each room, among them those that nobody may delete."""
    client = env["res.partner"].search([("name", "=", "Host Client")])
    person = _enrol_salesperson(env)
    line = _find(env, "telecom.revenue.line", "letter")
    if not line.rate_ids:
        line.rate_ids = [Command.create({"date_from": date(2008, 1, 1), "rate": 0.35})]
    category = env["product.category"].search([("name", "=", "Host Category")])
    category.own_revenue_line_id = line
    client.write(
        {
            "sales_unit_id": person.unit_id.id,
            "client_manager_id": person.id,
            "is_small_firm": True,
        }
    )
    visit = env["telecom.visit"].create(
        {
            "partner_id": client.id,
            "salesperson_id": person.id,
            "start": VISITED,
            "purpose": "Introduce the service",
        }
    )
    visit.write({"result": "They want an offer", "done_at": VISITED})
    visit.action_done()
    _meet(env, person.unit_id)
    _teach(env, person.unit_id)
    env["telecom.sales.log"].create(
        {"salesperson_id": person.id, "date_from": MONTH, "plan": "Visit on"}
    )
    debts = env["telecom.arrears"]._get_arrears(env.company, date(2026, 3, 31))
    assert debts, "the host's unpaid invoice is not overdue"
    env.company.write({"telecom_arrears_started_on": MONTH, "telecom_warning_floor": 1})
    env["telecom.blacklist.watch"]._watch_company(env.company, date(2026, 3, 31))
    period = env["telecom.period"].create({"date_from": MONTH})
    period.action_close()
    assert env["telecom.performance.entry"].search_count([]), "no cash was counted"
    _issue_circular(env, person.unit_id)


def _find(env, model, code):
    """Find a sample, or what a bureau has in its place."""
    return env[model].search([("code", "=", code)])


def _enrol_salesperson(env):
    units = env["telecom.sales.unit"]
    city = units.create({"name": "City", "code": "C", "kind": "city"})
    county = units.create(
        {"name": "Cili", "code": "CL", "kind": "county", "parent_id": city.id}
    )
    county.headcount = 10
    user = env["res.users"].search([("login", "=", "host.seller")])
    user.group_ids = [
        Command.link(env.ref("telecom_sales_system.group_telecom_salesperson").id)
    ]
    person = env["telecom.salesperson"].create(
        {"user_id": user.id, "certificate_no": "C-001"}
    )
    team = env["crm.team"].search([("name", "=", "Host Team")])
    team.unit_id = county
    person._register_salesperson(
        {
            "date_from": date(2025, 1, 1),
            "unit_id": county.id,
            "team_id": team.id,
            "grade_id": _find(env, "telecom.salesperson.grade", "junior").id,
        }
    )
    return person


def _meet(env, unit):
    """Hold a meeting of the unit, and plan a visit to a firm that is new."""
    env["calendar.event"].create(
        {
            "name": "Weekly Meeting",
            "start": VISITED,
            "stop": VISITED + timedelta(hours=1),
            "telecom_meeting_kind": "weekly",
            "telecom_unit_id": unit.id,
            "telecom_minutes": "<p>All is well.</p>",
        }
    )
    env["telecom.visit"].create(
        {
            "prospect": "New Firm",
            "salesperson_id": env["telecom.salesperson"].search([], limit=1).id,
            "start": VISITED + timedelta(days=400),
        }
    )


def _teach(env, unit):
    env["telecom.training"].create(
        {
            "name": "Course",
            "unit_id": unit.id,
            "session_ids": [
                Command.create({"start": VISITED, "stop": VISITED + timedelta(hours=2)})
            ],
        }
    )


def _issue_circular(env, unit):
    files = env["ir.attachment"].create(
        [{"name": name, "raw": name.encode()} for name in ("circular.pdf", "annex.txt")]
    )
    circular = env["telecom.circular"].create(
        {
            "unit_id": unit.id,
            "title": "Notice",
            "body": "All read this.",
            "pdf_attachment_id": files[0].id,
            "evidence_ids": [Command.set(files[1].ids)],
        }
    )
    files[0].write({"res_model": circular._name, "res_id": circular.id})
    # The path to an issued circular is tested elsewhere; here its row has to go.
    circular.write({"state": "issued", "name": "1", "number_year": 2026})


if __name__ == "__main__":
    work(globals()["env"])
