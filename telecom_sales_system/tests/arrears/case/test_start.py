from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .cases import CaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestStart(CaseCommon):
    """Nothing is watched before somebody has seen the preview and started it.

    On 15 April, days overdue: since 10 January 95 (21 + 28 + 31 + 15), since 1 February
    73 (27 + 31 + 15). Stages at 30, 60, 90 days from 100, 500, 1,000. The brewery owes
    1,000 since January: proposed. The mill 700 since February: 700 >= 500, in the
    circular. The forge 450 since February: warned only. The inn 99.99: left alone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "telecom_arrears_started_on": False,
                "telecom_warning_floor": 100,
                "telecom_circular_floor": 500,
                "telecom_blacklist_floor": 1000,
            }
        )
        cls._owe(1000, "2026-01-10")
        cls.mill, cls.forge, cls.inn = (
            cls._create_client(name, cls.county) for name in ("mill", "forge", "inn")
        )
        cls._owe(700, "2026-02-01", cls.mill)
        cls._owe(450, "2026-02-01", cls.forge)
        cls._owe(99.99, "2026-01-10", cls.inn)
        cls.starts = cls.env["telecom.arrears.start"]

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "telecom_sales_system.ir_cron_watch_arrears"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _counts(self, start):
        return (
            start.client_count,
            start.warning_count,
            start.circulated_count,
            start.proposed_count,
        )

    def test_nothing_before(self):
        """Neither the job nor the close opens a case; the close names four clients."""
        self._run_job()
        self.january.action_compute()
        self.assertFalse(self.cases.search([]))
        self.assertFalse(self.company.telecom_watched_on)
        problem = self.january.problem_ids.filtered(
            lambda row: row.message.startswith("Clients with overdue debts that nobody")
        )
        self.assertEqual(problem.record_count, 4)
        self.assertEqual(problem.amount, 2249.99)
        self.assertFalse(problem.blocking)

    def test_preview_then_start(self):
        """4 owe, 1 is warned, 1 in the circular, 1 proposed; Start opens these three,
        and the next night goes on."""
        start = self.starts.with_user(self.service).create({})
        self.assertEqual(self._counts(start), (4, 1, 1, 1))
        shown = [
            (line.partner_id, line.stage, line.days_overdue, line.amount)
            for line in start.line_ids
        ]
        self.assertEqual(
            shown,
            [
                (self.client, "proposed", 95, 1000),
                (self.mill, "circulated", 73, 700),
                (self.forge, "warning", 73, 450),
            ],
        )
        self.assertFalse(self.cases.search([]))
        start.action_start()
        opened = self.cases.search([])
        self.assertEqual(
            {case.partner_id: case.state for case in opened},
            {client: stage for client, stage, _days, _amount in shown},
        )
        self.assertEqual(self.company.telecom_arrears_started_on, date(2026, 4, 15))
        with freeze_time("2026-05-02"):
            self._run_job()
        self.assertEqual(self._case(self.forge).state, "warning")
        self.assertEqual(self._case(self.mill).state, "circulated")
        self.assertEqual(self.company.telecom_watched_on, date(2026, 5, 2))

    def test_preview_follows_the_amounts(self):
        """From 800: the brewery alone, proposed. From 2,000: nobody. After 96 days: the
        brewery, 95 days over, is in the circular only. Settings are kept at the start.
        """
        with Form(self.starts.with_user(self.service)) as form:
            form.telecom_warning_floor = form.telecom_circular_floor = 800
            self.assertEqual(self._counts(form), (4, 0, 0, 1))
            form.telecom_blacklist_days = 96
            self.assertEqual(self._counts(form), (4, 0, 1, 0))
            form.telecom_circular_floor = 2000
            self.assertEqual(self._counts(form), (4, 1, 0, 0))
            form.telecom_warning_floor = 2000
            self.assertEqual(self._counts(form), (4, 0, 0, 0))
        self.assertEqual(self.company.telecom_warning_floor, 100, "a preview only")
        form.record.action_start()
        self.assertEqual(self.company.telecom_warning_floor, 2000)
        self.assertEqual(self.company.telecom_blacklist_days, 96)
        self.assertFalse(self.cases.search([]))

    def test_floors_above_zero(self):
        """An amount of 0 at any stage is refused, and nothing is started."""
        for stage, days in (("warning", 30), ("circular", 60), ("blacklist", 90)):
            start = self.starts.with_user(self.service).create(
                {f"telecom_{stage}_floor": 0}
            )
            with self._refused(UserError, f"stage after {days} days overdue: enter an"):
                start.action_start()
        self.env.invalidate_all()
        self.assertFalse(self.company.telecom_arrears_started_on)
        self.assertFalse(self.cases.search([]))

    def test_started_once(self):
        start = self.starts.with_user(self.service).create({})
        start.action_start()
        again = self.starts.with_user(self.service).create({})
        with self._refused(UserError, "arrears are watched since 04/15/2026"):
            again.action_start()

    def test_who_starts(self):
        for user in (self.county_manager, self.anna.user_id):
            with self._refused(AccessError, "not allowed to create"):
                self.starts.with_user(user).create({})
        start = self.starts.sudo().create({})
        with self._refused(AccessError, "the customer service department starts"):
            start.with_user(self.leader).sudo(False).action_start()

    def test_each_company_by_itself(self):
        """The sister company starts; this one stays unwatched. Its new settings are
        above zero."""
        sister = self.setup_other_company(name="Sister")["company"]
        self.env["telecom.sales.unit"].sudo().create(
            {"name": "S", "code": "S", "kind": "city", "company_id": sister.id}
        )
        floors = [floor for _days, floor in sister._get_arrears_stages().values()]
        self.assertEqual(floors, [100, 500, 1000])
        sister._start_arrears({})
        self._run_job()
        self.assertEqual(sister.telecom_watched_on, date(2026, 4, 15))
        self.assertFalse(self.company.telecom_watched_on)
        self.assertFalse(self.cases.search([]))

    def test_company_with_cases_counts_as_started(self):
        """A case of 9 February, from before there was a start: since then."""
        self._watch("2026-02-09")
        self._watch("2026-04-15")
        self.env.add_to_compute(
            self.company._fields["telecom_arrears_started_on"], self.company
        )
        self.assertEqual(self.company.telecom_arrears_started_on, date(2026, 2, 9))
