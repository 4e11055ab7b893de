"""Create courses with results, marketing projects, incidents and notes."""

from datetime import date, datetime, timedelta
from random import Random

from freezegun import freeze_time

from odoo.fields import Command

SEED = 20080915
# Name, level, unit, audience, format, first moment (UTC), whether it is published.
COURSES = (
    (
        "省公司大客户经营管理培训班",
        "province",
        "ZJJ",
        "managers",
        "classroom",
        8,
        12,
        1,
    ),
    ("省公司营销讲师培训班", "province", "ZJJ", "presenters", "classroom", 8, 26, 1),
    ("省公司专职营销员第一期培训", "province", "ZJJ", "front_line", "remote", 9, 9, 1),
    ("省公司专职营销员第二期培训", "province", "ZJJ", "front_line", "remote", 9, 23, 1),
    (
        "省公司专职营销员第三期培训",
        "province",
        "ZJJ",
        "front_line",
        "remote",
        10,
        21,
        0,
    ),
    ("慈利县局营销技能大练兵", "unit", "CL", "front_line", "simulation", 9, 16, 1),
    ("桑植县局中小企业走访培训", "unit", "SZ", "front_line", "meeting", 10, 14, 1),
    ("慈利县局旺季营销动员培训", "unit", "CL", "front_line", "classroom", 11, 18, 0),
)
NOW = datetime(2026, 11, 2, 1)
# Name, unit, planned revenue, deadline, done on, review.
PROJECTS = (
    ("教师节感恩邮政贺卡项目", "HJ", 180_000, date(2026, 9, 10), date(2026, 9, 9)),
    ("中秋思乡月递送项目", "CL", 90_000, date(2026, 9, 25), date(2026, 9, 24)),
    ("政务服务大厅速递进驻项目", "YD", 260_000, date(2026, 12, 31), None),
    ("旅游纪念封册开发项目", "WLY", 320_000, date(2026, 10, 31), None),
    ("媒体整合营销年度框架项目", "DXMT", 1_050_000, date(2026, 12, 31), None),
    ("党报党刊大收订项目", "BK", 400_000, date(2026, 12, 15), None),
    ("烟草物流专线项目", "SZ", 150_000, date(2026, 12, 31), None),
    ("代理保险进乡镇项目", "CH", 200_000, date(2026, 8, 31), date(2026, 8, 28)),
    ("开学季合约机项目", "DXYY", 120_000, date(2026, 9, 15), date(2026, 9, 14)),
    ("代办点宽带加装项目", "DXDB", 110_000, date(2026, 9, 20), date(2026, 9, 18)),
    ("政企短信通道项目", "DZDX", 140_000, date(2026, 9, 30), date(2026, 9, 29)),
)
REVIEW = "<p>项目按期完成，收入达到计划；客户对时限满意。下一步固化为年度协议。</p>"
BILLED = 12
NOTES = (
    ("小票据做成大商函：某酒厂标签业务开发", "cl02", ("商函", "工业客户")),
    ("从欠费大户到预付客户的转变", "yd03", ("欠费清收",)),
    ("校园市场旺季营销三步法", "sz02", ("校园市场", "旺季营销")),
    ("AB角交接如何不丢客户", "hj02", ("客户维护",)),
)
BODY = (
    "<p><b>背景</b>：客户原由竞争对手服务，用邮量分散。</p>"
    "<p><b>做法</b>：三次走访摸清需求，拟订一揽子方案，由县局领导带队洽谈。</p>"
    "<p><b>成效</b>：签订年度协议，月均收入增长两成。</p>"
)
# One of the best of each of the larger units trains the others.
PRESENTERS = ("yd03", "hj01", "hj02", "cl02", "sz02")
INCIDENTS = (
    ("虚填走访记录", "yd05", "honesty", "serious", "抽查回访，客户表示当日无人到访。"),
    ("大客户来信表扬", "hj01", "praise", "minor", "客户来信感谢其节日加班投递。"),
    ("例会无故缺席", "cl05", "discipline", "minor", "九月第二周例会无故缺席。"),
)


