from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .sales_logs import SalesLogCommon

WEEK = (date(2026, 4, 20), date(2026, 4, 26))


@tagged("post_install", "-at_install")
@freeze_time("2026-04-24 02:00:00")
class TestSalesLogDue(SalesLogCommon):
    """Friday 24 April, 10:00 in Shanghai, 22:00 of Thursday in New York.

    The term for Thursday ended an hour ago, also that of Bert, who has set New York.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.completion = cls.env.ref("telecom_sales_system.metric_log_completion")
        cls.due = cls.env.ref("telecom_sales_system.metric_logs_due")
        cls.in_time = cls.env.ref("telecom_sales_system.metric_logs_in_time")

    def _states(self, person, days=WEEK):
        self.env["telecom.sales.log.due"].invalidate_model()
        rows = self.env["telecom.sales.log.due"].search(
            [
                ("salesperson_id", "=", person.id),
                ("date", ">=", days[0]),
                ("date", "<=", days[1]),
            ],
            order="date",
        )
        return [(row.date.day, row.state) for row in rows]

    def _write_logs(self):
        """Anna: Monday in time, Tuesday late, Saturday before of her own accord.

        Bert: Wednesday in time, on Thursday at 08:30 of the bureau.
        """
        with freeze_time("2026-04-20 10:00:00"):
            self._submit(self.anna, "2026-04-20", "2026-04-18")
        self._submit(self.anna, "2026-04-21")
        with freeze_time("2026-04-23 00:30:00"):
            self._submit(self.bert, "2026-04-22")
        self.env.flush_all()

    def test_states(self):
        self._write_logs()
        self.assertEqual(
            self._states(self.anna),
            [
                (20, "in_time"),
                (21, "late"),
                (22, "missing"),
                (23, "missing"),
                (24, "open"),
            ],
        )
        # Friday has not begun in New York, but at the bureau.
        self.assertEqual(
            self._states(self.bert),
            [
                (20, "missing"),
                (21, "missing"),
                (22, "in_time"),
                (23, "missing"),
                (24, "open"),
            ],
        )

    def test_completion(self):
        """Anna 1 of 4, Bert 1 of 4: 25 % in Cili, in Letters and, 2 of 8, above."""
        self._write_logs()
        units = self.city | self.county | self.outlet | self.branch
        self.assertEqual(
            self.due._measure_scopes(units, *WEEK),
            {self.city.id: 8, self.county.id: 4, self.outlet.id: 0, self.branch.id: 4},
        )
        self.assertEqual(
            self.in_time._measure_scopes(units, *WEEK),
            {self.city.id: 2, self.county.id: 1, self.outlet.id: 0, self.branch.id: 1},
        )
        percents = self.completion._measure_scopes(units, *WEEK)
        self.assertEqual(percents[self.county.id], 25)
        self.assertEqual(percents[self.city.id], 25)
        self.assertNotIn(self.outlet.id, percents)
        self.assertEqual(
            self.completion._measure_scopes(self.team, *WEEK), {self.team.id: 25}
        )
        self.assertEqual(
            self.due._measure_scopes(self.anna | self.bert, *WEEK),
            {self.anna.id: 4, self.bert.id: 4},
        )

    @users("county_manager")
    def test_evidence_is_what_was_counted(self):
        self._write_logs()
        for metric, expected in ((self.due, 4), (self.in_time, 1)):
            metric = metric.with_env(self.env)
            model, domain = metric._get_evidence(self.county, *WEEK)
            self.assertEqual(self.env[model].search_count(domain), expected)

    def test_working_days_of_the_company(self):
        """A company that works on Saturdays and has Wednesday 22 off."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids = [
            (0, 0, {"name": "Sat", "dayofweek": "5", "hour_from": 8, "hour_to": 12})
        ]
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day of the City",
                "company_id": self.company.id,
                "date_from": "2026-04-21 16:00:00",
                "date_to": "2026-04-22 15:59:59",
            }
        )
        with freeze_time("2026-04-28 02:00:00"):
            days = [day for day, _state in self._states(self.anna)]
        self.assertEqual(days, [20, 21, 23, 24, 25])

    def test_monday_to_friday_without_a_calendar(self):
        self.company.resource_calendar_id = False
        with freeze_time("2026-04-28 02:00:00"):
            days = [day for day, _state in self._states(self.anna)]
        self.assertEqual(days, [20, 21, 22, 23, 24])

    def test_owed_while_at_work_and_where_assigned(self):
        """Moved to the outlet from Wednesday on, left on Thursday: 2 and 2 logs."""
        self.anna._start_assignment(
            {"date_from": date(2026, 4, 22), "unit_id": self.outlet.id}
        )
        with freeze_time("2026-04-23 10:00:00"):
            self.anna._record_departure(date(2026, 4, 23))
        with freeze_time("2026-04-28 02:00:00"):
            measured = self.due._measure_scopes(self.county | self.outlet, *WEEK)
        self.assertEqual(measured, {self.county.id: 4, self.outlet.id: 2})

    def test_nothing_owed_before_the_start_nor_by_candidates(self):
        before = (date(2026, 4, 1), date(2026, 4, 14))
        self.assertEqual(
            self._states(self.anna, before), [(13, "missing"), (14, "missing")]
        )
        self.anna._set_guarded_fields({"state": "candidate"})
        self.assertEqual(self._states(self.anna), [])

    def test_somebody_suspended_owes_nothing(self):
        self._write_logs()
        self.anna._set_guarded_fields({"state": "suspended"})
        self.assertEqual(self._states(self.anna), [(20, "in_time"), (21, "late")])

    def test_weeks(self):
        """From Monday 20 weekly: the week before was still owed by the day."""
        with freeze_time("2026-04-15"):
            self.company.telecom_log_frequency = "week"
        fortnight = (date(2026, 4, 13), date(2026, 4, 26))
        states = self._states(self.anna, fortnight)
        self.assertEqual(
            states, [(day, "missing") for day in range(13, 18)] + [(20, "open")]
        )
        self._submit(self.anna, "2026-04-24")
        self.assertEqual(self._states(self.anna), [(20, "in_time")])
        with freeze_time("2026-04-27 00:59:59"):
            self.assertEqual(self._states(self.bert), [(20, "open")])
        with freeze_time("2026-04-27 01:00:00"):
            self.assertEqual(self._states(self.bert), [(20, "missing")])

    def test_week_is_handed_in_on_its_last_working_day(self):
        """Friday is a holiday: on Thursday 23 April at the earliest, in Shanghai."""
        self.company.telecom_log_frequency = "week"
        self.company.telecom_log_frequency_from = False
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day of the City",
                "company_id": self.company.id,
                "date_from": "2026-04-23 16:00:00",
                "date_to": "2026-04-24 15:59:59",
            }
        )
        log = self._log(self.anna, "2026-04-20")
        with freeze_time("2026-04-22 15:59:59"):
            with self._refused(UserError, "lies ahead. Submit the log on 04/23/2026"):
                log.action_submit()
        with freeze_time("2026-04-22 16:00:00"):
            log.action_submit()
        self.assertFalse(log.is_late)

    def test_term_of_a_week_that_holidays_follow(self):
        """Monday 27 and Tuesday 28 off, Sunday 26 worked: due on Wednesday, 9:00."""
        self.company.telecom_log_frequency = "week"
        self.company.telecom_log_frequency_from = False
        self.company.resource_calendar_id.attendance_ids = [
            (0, 0, {"name": "Sun", "dayofweek": "6", "hour_from": 8, "hour_to": 12})
        ]
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Days of the City",
                "company_id": self.company.id,
                "date_from": "2026-04-26 16:00:00",
                "date_to": "2026-04-28 15:59:59",
            }
        )
        log = self._log(self.anna, "2026-04-22")
        due = self.env["telecom.sales.log.due"].search(
            [("salesperson_id", "=", self.anna.id), ("date", "=", "2026-04-20")]
        )
        self.assertEqual(log.deadline, datetime(2026, 4, 29, 1))
        self.assertEqual(due.deadline, log.deadline)

    def test_queries_do_not_grow(self):
        """Two queries, one for each part of the ratio, for however many people."""
        self._write_logs()
        self._assert_two_queries(self.city)
        people = [
            self._create_salesperson(f"extra{n}", f"X-{n:03}", self.outlet)
            for n in range(8)
        ]
        for person in people:
            self._submit(person, "2026-04-20", "2026-04-21")
        self._assert_two_queries(self.city | self.county | self.outlet)
        for person in people:
            self._log(person, "2026-04-22")
        logs = self.env["telecom.sales.log"].search([], order="state, id")
        few = self._count_queries(logs[:2])
        self.assertLessEqual(self._count_queries(logs), few)

    def _assert_two_queries(self, units):
        self.completion._measure_scopes(units, *WEEK)
        with self.assertQueryCount(2):
            self.completion._measure_scopes(units, *WEEK)

    def _count_queries(self, logs):
        logs.invalidate_recordset()
        before = self.env.cr.sql_log_count
        logs.read(["display_name", "meetings", "visits", "deadline", "is_sampled"])
        return self.env.cr.sql_log_count - before

    def test_a_missing_log_is_opened_by_its_writer_only(self):
        """Anna gets a new log of that day; others read that it is hers to write."""
        rows = self.env["telecom.sales.log.due"]
        row = rows.search(
            [("salesperson_id", "=", self.anna.id), ("state", "=", "missing")], limit=1
        )
        own = row.with_user(self.anna.user_id).action_open_log()
        self.assertEqual(own["res_model"], "telecom.sales.log")
        self.assertEqual(own["context"], {"default_date": row.date})
        for user in (self.county_manager, self.leader, self.auditor):
            with self.subTest(user=user.login):
                action = row.with_user(user).action_open_log()
                self.assertEqual(
                    (action["res_model"], action["res_id"]), (row._name, row.id)
                )
        self._submit(self.anna, str(row.date))
        row.invalidate_recordset()
        row = rows.search([("id", "=", row.id)])
        action = row.with_user(self.county_manager).action_open_log()
        self.assertEqual(action["res_id"], row.log_id.id)
