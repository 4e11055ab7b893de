"""Sales logs of three months, day by day, and the meetings of the units."""

from datetime import date, datetime, time, timedelta
from random import Random

from freezegun import freeze_time

from dev.demo.fieldwork import FIRST_DAY, TODAY
from dev.demo.holidays import is_workday, next_workday
from dev.demo.units import SELLING

SEED = 20080901
WRITERS = 40
EVENING = time(10)  # 18:00 in China
WRITTEN, LATE = 0.94, 0.05
PROBLEMS = (
    "客户对月结账期有异议，需财务配合对账",
    "竞争对手降价，部分客户观望",
    "缺少新版业务宣传单",
    "",
    "",
)
PLANS = (
    "走访两户到期客户，跟进报价",
    "整理客户档案，准备对账资料",
    "协助大客户签订续约协议",
    "参加周例会，汇报走访情况",
)
REMARKS = ("记录完整，跟进及时", "走访结果应写明下一步措施", "问题反映清楚，已协调解决")
MINUTES = "<p>一、通报上周业绩；二、逐户分析到期客户；三、布置本周走访与清欠任务。</p>"
MEETS_AT = time(0)  # 8:00 on Monday in China, before the visits
LASTS = timedelta(hours=1)
# The review of the third quarter; 17:00 in China, after the visits.
QUARTERLY = datetime(2026, 10, 13, 9)
REVIEWED = (
    "<p>一、各团队汇报三季度业绩与指标完成情况；二、分析大客户增减与欠费；"
    "三、讲评走访与日志质量；四、部署四季度项目营销与收官冲刺。</p>"
)


def write(env, users, units):
    """Hold the meetings and write the logs, each on its day."""
    rng = Random(SEED)
    _hold_meetings(env, users, units)
    people = env["telecom.salesperson"].search([("state", "=", "registered")])
    writers = people[:WRITERS]
    day = FIRST_DAY
    while day < TODAY:
        if is_workday(day):
            _write_day(env, rng, writers, day)
        day += timedelta(days=1)
    _inspect_logs(env, rng)


def _hold_meetings(env, users, units):
    """Hold the weekly meetings and the quarterly review of branches and counties."""
    monday = FIRST_DAY
    meetings = [(QUARTERLY, "quarterly", "三季度营销分析讲评会", REVIEWED)]
    while monday <= TODAY:
        # In a week that begins with a holiday, on the first day of work.
        start = datetime.combine(next_workday(monday), MEETS_AT)
        meetings.append((start, "weekly", "营销周例会", MINUTES))
        monday += timedelta(weeks=1)
    for start, kind, title, minutes in sorted(meetings):
        with freeze_time(start + LASTS):
            for unit in SELLING:
                head = users[unit.code.lower()]
                _hold_meeting(env, head, units[unit.code], start, kind, title, minutes)
            env.cr.flush()


def _hold_meeting(env, head, unit, start, kind, title, minutes):
    people = env["telecom.salesperson"].search(
        [("unit_id", "child_of", unit.id), ("state", "=", "registered")]
    )
    present = people.user_id.partner_id | head.partner_id
    event = (
        env["calendar.event"]
        .with_user(head)
        .with_context(no_mail_to_attendees=True)
        .create(
            {
                "name": f"{unit.name}{title}",
                "start": start,
                "stop": start + LASTS,
                "user_id": head.id,
                "partner_ids": [(6, 0, present.ids)],
                "telecom_meeting_kind": kind,
                "telecom_unit_id": unit.id,
                "telecom_minutes": minutes,
            }
        )
    )
    event.action_telecom_all_present()
    event.action_telecom_hold()


def _write_day(env, rng, writers, day):
    here = [person for person in writers if rng.random() < WRITTEN]
    late = [person for person in here if rng.random() < LATE]
    # sudo: everybody's log at once; each is its writer's own
    logs = env["telecom.sales.log"].sudo()
    with freeze_time(datetime.combine(day, EVENING)):
        made = logs.create(
            [
                {
                    "salesperson_id": person.id,
                    "date": day,
                    "problems": rng.choice(PROBLEMS),
                    "plan": rng.choice(PLANS),
                }
                for person in here
            ]
        )
        made.filtered(lambda log: log.salesperson_id not in late).action_submit()
        env.cr.flush()
    with freeze_time(datetime.combine(day, EVENING) + timedelta(days=4)):
        made.filtered(lambda log: log.state == "draft").action_submit()
        env.cr.flush()


def _inspect_logs(env, rng):
    """Inspect most of the sampled logs of the months before the last."""
    with freeze_time(datetime.combine(TODAY, EVENING)):
        logs = env["telecom.sales.log"].search(
            [
                ("is_sampled", "=", True),
                ("state", "=", "submitted"),
                ("date_from", "<", date(2026, 10, 19)),
            ]
        )
        for log in logs:
            superiors = log.unit_id.supervisor_ids - log.user_id
            # The head of the branch or county, below the leader of the bureau.
            manager = superiors.filtered(lambda user: user.login != "leader")[:1]
            if manager:
                score = min(100, max(55, round(rng.gauss(84, 8))))
                log.with_user(manager)._apply_inspection(score, rng.choice(REMARKS))
        env.cr.flush()
