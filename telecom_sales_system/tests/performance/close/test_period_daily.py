from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import PerformanceCommon
from ..committed import CommittedPeriod

LOGGER = (
    "odoo.addons.telecom_sales_system.models.performance.close.telecom_period_daily"
)


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestPeriodDaily(PerformanceCommon):
    """10 February 2026. 1,000 were paid in January, 400 in February, at 0.35."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay(cls._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        cls._pay(cls._create_customer_invoice(400, "2026-02-01"), "2026-02-05")
        cls.periods = cls.env["telecom.period"]

    def _run_night(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "telecom_sales_system.ir_cron_rebuild_ledgers"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _points(self):
        months = self.january | self.february
        months.invalidate_recordset()
        return months.mapped("points")

    def _set_built(self, period, moment):
        period.sudo().ledger_built_on = moment

    def test_a_night_computes_the_months_that_are_not_closed(self):
        """350 and 140; no step of the close counts as run."""
        self.assertFalse(self.february.ledger_built_on)
        self._run_night()
        self.assertEqual(self._points(), [350, 140])
        self.assertTrue(self.february.ledger_built_on)
        self.assertEqual(self.february.state, "open")
        self.assertFalse(self.february.step_ids)

    def test_once_a_day_of_the_company(self):
        """200 more come in on the 10th: 70 points, which count from the next night.

        In Shanghai that night begins at 16:00 UTC.
        """
        self.env.company.telecom_tz = "Asia/Shanghai"
        self._run_night()
        for month in self.january | self.february:
            self._set_built(month, "2026-02-09 17:00:00")
        self._pay(self._create_customer_invoice(200, "2026-02-10"), "2026-02-10")
        with freeze_time("2026-02-10 15:30:00"):
            self._run_night()
        self.assertEqual(self._points(), [350, 140])
        with freeze_time("2026-02-10 16:30:00"):
            self._run_night()
        self.assertEqual(self._points(), [350, 210])

    def test_a_month_that_has_begun_is_opened(self):
        """March has, on the first of it; a company without a ledger gets none."""
        other = self.env["res.company"].create({"name": "Other"})
        with freeze_time("2026-03-01 02:00:00"):
            self._run_night()
            self._run_night()
        here = [("company_id", "=", self.env.company.id)]
        self.assertEqual(
            self.periods.search(here, order="date_from").mapped("name"),
            ["2026-01", "2026-02", "2026-03"],
        )
        self.assertFalse(self.periods.search_count([("company_id", "=", other.id)]))

    def test_month_that_waits_for_its_close_stays_as_measured(self):
        """January is over and measured: a payment of later waits for “Run Again”.

        February is not over: its ledger is of today, and it has to be measured again.
        """
        (self.january | self.february).action_compute()
        for month in self.january | self.february:
            self._set_built(month, "2026-02-09 01:00:00")
        self._pay(self._create_customer_invoice(200, "2026-01-30"), "2026-01-31")
        self._pay(self._create_customer_invoice(200, "2026-02-09"), "2026-02-09")
        self._run_night()
        self.assertEqual(self._points(), [350, 210])
        self.assertEqual(self.january.state, "computed")
        self.assertEqual(self.february.state, "open")

    def test_closed_month_stays(self):
        self.january.action_close()
        built = self.january.ledger_built_on
        self._pay(self._create_customer_invoice(200, "2026-01-30"), "2026-01-31")
        with freeze_time("2026-02-11 02:00:00"):
            self._run_night()
        self.assertEqual(self.january.ledger_built_on, built)
        # 140, and 70 that came too late for January
        self.assertEqual(self._points(), [350, 210])

    def test_failure_of_one_company_stops_no_other(self):
        """The first company has a rate of points that no number can hold."""
        other = self.setup_other_company(name="Sister")["company"]
        march = self.periods.create({"company_id": other.id, "date_from": "2026-02-01"})
        self.env.cr.execute(
            "ALTER TABLE telecom_performance_entry"
            " ADD CONSTRAINT probe CHECK (company_id <> %s)",
            [self.env.company.id],
        )
        with self.assertLogs(LOGGER, "ERROR") as logs, mute_logger("odoo.sql_db"):
            self._run_night()
        self.assertEqual(len(logs.output), 1)
        self.assertIn(self.env.company.name, logs.output[0])
        self.assertTrue(march.ledger_built_on)
        self.assertFalse(self.february.ledger_built_on)

    def test_queued_close_is_left_alone(self):
        self.january.sudo().write(
            {
                "run_state": "queued",
                "run_user_id": self.service.id,
                "run_started_on": "2026-02-10 01:00:00",
            }
        )
        self._run_night()
        self.assertEqual(self._points(), [0, 0])
        with self._refused(UserError, "2026-01: its close is running already"):
            self.periods.with_user(self.service).action_rebuild_ledgers()

    def test_on_demand(self):
        """As often as the department asks; at once, with the problems of the month."""
        self.periods.with_user(self.service).action_rebuild_ledgers()
        self.assertEqual(self._points(), [350, 140])
        self._pay(self._create_customer_invoice(200, "2026-02-10"), "2026-02-10")
        self.periods.with_user(self.service).action_rebuild_ledgers()
        self.assertEqual(self._points(), [350, 210])

    def test_large_month_on_demand(self):
        """In the background, although the night has computed it already."""
        self._run_night()
        self._pay(self._create_customer_invoice(200, "2026-02-10"), "2026-02-10")
        self.env.company.telecom_close_at_once = 0
        action = self.periods.with_user(self.service).action_rebuild_ledgers()
        self.assertIn("in the background", action["params"]["message"])
        self.assertEqual(self._points(), [350, 140])
        self._run_night()
        self.assertEqual(self._points(), [350, 210])
        self.assertFalse(self.february.is_ledger_requested)

    def test_only_the_department_computes(self):
        for user in (self.leader, self.auditor, self.county_manager, self.anna.user_id):
            with self.subTest(user=user.login):
                with self._refused(AccessError, "Only the customer service department"):
                    self.periods.with_user(user).action_rebuild_ledgers()


@tagged("post_install", "-at_install")
class TestPeriodDailyConcurrency(CommittedPeriod):
    def test_night_does_not_wait_for_a_close(self):
        """While somebody computes the month, the night leaves the company alone."""
        with self._open() as first, self._open() as second:
            first["telecom.period"].browse(self.period_id)._lock_open_periods()
            company = self._period(second).company_id
            with freeze_time("2026-01-31 12:00:00"):
                second["telecom.period"]._rebuild_company_ledgers(company)
            self.assertFalse(self._period(second).ledger_built_on)
            first.cr.rollback()
            second.cr.rollback()
            with freeze_time("2026-01-31 12:00:00"):
                second["telecom.period"]._rebuild_company_ledgers(company)
            self.assertEqual(self._period(second).cash, 600)
