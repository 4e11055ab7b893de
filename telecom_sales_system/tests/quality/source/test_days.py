import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files

FOLDERS = ("models", "wizards", "reports", "controllers")
HOME = "models/common/res_company.py"
# Files that name another time zone than the bureau's: what, how often, and why.
EXCEPTIONS = {
    "models/arrears/case/telecom_blacklist_case_notice.py": (
        ["'tz'", ".tz"],
        "activities keep the time zone of their user, as Odoo does",
    ),
    "models/circulars/close/telecom_period_workbook.py": (
        [".tz", "tz="],
        "a job works in the language and time zone of the user who asked",
    ),
    "models/clients/correspondence/ir_actions_report.py": (
        [".tz", "tz="],
        "a paper of Odoo, printed in the time zone of its reader",
    ),
    "models/dashboard/telecom_dashboard_person.py": (
        ["'tz'", ".tz", "context_timestamp", "tz="],
        "a clock time, shown as Odoo shows it",
    ),
    "models/performance/close/telecom_period_run.py": (
        [".tz", "context_timestamp", "tz="],
        "a clock time, and a job in the time zone of the user who started it",
    ),
    "reports/fieldwork/report_sales_log.py": (
        ["tz="],
        "hours on paper, in the zone of the bureau",
    ),
    "reports/fieldwork/report_training_results.py": (
        ["tz="],
        "hours on paper, in the zone of the bureau",
    ),
    "wizards/fieldwork/telecom_visit_plan.py": (
        ["pytz", "pytz", "tz="],
        "Odoo's calendars take no other kind of time zones",
    ),
}
# Other days than the bureau's: of a user, a partner, the server or Greenwich
IN_CODE = re.compile(
    r"context_today|context_timestamp|ZoneInfo|pytz|\.today\(|now\(\)\.date\(|utcnow"
    r"|\.tz\b|\btz=|'tz'|CURRENT_DATE|\bNOW\(\)"
)
IN_XML = re.compile(r"context_today|context_timestamp|'today\b|\btz\b|\.now\(")


def find_other_days(code):
    """Return what in a module, comments apart, judges a day by another zone."""
    return sorted(IN_CODE.findall(ast.unparse(ast.parse(code))))


@tagged("post_install", "-at_install")
class TestDays(BaseCase):
    """A day is that of the bureau, whoever asks (``res.company._telecom_today``)."""

    def test_python(self):
        found = {}
        for path in python_files(*FOLDERS):
            name = path.relative_to(ADDON).as_posix()
            if name != HOME and (days := find_other_days(path.read_text())):
                found[name] = days
        self.assertEqual(
            found, {name: days for name, (days, _why) in EXCEPTIONS.items()}
        )

    def test_views_and_papers(self):
        """The web client and QWeb know only the day of the reader."""
        found = [
            f"{path.relative_to(ADDON)}: {text}"
            for folder in ("views", "reports", "wizards", "data", "security")
            for path in sorted((ADDON / folder).rglob("*.xml"))
            for text in IN_XML.findall(path.read_text())
        ]
        self.assertEqual(found, [])

    def test_sees_what_it_should(self):
        for code in (
            "fields.Date.context_today(self)",
            "fields.Date.today()",
            "fields.Datetime.now().date()",
            "self.with_context(tz=zone)",
            "user.tz",
            "ZoneInfo('UTC')",
            "SQL('SELECT COALESCE(p.tz, %s)', zone)",
            "SQL('SELECT CURRENT_DATE')",
        ):
            with self.subTest(code=code):
                self.assertTrue(find_other_days(code))
        for code in ("company._telecom_today()", "company.telecom_tz", "day.date()"):
            with self.subTest(code=code):
                self.assertEqual(find_other_days(code), [])
