"""Send the unit reports of the last two months, with each unit's own figures."""

from base64 import b64encode
from datetime import date, datetime, time, timedelta
from io import BytesIO
from random import Random

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.addons.telecom_sales_system.tools.workbook.report_form import list_places

from dev.demo.timeline import LAST_DAY, last_day

SEED = 20080831
MONTHS = (date(2026, 9, 1), date(2026, 10, 1))
AFTERNOON = time(8)  # 16:00 in China
WRONG = 0.35  # of the units get a figure or two wrong
REMARK = "含上月末已入账、本月到款的一笔，已核实"
TEXTS = {
    "problems": "部分大客户结账期偏长，中小企业走访进度不均衡。",
    "plan": "加快重点客户续约，组织两次集中走访，落实欠费清收责任人。",
}


def send(env, users):
    """Send the reports as each unit's manager; accept those of September."""
    rng = Random(SEED)
    # sudo: each unit sends its own
    reports = env["telecom.unit.report"].sudo()
    _delete_paper_reports(reports)
    for month in MONTHS:
        due = reports.search([("date_from", "=", month)], order="unit_id")
        for report in due.filtered("unit_id.manager_id"):
            _send_report(env, rng, report, month)
    closed = reports.search([("date_from", "=", MONTHS[0]), ("state", "=", "checked")])
    closed.filtered(lambda report: not report.grave_errors).with_user(
        users["service"]
    ).action_accept()


def _delete_paper_reports(reports):
    """Delete the report records of months whose report was sent on paper."""
    asked = reports.search([("date_from", "<", MONTHS[0]), ("state", "=", "draft")])
    asked.filtered("duty_id.fulfilled_on").unlink()


def _send_report(env, rng, report, month):
    manager = report.unit_id.manager_id
    day = min(last_day(month) + timedelta(days=rng.randint(1, 4)), LAST_DAY)
    # Before, papers were sent; from now on the report itself proves the duty.
    report.duty_id.write({"fulfilled_on": False, "fulfilled_by_id": False})
    with freeze_time(datetime.combine(day, AFTERNOON)):
        mine = report.with_user(manager).with_context(lang="zh_CN")
        content = _fill_template(env, rng, mine)
        name = f"营销月报-{report.unit_id.name}-{month:%Y-%m}.xlsx"
        mine.submit_file(b64encode(content).decode(), name)
        env.cr.flush()


def _fill_template(env, rng, report):
    """Return the template with the true figures, some with one or two errors."""
    layout = report._build_layout()
    content = (
        env["telecom.unit.report.workbook"].with_env(report.env)._build_workbook(report)
    )
    book = load_workbook(BytesIO(content))
    true = _get_true_figures(env, report)
    texts = TEXTS | {"prepared_by": report.env.user.name}
    slips = rng.sample(range(20), 2) if rng.random() < WRONG else []
    for sheet in layout["sheets"]:
        numbers = 0
        for place in list_places(sheet):
            kind, row, column = place.key
            if kind == "cover":
                book[sheet["name"]][place.cell] = texts[row]
            elif column == "remark":
                continue
            else:
                value = float(true.get(place.key, 0))
                if kind == "summary" and numbers in slips:
                    value = round(value * rng.choice((0.97, 1.02, 1.08))) + 1
                    book[sheet["name"]][f"E{place.cell[1:]}"] = REMARK
                numbers += 1
                book[sheet["name"]][place.cell] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _get_true_figures(env, report):
    # sudo: what a unit knows from its own books
    facts = env["telecom.unit.report.facts"].sudo()
    unit, month = report.unit_id.sudo(), report.date_from
    people, clients = facts._get_people(unit, month), facts._get_clients(unit, month)
    return facts._get_figures(report.period_id, unit, people, clients)[unit]
