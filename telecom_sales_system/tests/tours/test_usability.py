import os
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext

from ..assessment.scorecard.cards import CardCommon
from .common import TourCase

PAGE = Path(__file__).parents[3] / "docs" / "usability.md"
# With this in the environment the page is written, not compared.
WRITE_PAGE = "TELECOM_WRITE_USABILITY"
# Key of the tour: task, and the clicks of the tree before (83588af), read from its
# screens and tours.
BY_HAND = 4
BY_UNIT = {
    "ledger_by_unit": ("See the points of each unit", BY_HAND),
    "arrears_by_unit": ("See what each unit's clients owe", BY_HAND),
}
COMPANY = {
    "targets": ("See the targets of the units", 2),
    "duties": ("See the duties of the units", 2),
    "months": ("See how far the months are", 2),
}
TASKS = {
    "Salesperson, on the phone": {
        "visit_done": ("Note a visit as done", 1),
        "log": ("Write and submit the log of the day", 2),
        "own_points": ("See my points and the payments behind them", 1),
        "own_arrears": ("See who owes me", 1),
    },
    "Unit manager": {
        "inspect_log": ("Inspect a log", 3),
        "hold_meeting": ("Hold the weekly meeting, so that the duty is done", 10),
        "own_card": ("Open the evidence of a line of my card", 4),
        "plan_visit": ("Plan a visit of a salesperson", 6),
    },
    "Leader": {
        "sign": ("Sign a circular", 2),
        "ranking": ("See the ranking of the units", 2),
    },
    "Department": {
        **BY_UNIT,
        **COMPANY,
    },
    "Accountant": {
        "pay_invoice": ("Register the payment of an overdue invoice", 3),
    },
}
HEAD = """# What people do most, and what it costs them

Measured by the tours of `telecom_usability.js` in a real browser: clicks (or taps),
fields filled in, and seconds from the page that the task begins on, most of them the
first page. Written by `python3 dev/run.py usability`; a test compares the clicks. The
seconds are those of the machine that wrote the page, a tour being faster than a hand.
"Before" are the clicks of the tree 83588af, read from its screens and tours: the weekly
meeting was entered by hand with one participant, and its duty was done the night after.
Where the list did not open with the filter or the grouping of the role, choosing it by
hand is counted as two clicks more (the search box, then the filter or grouping). The
accountant works in Odoo's own screens, which the app leaves alone.

"""


class UsabilityCommon(CardCommon, TourCase):
    """Monday, 2 March 2026: a visit, a log, a duty, a card and a circular wait."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {"telecom_tz": "Asia/Shanghai", "telecom_log_since": "2026-03-02"}
        )
        anna, cls.manager = cls.anna.user_id, cls.county_manager
        (anna + cls.manager + cls.leader).tz = "Asia/Shanghai"
        anna.name = "Anna"
        cls.brewery, _mill = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "sales_unit_id": cls.county.id,
                    "client_manager_id": cls.anna.id,
                }
                for name in ("Brewery", "Mill")
            ]
        )
        cls._create_customer_invoice(
            300, "2026-01-05", partner_id=cls.brewery.id, invoice_date_due="2026-01-31"
        )
        cls.env["telecom.visit"].with_user(anna).create(
            {"partner_id": cls.brewery.id, "start": "2026-03-02 01:00:00"}
        )
        with freeze_time("2026-02-27 04:00:00"):
            log = cls.env["telecom.sales.log"].with_user(anna)
            log.create(
                {"date": "2026-02-27", "plan": "Visit the brewery"}
            ).action_submit()
        cls.env["telecom.duty"].search([]).unlink()
        cls.duty = cls.env["telecom.duty"].create(
            {
                "type_id": cls.env.ref(
                    "telecom_sales_system.duty_type_weekly_meeting"
                ).id,
                "unit_id": cls.county.id,
                "due_on": "2026-03-08",
                "period_from": "2026-03-02",
                "period_to": "2026-03-08",
            }
        )
        cls._publish(cls.january)
        circular = cls.env["telecom.circular"].with_user(cls.service)
        circular.create(
            {
                "kind": "other",
                "unit_id": cls.city.id,
                "title": "Spring Campaign",
                "body": "Visit every key client.",
            }
        ).action_review()

    def _measure(self, user, task):
        """Return clicks, fields and seconds of a task, as its tour tells them."""
        self._tour(user, f"telecom_use_{task}")
        user.invalidate_recordset(["signature"])
        told, *figures = html2plaintext(user.signature).split()
        self.assertEqual(told, task)
        return dict(zip(("clicks", "fields", "seconds"), figures, strict=True))

    def _compare(self, role, user):
        """Measure the tasks of a role; write them, or compare their clicks."""
        figures = {task: self._measure(user, task) for task in TASKS[role]}
        if os.environ.get(WRITE_PAGE):
            self._write_section(role, figures)
        page = PAGE.read_text(encoding="utf-8")
        for task, (title, before) in TASKS[role].items():
            row = f"| {title} | {before} | {figures[task]['clicks']} |"
            self.assertIn(row, page, "run `python3 dev/run.py usability`")

    def _write_section(self, role, figures):
        rows = [
            f"## {role}",
            "",
            "| task | clicks before | clicks | fields | seconds |",
            "|---|---|---|---|---|",
            *(
                f"| {title} | {before} | {figures[task]['clicks']}"
                f" | {figures[task]['fields']} | {figures[task]['seconds']} |"
                for task, (title, before) in TASKS[role].items()
            ),
            "",
        ]
        text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
        parts = {part.split("\n")[0]: part for part in text.split("\n## ")[1:]}
        parts[role] = "\n".join(rows).removeprefix("## ")
        known = [f"## {parts[name].strip()}\n" for name in TASKS if name in parts]
        PAGE.write_text(HEAD + "\n".join(known), encoding="utf-8")


@tagged("post_install", "-at_install")
class TestUsability(UsabilityCommon):
    def test_unit_manager(self):
        self._compare("Unit manager", self.manager)
        self.assertEqual(self.duty.state, "done")

    def test_leader(self):
        self._compare("Leader", self.leader)

    def test_department(self):
        self._compare("Department", self.service)

    def test_accountant(self):
        user = new_test_user(self.env, "accounts", "account.group_account_invoice")
        self._compare("Accountant", user)


@tagged("post_install", "-at_install")
class TestUsabilityTelephone(UsabilityCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_salesperson(self):
        self._compare("Salesperson, on the phone", self.anna.user_id)
