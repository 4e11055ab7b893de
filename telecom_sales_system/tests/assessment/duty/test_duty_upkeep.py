from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users

from .duties import DutyCommon


@tagged("post_install", "-at_install")
class TestDutyUpkeep(DutyCommon):
    """The job lists duties, finds proofs, reminds; twice is no more than once."""

    def test_listed_ahead_and_once(self):
        """Known 31 days ahead: on 10 January the reports of December are due on
        5 January, too late to list; of January on 5 February; of February not yet."""
        self.report.for_county = True
        listed = self._generate("2026-01-10")
        self.assertEqual(listed.unit_id, self.county)
        self.assertEqual(listed.mapped("due_on"), [date(2026, 2, 5)])
        self.assertEqual(listed.period_from, date(2026, 1, 1))
        self.assertFalse(self._generate("2026-01-10"))
        self.assertFalse(self._generate("2026-01-20"))
        self.assertEqual(self._generate("2026-02-04").due_on, date(2026, 3, 5))

    def test_what_fell_due_while_the_job_did_not_run_is_listed(self):
        """Begun on 10 January with 5 February; the next run is on 20 May: due on 5
        March, 5 April, 5 May, and ahead until 20 June: 5 June."""
        self.report.for_county = True
        self._generate("2026-01-10")
        self.assertEqual(
            sorted(self._generate("2026-05-20").mapped("due_on")),
            [date(2026, month, 5) for month in (3, 4, 5, 6)],
        )
        self.assertFalse(self._generate("2026-05-20"))

    def test_a_duty_added_in_mid_year_is_owed_from_then_on(self):
        """In force from 10 April, the job runs on 20 May: not owed on 5 April, but on 5
        May, and ahead until 20 June on 5 June."""
        letter = self._new_type("letter", grace_days=5, in_force_from="2026-04-10")
        listed = self._generate("2026-05-20")
        self.assertEqual(listed.type_id, letter)
        self.assertEqual(
            sorted(listed.mapped("due_on")), [date(2026, 5, 5), date(2026, 6, 5)]
        )
        year = [date(2026, 1, 1), date(2026, 12, 31)]
        self.assertEqual(
            letter._get_owed_periods(self.county, *year)[0][2], date(2026, 5, 5)
        )

    @freeze_time("2026-04-10 02:00:00")
    def test_a_new_duty_is_in_force_from_today(self):
        self.assertEqual(self._new_type("letter").in_force_from, date(2026, 4, 10))

    def test_only_kinds_of_units_that_owe_it(self):
        self.report.write({"for_branch": True, "for_outlet": True})
        self.assertEqual(
            self._generate("2026-01-10").unit_id, self.branch | self.outlet
        )

    def test_a_unit_founded_later_owes_nothing_before(self):
        self.report.for_county = True
        self._generate("2026-01-10")
        young = self._create_unit("Sangzhi", "SZ", "county", self.city)
        listed = self._generate("2026-02-10")
        mine = listed.filtered(lambda duty: duty.unit_id == young)
        self.assertEqual(mine.mapped("due_on"), [date(2026, 3, 5)])

    @freeze_time("2026-02-10")
    def test_an_archived_unit_owes_nothing_after(self):
        """What is due on 5 March goes with the unit; what was missed stays."""
        self.report.for_branch = True
        missed = self._generate("2026-01-10")
        ahead = self._generate("2026-02-10")
        self.anna.sudo().assignment_ids.unlink()
        self.bert.sudo().assignment_ids.unlink()
        self.branch.active = False
        self.assertFalse(self._generate("2026-02-10"))
        self.assertFalse(ahead.exists())
        self.assertTrue(missed.exists())

    @freeze_time("2026-03-10 08:00:00")
    def test_the_year_can_be_listed_from_january(self):
        """Due on 5 January, 5 February, 5 March, and ahead until 10 April: 5 April."""
        self.report.for_county = True
        self.report.with_user(self.service)._list_year(2026)
        duties = self.duties.search([("type_id", "=", self.report.id)])
        self.assertEqual(
            sorted(duties.mapped("due_on")),
            [date(2026, month, 5) for month in (1, 2, 3, 4)],
        )
        self.assertEqual(duties.mapped("state").count("missing"), 3)

    @freeze_time("2026-03-10 08:00:00")
    def test_the_year_of_a_card_can_be_listed(self):
        """2025: due on 5 January (of December 2024) to 5 December, twelve, and nothing
        of 2026. 2027 lies ahead: the job lists it."""
        self.report.for_county = True
        action = (
            self.report.with_user(self.service)
            .with_context(telecom_duty_year=2025)
            .action_open_list_year()
        )
        dialog = self.env["telecom.duty.list"].with_user(self.service)
        dialog = dialog.with_context(**action["context"]).create({})
        self.assertEqual((dialog.year, dialog.type_ids), (2025, self.report))
        dialog.action_list()
        duties = self.duties.search([("type_id", "=", self.report.id)])
        self.assertEqual(
            sorted(duties.mapped("due_on")),
            [date(2025, month, 5) for month in range(1, 13)],
        )
        for year in (2027, 0):
            dialog.year = year
            with self._refused(UserError, "Field Year"):
                dialog.action_list()

    def test_reminded_once(self):
        """Three days before: on 2 February for the 5th, and never again."""
        duty = self._owe(self.report, self.county, "2026-02-05")
        for day, reminded in ((1, False), (2, True)):
            self.duties._send_due_reminders(self.company, date(2026, 2, day))
            self.assertEqual(bool(duty.activity_ids), reminded)
        self.assertEqual(duty.activity_ids.user_id, self.county_manager)
        self.assertEqual(duty.activity_ids.date_deadline, date(2026, 2, 5))
        duty.activity_ids.unlink()
        self.duties._send_due_reminders(self.company, date(2026, 2, 3))
        self.assertFalse(duty.activity_ids)

    def test_the_manager_above_answers_for_a_unit_without_one(self):
        duty = self._owe(self.report, self.outlet, "2026-02-05")
        nobodys = self._owe(self.report, self.branch, "2026-02-05")
        self.duties._send_due_reminders(self.company, date(2026, 2, 4))
        self.assertEqual(duty.activity_ids.user_id, self.county_manager)
        self.assertFalse(nobodys.activity_ids)
        self.assertFalse(nobodys.reminded_on)

    @freeze_time("2026-01-31 17:00:00")
    def test_the_day_is_that_of_the_company(self):
        """One o'clock on 1 February in Shanghai: 31 days ahead lies 4 March."""
        self.report.write({"for_county": True, "ahead_days": 32})
        cron = self.env.ref("telecom_sales_system.ir_cron_upkeep_duties")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        duties = self.duties.search([("type_id", "=", self.report.id)])
        self.assertEqual(
            sorted(duties.mapped("due_on")), [date(2026, 2, 5), date(2026, 3, 5)]
        )

    def _course(self, name, day, unit, entered=None, **vals):
        """Hold a course, and enter the attendance the same day or on another."""
        with freeze_time(f"{entered or day} 02:00:00"):
            course = self._hold_course(name, day, unit, **vals)
            self.env.flush_all()
        return course

    def _hold_course(self, name, day, unit, **vals):
        course = self.env["telecom.training"].create(
            {
                "name": name,
                "unit_id": unit.id,
                "session_ids": [Command.create({"start": f"{day} 01:00:00"})],
                "attendance_ids": [
                    Command.create(
                        {"user_id": self.anna.user_id.id, "unit_id": unit.id}
                    )
                ],
                **vals,
            }
        )
        course.action_hold()
        course.action_mark_attended()
        return course

    @freeze_time("2026-07-10")
    def test_two_large_courses_of_the_year_prove_both_half_years(self):
        """Of Cili's two, one of March counts for the first half-year, another of April
        for the second. Those of the province and of last year count for nobody. Letters
        holds one in July: its first is late, and the second open.
        """
        self.company.telecom_large_training = 1
        own = self._type("own_course")
        halves = self.duties.create(
            [
                {
                    "type_id": own.id,
                    "unit_id": unit.id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": last,
                }
                for unit in (self.county, self.branch)
                for first, last in (
                    ("2026-01-01", "2026-06-30"),
                    ("2026-07-01", "2026-12-31"),
                )
            ]
        )
        self._course("Province", "2026-02-02", self.county, level="province")
        self._course("Last year", "2025-12-02", self.branch)
        march = self._course("March", "2026-03-02", self.outlet)
        april = self._course("April", "2026-04-02", self.county)
        self._course("May", "2026-05-06", self.county)
        july = self._course("July", "2026-07-02", self.branch)
        for _night in range(2):
            self.duties._prove_duties(self.company, date(2026, 7, 10))
            proofs = [duty.proof_ref for duty in halves]
            self.assertEqual(proofs, [march, april, july, None])
            self.assertEqual(halves.mapped("state"), ["done", "done", "late", "due"])
        self.assertEqual(halves[0].fulfilled_on, date(2026, 3, 2))
        self.assertEqual(halves[1].fulfilled_on, date(2026, 4, 2))

    @freeze_time("2026-07-10")
    def test_a_course_of_the_past_makes_up_for_nothing(self):
        """Entered on 8 July as of 2 March: the duty of June is done on 8 July, late."""
        self.company.telecom_large_training = 1
        half = self._owe(
            self._type("own_course"),
            self.county,
            "2026-06-30",
            period_from="2026-01-01",
            period_to="2026-06-30",
        )
        course = self._course("March", "2026-03-02", self.county, "2026-07-08")
        self.assertEqual(course.large_on, date(2026, 7, 8))
        self.duties._prove_duties(self.company, date(2026, 7, 10))
        self.assertEqual(half.proof_ref, course)
        self.assertEqual((half.state, half.days_late), ("late", 8))

    @freeze_time("2026-05-20 02:00:00")
    def test_a_meeting_noted_late_is_late(self):
        """The manager of Cili enters on 20 May a meeting of the 6th, of a week that
        ended on the 10th; that of the 13th was noted on its own day."""
        duties = self.duties.create(
            [
                {
                    "type_id": self.weekly.id,
                    "unit_id": self.county.id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": last,
                }
                for first, last in (
                    ("2026-05-04", "2026-05-10"),
                    ("2026-05-11", "2026-05-17"),
                )
            ]
        )
        with freeze_time("2026-05-13 10:00:00"):
            self._hold_meeting("2026-05-13 02:00:00")
        event = self._hold_meeting("2026-05-06 02:00:00")
        with self._refused(AccessError, "use the button"):
            event.telecom_held_on = "2026-05-06"
        self.duties._prove_duties(self.company, date(2026, 5, 20))
        self.assertEqual(duties.mapped("state"), ["late", "done"])
        self.assertEqual(duties[0].fulfilled_on, date(2026, 5, 20))
        self.assertEqual(duties[1].fulfilled_on, date(2026, 5, 13))

    def _hold_meeting(self, start):
        guests = self.county_manager.partner_id.ids
        event = self._meeting(start, self.county).with_user(self.county_manager)
        event.sudo().partner_ids = [Command.set(guests)]
        event.write(
            {
                "telecom_minutes": "<p>Sales</p>",
                "telecom_attended_ids": [Command.set(guests)],
            }
        )
        event.action_telecom_hold()
        return event

    @freeze_time("2026-07-10")
    def test_a_refused_proof_does_not_come_back(self):
        self.company.telecom_large_training = 1
        course = self._course("March", "2026-03-02", self.county)
        half = self._owe(
            self._type("own_course"),
            self.county,
            "2026-06-30",
            period_from="2026-01-01",
            period_to="2026-06-30",
        )
        self.duties._prove_duties(self.company, date(2026, 7, 10))
        self.assertEqual(half.proof_ref, course)
        half.with_user(self.service)._reopen_duties("Nobody was there.")
        self.duties._prove_duties(self.company, date(2026, 7, 10))
        self.assertEqual((half.state, half.proof_ref), ("missing", None))

    @freeze_time("2026-05-20")
    def test_held_meetings_prove_their_week(self):
        """Sunday, 10 May, 23:00 in Shanghai is of the first week, 00:30 on Monday of
        the second. A meeting not held proves nothing, nor does one of another unit."""
        weeks = self.duties.create(
            [
                {
                    "type_id": self.weekly.id,
                    "unit_id": self.county.id,
                    "period_from": first,
                    "period_to": last,
                    "due_on": last,
                }
                for first, last in (
                    ("2026-05-04", "2026-05-10"),
                    ("2026-05-11", "2026-05-17"),
                )
            ]
        )
        sunday = self._meeting("2026-05-10 15:00:00", self.county)
        other = self._meeting("2026-05-12 02:00:00", self.branch)
        monday = self._meeting("2026-05-10 16:30:00", self.county)
        (sunday | other).telecom_is_held = True
        self.duties._prove_duties(self.company, date(2026, 5, 20))
        self.assertEqual(weeks[0].proof_ref, sunday)
        self.assertEqual((weeks[0].state, weeks[1].state), ("done", "missing"))
        monday.telecom_is_held = True
        self.duties._prove_duties(self.company, date(2026, 5, 20))
        self.assertEqual(weeks[1].proof_ref, monday)
        self.assertEqual(weeks[1].fulfilled_on, date(2026, 5, 11))

    def _meeting(self, start, unit):
        return self.env["calendar.event"].create(
            {
                "name": "Weekly",
                "start": start,
                "stop": start,
                "telecom_meeting_kind": "weekly",
                "telecom_unit_id": unit.id,
            }
        )

    @users("service")
    def test_as_many_queries_for_all_units(self):
        """Listing two duties or one takes the same queries but for the inserts."""
        self.report.sudo().write({"for_county": True})
        duties = self.duties.sudo()
        self._create_unit("Sangzhi", "SZ", "county", self.city)
        self._generate("2026-01-10")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._generate("2026-01-11")
        once = self.env.cr.sql_log_count - before
        for number in range(5):
            self._create_unit(f"Unit {number}", f"U{number}", "county", self.city)
        self._generate("2026-01-10")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._generate("2026-01-11")
        self.assertLessEqual(self.env.cr.sql_log_count - before, once)
        self.assertEqual(duties.search_count([("type_id", "=", self.report.id)]), 7)