def carry_out(env, users, units):
    """Hold the courses, run the projects, write notes and report incidents."""
    rng = Random(SEED)
    logins = [("user_id", "in", [users[login].id for login in PRESENTERS])]
    env["telecom.salesperson"].search(logins).is_presenter = True
    for row in COURSES:
        _hold_course(env, users, units, rng, *row)
    with freeze_time(NOW):
        _run_projects(env, users, units)
        _write_notes(env, users)
        _report_incidents(env, users)
        env.cr.flush()


def _hold_course(
    env, users, units, rng, name, level, code, audience, form, month, day, out
):
    start = datetime(2026, month, day, 1)
    holder = users["service" if level == "province" else code.lower()]
    with freeze_time(min(NOW, start + timedelta(days=2))):
        course = (
            env["telecom.training"]
            .with_user(holder)
            .create(
                {
                    "name": name,
                    "level": level,
                    "unit_id": units[code].id,
                    "audience": audience,
                    "format": form,
                    "user_id": holder.id,
                    "session_ids": [Command.create({"start": start})],
                }
            )
        )
        invite = env["telecom.training.invite"].with_user(holder)
        invite = invite.with_context(default_training_id=course.id)
        invite.create({"training_id": course.id}).action_invite()
        if start > NOW:
            return
        course.action_hold()
        for row in course.attendance_ids:
            absent = rng.random() < 0.05
            row.presence = "absent" if absent else "attended"
            if not absent and (out or rng.random() < 0.95):
                row.score = min(100, max(35, round(rng.gauss(81, 11))))
        if out:
            course.action_publish()
        env.cr.flush()


def _run_projects(env, users, units):
    for place, (name, code, planned, deadline, done_on) in enumerate(PROJECTS):
        head = users[code.lower()]
        owner = env["telecom.salesperson"].search(
            [("unit_id", "child_of", units[code].id), ("state", "=", "registered")],
            limit=1,
        )
        campaign = env["utm.campaign"].create({"name": name})
        project = (
            env["telecom.marketing.project"]
            .with_user(head)
            .create(
                {
                    "name": name,
                    "unit_id": units[code].id,
                    "year": 2026,
                    "salesperson_id": owner.id,
                    "team_id": owner.team_id.id,
                    "planned_revenue": planned,
                    "deadline": deadline,
                    "campaign_id": campaign.id,
                }
            )
        )
        _link_invoices(env, campaign, units[code], place)
        if done_on:
            project.review = REVIEW
            with freeze_time(datetime.combine(done_on, NOW.time())):
                project.action_close()
                env.cr.flush()


def _link_invoices(env, campaign, unit, place):
    """Link some of the unit's autumn invoices to the campaign."""
    invoices = env["account.move"].search(
        [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("partner_id.sales_unit_id", "child_of", unit.id),
            ("invoice_date", ">=", date(2026, 7, 1)),
            ("campaign_id", "=", False),
        ],
        order="invoice_date, id",
        limit=BILLED - place,
    )
    invoices.campaign_id = campaign


def _write_notes(env, users):
    tags = env["telecom.experience.tag"]
    for title, login, names in NOTES:
        found = tags.search([("name", "in", names)])
        missing = [name for name in names if name not in found.mapped("name")]
        found |= tags.create([{"name": name} for name in missing])
        note = (
            env["telecom.experience.note"]
            .with_user(users[login])
            .create({"name": title, "body": BODY, "tag_ids": [Command.set(found.ids)]})
        )
        note.action_publish()


def _report_incidents(env, users):
    people = env["telecom.salesperson"]
    for place, (title, login, kind, gravity, text) in enumerate(INCIDENTS):
        person = people.search([("user_id", "=", users[login].id)])
        evidence = {"name": f"{title}.txt", "raw": text.encode()}
        incident = (
            env["telecom.conduct.incident"]
            .with_user(users["service"])
            .create(
                {
                    "name": title,
                    "salesperson_id": person.id,
                    "date": date(2026, 9, 18 + place),
                    "kind": kind,
                    "gravity": gravity,
                    "description": text,
                    "evidence_ids": [Command.create(evidence)],
                }
            )
        )
        if place < 2:
            incident.with_user(users["leader"]).action_confirm()
