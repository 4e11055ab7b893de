from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .duties import DutyCommon

MIXIN = "odoo.addons.telecom_sales_system.models.assessment.duty.telecom_fault_mixin"
TODAY = date(2026, 5, 20)


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20")
class TestDutyFaults(DutyCommon):
    """No duty that somebody types stops the job, nor what proves other duties."""

    def _type_week(self, first, last, due):
        return self._owe(
            self.weekly, self.county, due, period_from=first, period_to=last
        )

    def _meet(self, day):
        event = self.env["calendar.event"].create(
            {
                "name": "Weekly",
                "start": f"{day} 02:00:00",
                "stop": f"{day} 03:00:00",
                "telecom_meeting_kind": "weekly",
                "telecom_unit_id": self.county.id,
            }
        )
        event.telecom_is_held = True
        return event

    def test_a_period_without_an_end_ends_on_the_due_date(self):
        """Typed: from 4 May, due on 10 May, no end. The meeting of the 6th proves it,
        that of the 13th the week after; a course of the year proves a half-year."""
        typed = self._type_week("2026-05-04", False, "2026-05-10")
        week = self._type_week("2026-05-11", "2026-05-17", "2026-05-17")
        first, second = self._meet("2026-05-06"), self._meet("2026-05-13")
        own = self._type("own_course")
        half = self._owe(own, self.county, "2026-06-30", period_from="2026-01-01")
        self.assertEqual(half._get_proof_days(), (date(2026, 1, 1), date(2026, 12, 31)))
        self.duties._prove_duties(self.company, TODAY)
        self.assertEqual((typed.proof_ref, week.proof_ref), (first, second))
        self.assertFalse((typed | week | half).filtered("job_error"))

    def test_a_typed_duty_is_not_listed_again(self):
        """January's report was typed without an end: the job lists no second one."""
        self.report.for_county = True
        typed = self._owe(
            self.report, self.county, "2026-02-05", period_from="2026-01-01"
        )
        self.assertFalse(self._generate("2026-01-10"))
        self.assertEqual(self._generate("2026-02-04").due_on, date(2026, 3, 5))
        self.assertFalse(typed.job_error)

    def test_a_report_of_a_part_of_a_month_is_proved_by_hand(self):
        """Typed from 2 May on: no report begins then; that of April is created."""
        vals = {"period_to": "2026-05-31"}
        self._owe(
            self.report, self.county, "2026-06-05", period_from="2026-05-02", **vals
        )
        self._owe(self.report, self.county, "2026-05-05", period_from="2026-04-01")
        self.duties._prove_duties(self.company, TODAY)
        reports = self.env["telecom.unit.report"].search(
            [("unit_id", "=", self.county.id)]
        )
        self.assertEqual(reports.mapped("date_from"), [date(2026, 4, 1)])

    def test_the_faulty_one_is_left_out_and_says_why(self):
        """From the year 1 on, typed by mistake, no day lies before. Of three, the other
        two are done; once it is corrected, so is the third, and nothing is noted."""
        weeks = self._type_week("2026-05-04", "2026-05-10", "2026-05-10")
        weeks |= self._type_week("2026-05-11", "2026-05-17", "2026-05-17")
        wrong = self._type_week("0001-01-01", "2026-05-03", "2026-05-03")
        for day in ("2026-04-29", "2026-05-06", "2026-05-13"):
            self._meet(day)
        with mute_logger(MIXIN):
            self.duties._prove_duties(self.company, TODAY)
        self.assertEqual(weeks.mapped("state"), ["done", "done"])
        self.assertFalse(wrong.fulfilled_on)
        self.assertIn("out of range", wrong.job_error)
        period = self.env["telecom.period"].create({"date_from": "2026-05-01"})
        found = self.env["telecom.period.problem"]._find_cards(period)
        [problem] = [each for each in found if each["res_model"] == "telecom.duty"]
        self.assertEqual(problem["record_count"], 1)
        wrong.period_from = "2026-04-27"
        self.duties._prove_duties(self.company, TODAY)
        self.assertEqual((wrong.state, wrong.job_error), ("done", False))

    def _find_left_out(self):
        period = self.env["telecom.period"].search([("date_from", "=", "2026-05-01")])
        period = period or period.create({"date_from": "2026-05-01"})
        found = self.env["telecom.period.problem"]._find_cards(period)
        return [each for each in found if each["res_model"] == "telecom.duty"]

    def _leave_out(self):
        wrong = self._type_week("0001-01-01", "2026-05-03", "2026-05-03")
        with mute_logger(MIXIN):
            self.duties._run_upkeep(self.company)
        self.assertTrue(wrong.job_error)
        self.assertEqual(len(self._find_left_out()), 1)
        return wrong

    def test_a_faulty_one_done_by_hand(self):
        """Files do so only once its kind is no longer done by the meeting itself."""
        wrong = self._leave_out()
        wrong.evidence_ids = [Command.link(self._file(self.service).id)]
        with self._refused(UserError, "is done by the meeting itself"):
            wrong.action_fulfil()
        self.weekly.proof = "training"
        self.assertTrue(wrong.job_error)
        wrong.action_fulfil()
        self.assertFalse(wrong.job_error)
        self.assertFalse(self._find_left_out())

    def test_a_faulty_one_that_no_record_proves_any_more(self):
        """Its kind is proved by hand from now on: the next run leaves nothing out."""
        wrong = self._leave_out()
        self.weekly.proof = "manual"
        self.duties._run_upkeep(self.company)
        self.assertFalse(wrong.job_error)
        self.assertFalse(self._find_left_out())

    def test_a_faulty_one_that_stays_faulty(self):
        wrong = self._leave_out()
        with mute_logger(MIXIN):
            self.duties._run_upkeep(self.company)
        self.assertTrue(wrong.job_error)
        self.assertEqual(len(self._find_left_out()), 1)

    def test_periods_and_days_that_cannot_be(self):
        for change in (
            lambda: self._type_week("2026-05-10", "2026-05-04", "2026-05-10"),
            lambda: self.report.write({"grace_days": 4_000_000}),
            lambda: self.report.write({"ahead_days": 4_000_000}),
        ):
            refused = self._refused(CheckViolation, "period_in_order|days_positive")
            with mute_logger("odoo.sql_db"), refused:
                change()
                self.env.flush_all()
