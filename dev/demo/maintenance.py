"""Create maintenance budgets, activities and expenses as users with the rights."""

from datetime import datetime

from freezegun import freeze_time

from dev.demo.reviews import NOVEMBER
from dev.demo.units import SELLING
from dev.demo.upkeep import (
    EXPENSES,
    SYMPOSIUM,
    SYMPOSIUM_COST,
    SYMPOSIUM_PAYER,
    YEAR,
    activities,
)

# In 张家界 at nine in the morning.
JANUARY = "2026-01-08 01:00:00"
MINUTES = "向到会客户介绍了新业务，听取了意见和建议，逐条记录并落实到客户经理。"


def release(env, users, units):
    """Accrue the budgets of the year, and approve them as the leader."""
    with freeze_time(JANUARY):
        budgets = (
            env["telecom.maintenance.budget"]
            .with_user(users["service"])
            .create(
                [{"unit_id": units[unit.code].id, "year": YEAR} for unit in SELLING]
            )
        )
        budgets.action_accrue()
        budgets.with_user(users["leader"]).action_approve()
        env.cr.flush()
    return {unit.code: budget for unit, budget in zip(SELLING, budgets, strict=True)}


def carry_out(env, users, units, budgets):
    """Hold the activities, spend about half of the budgets."""
    with freeze_time(NOVEMBER):
        held = {}
        for row in activities():
            owner = users["service" if row.unit == "ZJJ" else row.unit.lower()]
            activity = _plan_activity(env, row, units, budgets, owner)
            activity.action_invite()
            if row.start < datetime.now():
                activity.action_confirm_all_present()
                activity.minutes = MINUTES
                activity.action_done()
            held.setdefault(row.unit, []).append(activity)
        for code, budget in budgets.items():
            _spend_budget(budget, held[code], users, users[code.lower()])
        _pay_symposium(budgets[SYMPOSIUM_PAYER], held["ZJJ"][0], users)
        env.cr.flush()


def _plan_activity(env, row, units, budgets, owner):
    unit = units[row.unit]
    tiers = env["telecom.client.tier"].search([])
    invited = tiers.filtered("is_invited").sorted("threshold")[:1]
    # A unit without a gold client asks its silver ones.
    floor = (
        invited if _find_key_clients(unit, invited) else tiers.sorted("threshold")[:1]
    )
    cost = SYMPOSIUM_COST
    if row.unit in budgets:
        cost = round(budgets[row.unit].accrued * row.share)
    return (
        env["telecom.maintenance.activity"]
        .with_user(owner)
        .create(
            {
                "name": row.name,
                "unit_id": unit.id,
                "start": row.start,
                "place": row.place,
                "tier_floor_id": floor.id,
                "planned_cost": cost,
                "user_id": owner.id,
            }
        )
    )


def _find_key_clients(unit, floor):
    """Return a unit's clients with a manager, from a tier up, the highest first."""
    clients = unit.env["res.partner"].search(
        [
            ("sales_unit_id", "child_of", unit.id),
            ("parent_id", "=", False),
            ("tier_id.threshold", ">=", floor.threshold),
            ("client_manager_id", "!=", False),
        ],
        order="id",
    )
    return clients.sorted(lambda client: -client.tier_id.threshold)


def _spend_budget(budget, held, users, manager):
    tiers = budget.env["telecom.client.tier"].search([])
    clients = _find_key_clients(budget.unit_id.sudo(), tiers.sorted("threshold")[:1])
    for row in EXPENSES:
        vals = {
            "name": row.name,
            "category": row.category,
            "date": row.day,
            "amount": max(1, round(budget.accrued * row.share)),
            "budget_id": budget.id,
        }
        proposer = users["service"]
        if row.category == "activity":
            vals["activity_id"] = held[row.target].id
        elif row.category != "other":
            client = clients[row.target % len(clients)]
            vals["partner_id"] = client.id
            proposer = client.client_manager_id.user_id
        expense = (
            budget.env["telecom.maintenance.expense"].with_user(proposer).create(vals)
        )
        _decide_expense(expense, row.ending, manager, users["service"])


def _pay_symposium(budget, symposium, users):
    expense = (
        budget.env["telecom.maintenance.expense"]
        .with_user(users["service"])
        .create(
            {
                "name": SYMPOSIUM.name,
                "category": SYMPOSIUM.category,
                "date": SYMPOSIUM.day,
                "amount": SYMPOSIUM_COST,
                "budget_id": budget.id,
                "activity_id": symposium.id,
            }
        )
    )
    manager = users[SYMPOSIUM_PAYER.lower()]
    _decide_expense(expense, SYMPOSIUM.ending, manager, users["service"])


def _decide_expense(expense, ending, manager, clerk):
    if ending == "refused":
        expense.with_user(manager).action_refuse()
    elif ending != "draft":
        expense.with_user(manager).action_approve()
    if ending == "paid":
        expense.with_user(clerk).action_pay()
