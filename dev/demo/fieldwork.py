"""Enter three months of visits, and the plan of the coming week."""

from datetime import date, datetime, time, timedelta
from random import Random

from freezegun import freeze_time

from dev.demo.holidays import is_workday, next_workday

SEED = 20080806
FIRST_DAY, TODAY = date(2026, 8, 3), date(2026, 11, 2)
PER_WEEK = (2, 3, 3, 4)
HOURS = (time(1), time(2, 30), time(6, 30), time(8))  # 9:00 to 16:00 in China
DONE_SHARE, CANCELLED_SHARE = 0.93, 0.04
PURPOSES = (
    "推介新业务资费",
    "回访上月业务使用情况",
    "催收逾期欠费",
    "洽谈年度协议续签",
    "了解下半年用邮需求",
    "送达对账单并核对",
)
RESULTS = (
    "客户对现有服务满意，有意增加商函业务量",
    "客户要求报价，三日内送方案",
    "经办人出差，约定下周再访",
    "已签订续约意向书",
    "客户反映投递时限偏长，已转运营部门处理",
    "客户正与其他运营商比价，需跟进",
    "对账无误，承诺月底前付款",
)
NEXT_NOTES = ("送报价方案", "签订协议", "回访客户意见", "跟进付款")
NEXT_EVERY = 7
COORDINATES = {"CL": (29.429, 111.132), "SZ": (29.399, 110.163)}
CENTRE = (29.117, 110.479)
CHECK_IN_EVERY = 3


def carry_out(env, users):
    """Enter the visits of three months as they took place, and plan the next week."""
    rng = Random(SEED)
    people = env["telecom.salesperson"].search([("state", "=", "registered")])
    clients = _group_clients_by_keeper(env, people)
    plans = [
        plan
        for person in people
        if clients.get(person)
        for plan in _draw_visits(rng, person, clients[person])
    ]
    plans.sort(key=lambda plan: plan["start"])
    _set_positions(rng, env["res.partner"].union(*clients.values()))
    with freeze_time(datetime.combine(TODAY, time(1))):
        _enter_visits(env, users["service"], rng, plans)
        _plan_week(env, people[:12])
        env.cr.flush()


def _group_clients_by_keeper(env, people):
    """Return each person's own clients and some small firms of the unit."""
    partners = env["res.partner"].search(
        [("is_company", "=", True), ("parent_id", "=", False)]
    )
    own = partners.filtered("client_manager_id").grouped("client_manager_id")
    firms = partners.filtered("is_small_firm").grouped("sales_unit_id")
    none = partners.browse()
    return {
        person: own.get(person, none) | firms.get(person.unit_id, none)[:20]
        for person in people
    }


def _draw_visits(rng, person, clients):
    """Yield planned visits of a person, never two at one time."""
    monday = FIRST_DAY
    while monday < TODAY:
        week = (monday + timedelta(days=day) for day in range(7))
        slots = [(day, hour) for day in week if is_workday(day) for hour in HOURS]
        wanted = min(len(slots), rng.choice(PER_WEEK))
        for day, hour in rng.sample(slots, wanted):
            yield {
                "partner_id": rng.choice(clients).id,
                "salesperson_id": person.id,
                "start": datetime.combine(day, hour),
                "purpose": rng.choice(PURPOSES),
            }
        monday += timedelta(weeks=1)


def _set_positions(rng, partners):
    """Set the positions of the clients, around the seat of their bureau."""
    for partner in partners:
        unit = partner.sales_unit_id
        north, east = COORDINATES.get(unit.code or unit.parent_id.code, CENTRE)
        partner.write(
            {
                "partner_latitude": north + rng.uniform(-0.03, 0.03),
                "partner_longitude": east + rng.uniform(-0.03, 0.03),
            }
        )


def _enter_visits(env, clerk, rng, plans):
    visits = env["telecom.visit"].with_user(clerk)
    done = []
    for plan in plans:
        took_place = rng.random() < DONE_SHARE
        if took_place:
            late = timedelta(minutes=rng.randrange(20, 70))
            plan |= {"done_at": plan["start"] + late, "result": rng.choice(RESULTS)}
        done.append(took_place)
    made = visits.create(plans)
    for number, (visit, took_place) in enumerate(zip(made, done, strict=True)):
        if not took_place:
            if rng.random() < CANCELLED_SHARE / (1 - DONE_SHARE):
                visit.action_cancel()
            continue
        if number % CHECK_IN_EVERY == 0:
            _check_in(rng, visit)
        if number % NEXT_EVERY == 0 and visit.start.date() > date(2026, 10, 15):
            _note_next_step(rng, visit)


def _note_next_step(rng, visit):
    """Enter the next step, on a working day on which that hour is free."""
    day = next_workday(TODAY + timedelta(days=rng.randrange(1, 12)))
    while visit.search_count(
        [
            ("salesperson_id", "=", visit.salesperson_id.id),
            ("start", "=", datetime.combine(day, visit.start.time())),
        ]
    ):
        day = next_workday(day + timedelta(days=1))
    visit.write(
        {
            "next_step": rng.choice(("visit", "activity")),
            "next_date": day,
            "next_note": rng.choice(NEXT_NOTES),
        }
    )


def _check_in(rng, visit):
    # sudo: a position is sent by the phone of the person, then, not by the clerk
    client = visit.partner_id
    visit.sudo().write(
        {
            "checked_in_at": visit.done_at,
            "latitude": client.partner_latitude + rng.uniform(-0.002, 0.002),
            "longitude": client.partner_longitude + rng.uniform(-0.002, 0.002),
        }
    )


def _plan_week(env, people):
    """Plan some people's week of 2 November from the clients that are due."""
    for person in people:
        plan = (
            env["telecom.visit.plan"]
            .with_user(person.user_id)
            .create({"salesperson_id": person.id, "monday": TODAY})
        )
        if plan.line_ids:
            for line in plan.line_ids:
                line.purpose = PURPOSES[line.id % len(PURPOSES)]
            plan.action_confirm()
