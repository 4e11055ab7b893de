"""Fulfil the units' duties of the year, most in time, and set people's quotas."""

from base64 import b64encode
from datetime import date, datetime, time, timedelta
from random import Random

from freezegun import freeze_time

from dev.demo.timeline import LAST_DAY

SEED = 20080331
EVENING = time(10)  # 18:00 in China
EVENING_OF_LAST_DAY = datetime.combine(LAST_DAY, EVENING)
IN_TIME, LATE = 0.955, 0.03
PAPER = b64encode("本单位制度文件（演示）。".encode())
# Points of a year, by the grade of the person.
QUOTAS = {
    "trainee": 8_000,
    "junior": 20_000,
    "intermediate": 45_000,
    "senior": 90_000,
    "principal": 160_000,
}
REQUESTS = (
    ("新年商函客户名单", date(2026, 1, 12), date(2026, 1, 23)),
    ("上半年中小企业走访情况", date(2026, 7, 1), date(2026, 7, 10)),
    ("四季度项目营销进展", date(2026, 10, 19), date(2026, 11, 6)),
)


def set_quotas(env, users):
    """Set a target of points for each person, by grade."""
    points = env.ref("telecom_sales_system.metric_points")
    people = env["telecom.salesperson"].search([("state", "!=", "candidate")])
    env["telecom.target"].with_user(users["service"]).create(
        [
            {
                "metric_id": points.id,
                "salesperson_id": person.id,
                "year": LAST_DAY.year,
                "amount": QUOTAS[person.grade_id.code or "trainee"],
            }
            for person in people
        ]
    )


def fulfil(env, users):
    """List the year's duties, request information, and fulfil most duties in time."""
    rng = Random(SEED)
    service = users["service"]
    with freeze_time(EVENING_OF_LAST_DAY):
        types = env["telecom.duty.type"].with_user(service).search([])
        types._list_year(LAST_DAY.year)
        # sudo: proofs are found by the nightly job
        duties = env["telecom.duty"].sudo()
        duties._prove_duties(env.company, LAST_DAY)
        open_duties = duties.search([("fulfilled_on", "=", False)])
        for duty in open_duties.filtered(lambda duty: duty.due_on <= LAST_DAY):
            _fulfil_duty(rng, duty)
        env.cr.flush()
    for subject, asked, due in REQUESTS:
        _ask_units(env, rng, service, subject, asked, due)


def _fulfil_duty(rng, duty):
    chance = rng.random()
    if chance > IN_TIME + LATE and duty.type_id.frequency in ("week", "month"):
        return
    days = -rng.randint(0, 4)
    if chance > IN_TIME and duty.type_id.frequency != "year":
        days = rng.randint(1, 6)
    done = min(duty.due_on + timedelta(days=days), LAST_DAY)
    if duty.type_id.frequency == "year":
        paper = {"name": f"{duty.type_id.name}.txt", "datas": PAPER}
        duty.evidence_ids = duty.evidence_ids.create(paper)
    duty.write(
        {
            "fulfilled_on": done,
            "fulfilled_by_id": duty.unit_id.manager_id.id,
        }
    )


def _ask_units(env, rng, service, subject, asked, due):
    """Request information of branches and counties; most answer in time."""
    units = env["telecom.sales.unit"].search([("kind", "in", ("branch", "county"))])
    with freeze_time(datetime.combine(asked, EVENING)):
        wizard = (
            env["telecom.duty.request"]
            .with_user(service)
            .create(
                {
                    "subject": subject,
                    "request": f"<p>请报送{subject}，按模板填写。</p>",
                    "due_on": due,
                    "unit_ids": [(6, 0, units.ids)],
                }
            )
        )
        wizard.action_ask()
        env.cr.flush()
    if due > LAST_DAY:
        return
    # sudo: each unit answers for itself
    duties = env["telecom.duty"].sudo()
    for duty in duties.search([("subject", "=", subject)]):
        day = due - timedelta(days=1) if rng.random() < IN_TIME else due + timedelta(2)
        duty.answer = "<p>已按要求报送，详见附件。</p>"
        duty.write({"fulfilled_on": day, "fulfilled_by_id": duty.unit_id.manager_id.id})
