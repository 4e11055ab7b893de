"""Watch arrears every week, and process their cases."""

from datetime import date, datetime, time, timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID

FIRST_WATCH, LAST_WATCH = date(2025, 10, 6), date(2026, 11, 2)
WEEK = timedelta(days=7)
# The leader decides days after a proposal; the last proposals stay undecided.
DECISION_DAYS = timedelta(days=14)
DECIDED_UNTIL = LAST_WATCH - timedelta(weeks=5)
REFUSED_EVERY = 4
STEPS = (
    ("电话催收", "承诺月底前付清"),
    ("上门走访，送达催款函", "资金周转困难，要求分期"),
    ("与对方财务对账", "对账无误，等待拨款"),
)
OUTCOMES = (
    ("warning", "对账不及时，予以提醒"),
    ("deducted", "扣减当月业绩积分 200 分"),
    ("none", False),
)
ORPHANED_UNIT = "慈利县局"
ORDERED = "HJ02"
URGENT = "选民证印刷投递，政府专项，须按期交付"
NINE_IN_CHINA = time(1)


def watch(env, users):
    """Watch the arrears week by week, take steps and decide cases."""
    watcher = env["telecom.blacklist.watch"].with_user(SUPERUSER_ID)
    watcher = watcher.with_context(lang="zh_CN", mail_activity_quick_update=True)
    _remove_lead_manager(env)
    env.company.telecom_arrears_started_on = day = FIRST_WATCH
    while day <= LAST_WATCH:
        with freeze_time(datetime.combine(day, NINE_IN_CHINA)):
            watcher._watch_company(env.company, day)
            _take_steps(env, day)
            _decide_cases(env, users["leader"], day)
            env.cr.flush()
        day += WEEK


def _remove_lead_manager(env):
    """Remove the managers of a county's client, so that the head is accountable."""
    debts = env["telecom.arrears"]._get_arrears(env.company, LAST_WATCH)
    partners = env["res.partner"].browse([row["partner_id"] for row in debts])
    orphan = partners.filtered(
        lambda partner: (
            partner.sales_unit_id.parent_id.name == ORPHANED_UNIT
            or partner.sales_unit_id.name == ORPHANED_UNIT
        )
    )[:1]
    orphan.write({"client_manager_id": False, "deputy_manager_id": False})


def _take_steps(env, day):
    """Record a step of the accountable user for each stage of a case."""
    cases = env["telecom.blacklist.case"]
    for case in cases.search(
        [*cases._get_open_domain(), ("accountable_id", "!=", False)]
    ):
        done = len(case.step_ids)
        wanted = (case.opened_on, case.circulated_on, case.proposed_on)
        due = sum(bool(reached) and reached + WEEK <= day for reached in wanted)
        if done < due:
            name, result = STEPS[done]
            env["telecom.blacklist.step"].with_user(case.accountable_id).create(
                {"case_id": case.id, "name": name, "result": result, "date": day}
            )


def _decide_cases(env, leader, day):
    """Approve or refuse proposals, and release clients who have paid."""
    cases = env["telecom.blacklist.case"].with_user(leader)
    waiting = cases.search(
        [("state", "=", "proposed"), ("proposed_on", "<=", day - DECISION_DAYS)]
    )
    if day > DECIDED_UNTIL:
        waiting = cases
    for place, case in enumerate(waiting):
        if (case.id + place) % REFUSED_EVERY == 0 and not case.refused_on:
            case.action_refuse()
            continue
        case.action_approve()
        if case.accountable_id != leader:
            outcome, note = OUTCOMES[case.id % len(OUTCOMES)]
            case.write({"outcome": outcome, "outcome_note": note})
    paid = cases.search([("state", "=", "release_proposed")])
    paid.filtered(lambda case: case.blacklisted_on < day - WEEK).action_release()


def order(env, users, products):
    """Create quotations of two blacklisted clients; grant an override to one."""
    with freeze_time(datetime.combine(LAST_WATCH, NINE_IN_CHINA)):
        cases = env["telecom.blacklist.case"].search(
            [("state", "=", "blacklisted"), ("salesperson_id", "!=", False)],
            order="id",
            limit=2,
        )
        for place, case in enumerate(cases):
            seller = case.salesperson_id.user_id
            quotation = env["sale.order"].create(
                {
                    "partner_id": case.partner_id.id,
                    "user_id": seller.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {"product_id": products[ORDERED].id, "product_uom_qty": 2},
                        )
                    ],
                }
            )
            request = {"order_id": quotation.id, "reason": URGENT}
            overrides = env["telecom.order.override"].with_user(seller)
            override = overrides.create(request).with_user(users["leader"])
            if place == 0:
                override.expires_on = LAST_WATCH + 2 * WEEK
                override.action_grant()
                quotation.action_confirm()
        env.cr.flush()
