from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date, Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sales_logs import SalesLogCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-20 10:00:00")
class TestSalesLog(SalesLogCommon):
    def test_late_where_the_company_is(self):
        """Of Monday: until Tuesday 09:00 in Shanghai, 01:00 in Greenwich."""
        first, second = (
            self._log(self.anna, "2026-04-20"),
            self._log(self.anna, "2026-04-17"),
        )
        self.assertEqual(first.deadline, Datetime.to_datetime("2026-04-21 01:00:00"))
        with freeze_time("2026-04-21 00:59:59"):
            first.action_submit()
        self.assertFalse(first.is_late)
        self.assertEqual(
            first.submitted_at, Datetime.to_datetime("2026-04-21 00:59:59")
        )
        # Of Friday: until Monday 09:00, which is over by now.
        self.assertEqual(second.deadline, Datetime.to_datetime("2026-04-20 01:00:00"))
        second.action_submit()
        self.assertTrue(second.is_late)

    def test_late_wherever_the_person_is(self):
        """Bert's term ends at 09:00 in Shanghai, 01:00 in Greenwich, not in New York.

        Terms are those of the bureau, so that all who look at a log agree on it.
        """
        log = self._log(self.bert, "2026-04-20")
        self.assertEqual(log.deadline, Datetime.to_datetime("2026-04-21 01:00:00"))
        with freeze_time("2026-04-21 01:00:00"):
            log.action_submit()
        self.assertTrue(log.is_late)
        other = self._log(self.bert, "2026-04-21")
        with freeze_time("2026-04-22 00:59:59"):
            other.action_submit()
        self.assertFalse(other.is_late)

    def test_no_log_is_none_too_many(self):
        """A list of logs that are handed in already hands in none."""
        log = self._log(self.anna, "2026-04-20")
        log.action_submit()
        waiting = log.filtered(lambda log: log.state == "draft")
        waiting.action_submit()
        self.assertEqual(log.state, "submitted")

    def test_hour_is_a_setting(self):
        self.company.telecom_log_hour = 12
        log = self._log(self.anna, "2026-04-20")
        self.assertEqual(log.deadline, Datetime.to_datetime("2026-04-21 04:00:00"))
        with (
            mute_logger("odoo.sql_db"),
            self._refused(CheckViolation, "telecom_log_hour_of_day"),
        ):
            self.company.telecom_log_hour = 24
            self.env.flush_all()

    def test_term_goes_on_over_a_holiday(self):
        """The office is closed from 1 to 5 May: Thursday's log is due on Wednesday."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Labour Day",
                "company_id": self.company.id,
                "date_from": "2026-04-30 16:00:00",
                "date_to": "2026-05-05 15:59:59",
            }
        )
        log = self._log(self.anna, "2026-04-30")
        self.assertEqual(log.deadline, Datetime.to_datetime("2026-05-06 01:00:00"))

    def test_weekly_log(self):
        """Any day of the week stands for it; late from the next Monday 09:00 on."""
        with freeze_time("2026-04-15"):
            self.company.telecom_log_frequency = "week"
        self.assertEqual(
            self.company.telecom_log_frequency_from, Date.to_date("2026-04-20")
        )
        log = self._log(self.anna, "2026-04-22")
        self.assertEqual(log.date_from, Date.to_date("2026-04-20"))
        self.assertEqual(log.date_to, Date.to_date("2026-04-26"))
        self.assertEqual(log.deadline, Datetime.to_datetime("2026-04-27 01:00:00"))
        before = self._log(self.anna, "2026-04-15")
        self.assertEqual((before.frequency, before.date_to), ("day", before.date))
        with (
            mute_logger("odoo.sql_db"),
            self._refused(UniqueViolation, "period_uniq"),
        ):
            self._log(self.anna, "2026-04-24")

    def test_change_of_frequency_is_taken_back(self):
        self.company.telecom_log_frequency = "week"
        self.company.telecom_log_frequency = "day"
        self.assertFalse(self.company.telecom_log_frequency_from)

    def test_one_log_a_day(self):
        self._log(self.anna, "2026-04-20")
        self._log(self.bert, "2026-04-20")
        with (
            mute_logger("odoo.sql_db"),
            self._refused(UniqueViolation, "period_uniq"),
        ):
            self._log(self.anna, "2026-04-20")

    def test_parts_come_from_the_records(self):
        """09:00 in Shanghai is 01:00 in Greenwich; 01:30 there is of the day before.

        Bert's log has the same meeting at the same hour of the bureau, though it is
        Sunday evening in New York.
        """
        people = self.anna | self.bert
        self._meet("Review", "2026-04-20 01:00:00", "2026-04-20 02:00:00", people)
        self._meet("Night", "2026-04-19 17:30:00", "2026-04-19 18:00:00", self.anna)
        self._meet("Sunday", "2026-04-19 15:59:00", "2026-04-19 16:30:00", self.anna)
        secret = self._meet(
            "Doctor", "2026-04-20 03:00:00", "2026-04-20 04:00:00", self.anna
        )
        secret.privacy = "private"
        declined = self._meet(
            "Declined", "2026-04-20 05:00:00", "2026-04-20 06:00:00", self.anna
        )
        declined.attendee_ids.state = "declined"
        self._meet(
            "Fair",
            "2026-04-20 08:00:00",
            "2026-04-21 18:00:00",
            self.anna,
            allday=True,
            start_date="2026-04-20",
            stop_date="2026-04-21",
        )
        client = self.env["res.partner"].create({"name": "Hotel Wulingyuan"})
        visit = self.env["telecom.visit"].create(
            {
                "partner_id": client.id,
                "salesperson_id": self.anna.id,
                "start": "2026-04-20 02:00:00",
                "result": "Wants an\noffer",
            }
        )
        log = self._log(self.anna, "2026-04-20", meeting_note="Ask for slides")
        self.assertEqual(log.meetings, "all day Fair\n01:30 Night\n09:00 Review")
        self.assertFalse(log.visits)
        with freeze_time("2026-04-20 02:40:00"):
            visit.action_done()
        log.invalidate_recordset(["visits"])
        self.assertEqual(log.visits, "10:40 Hotel Wulingyuan · Wants an offer")
        monday = self._log(self.bert, "2026-04-20")
        self.assertEqual(monday.meetings, "09:00 Review")
        log.action_submit()
        self.env["calendar.event"].search([("name", "=", "Review")]).name = "Renamed"
        visit.sudo().result = "Nothing"
        log.invalidate_recordset()
        self.assertEqual(log.meetings, "all day Fair\n01:30 Night\n09:00 Review")
        self.assertEqual(log.visits, "10:40 Hotel Wulingyuan · Wants an offer")

    def test_submit_needs_a_plan_and_a_day_that_has_come(self):
        """At 16:00 UTC on Monday it is Tuesday at the bureau, for Bert, too."""
        with self._refused(UserError, "Plan for Next"):
            self._log(self.anna, "2026-04-20", plan=" ").action_submit()
        with self._refused(UserError, "lies ahead"):
            self._log(self.anna, "2026-04-21").action_submit()
        with freeze_time("2026-04-20 16:00:00"):
            self._submit(self.anna, "2026-04-21")
            self._submit(self.bert, "2026-04-21")

    def test_only_the_writer_writes(self):
        log = self._log(self.anna, "2026-04-20")
        for user in (self.county_manager, self.service):
            with self._refused(AccessError, "only its writer"):
                log.with_user(user).plan = "Work harder"
            with self._refused(AccessError, "only its writer"):
                log.with_user(user).action_submit()
        log.action_submit()
        with self._refused(UserError, "is “Submitted” and stays as it is"):
            log.plan = "Something else"
        with self._refused(UserError, "is “Submitted” and stays as it is"):
            log.unlink()

    def test_inspection(self):
        log = self._submit(self.anna, "2026-04-20")
        with self._refused(AccessError, ""):
            self._inspect(log, self.anna.user_id)
        with self._refused(UserError, "one of 0 needs a remark"):
            self._inspect(log, self.county_manager, 0, " ")
        self._inspect(log, self.county_manager, 85.5, "Well prepared")
        self.assertEqual(log.state, "inspected")
        self.assertEqual((log.score, log.remark), (85.5, "Well prepared"))
        self.assertEqual(log.inspected_by_id, self.county_manager)
        with self._refused(UserError, "needs .Submitted."):
            self._inspect(log, self.service)
        others = self._submit(self.bert, "2026-04-20")
        with self._refused(AccessError, ""):
            self._inspect(others, self.county_manager)
        self._inspect(others, self.service)
        self.assertEqual(others.state, "inspected")

    def test_nobody_inspects_oneself(self):
        group = self.env.ref("telecom_sales_system.group_telecom_unit_manager")
        self.anna.user_id.group_ids = [Command.link(group.id)]
        self.county.manager_id = self.anna.user_id
        log = self._submit(self.anna, "2026-04-20")
        with self._refused(AccessError, "never by its writer"):
            self._inspect(log, self.anna.user_id)

    def test_average_score_leaves_out_what_was_not_inspected(self):
        """85 and 90 of three logs: 87.5."""
        logs = self._submit(self.anna, "2026-04-15", "2026-04-16", "2026-04-17")
        self._inspect(logs[0], self.county_manager, 85)
        self._inspect(logs[1], self.county_manager, 90)
        [(average,)] = logs._read_group([("id", "in", logs.ids)], [], ["score:avg"])
        self.assertEqual(average, 87.5)

    def test_score_of_a_hundred(self):
        log = self._submit(self.anna, "2026-04-20")
        with (
            mute_logger("odoo.sql_db"),
            self._refused(CheckViolation, "score_range"),
        ):
            self._inspect(log, self.county_manager, 101)
            self.env.flush_all()

    def test_returned_log_keeps_its_first_submission(self):
        log = self._submit(self.anna, "2026-04-20")
        wizard = self.env["telecom.sales.log.inspection"].with_user(self.county_manager)
        with self._refused(UserError, "field Remark"):
            wizard.create({"log_id": log.id}).action_return()
        wizard.create({"log_id": log.id, "remark": "Problems?"}).action_return()
        self.assertEqual(log.state, "draft")
        activity = log.activity_ids
        self.assertEqual(activity.user_id, self.anna.user_id)
        self.assertIn("Problems?", activity.summary)
        log.problems = "The printer"
        with freeze_time("2026-04-28 10:00:00"):
            log.action_submit()
        self.assertFalse(log.is_late)
        self.assertEqual(log.submitted_at, Datetime.to_datetime("2026-04-20 10:00:00"))
        self.assertFalse(log.activity_ids)
