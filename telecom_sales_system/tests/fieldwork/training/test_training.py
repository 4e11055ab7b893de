from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .training import TrainingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestTraining(TrainingCommon):
    def test_front_line_is_invited_once(self):
        """Cili and the outlet below it, not Letters; inviting again adds nobody."""
        rows = self._invite(self.province, self.county)
        self.assertEqual(rows.user_id, (self.anna + self.cara).user_id)
        self.assertEqual(rows.salesperson_id, self.anna + self.cara)
        self.assertEqual(rows.unit_id, self.county + self.outlet)
        self._invite(self.province, self.county)
        self._invite(self.province, self.city)
        self.assertEqual(len(self.province.attendance_ids), 3)

    def test_candidates_and_those_who_left_are_not_invited(self):
        self.cara._record_departure(date(2026, 3, 31))
        self._create_unit("Sangzhi", "SZ", "county", self.city)
        rows = self._invite(self.province, self.city)
        self.assertEqual(rows.salesperson_id, self.anna + self.bert)

    def test_presenters_are_marked_as_such(self):
        """Of Anna, Bert and Cara, Cara alone presents."""
        self.cara.is_presenter = True
        self.province.audience = "presenters"
        rows = self._invite(self.province, self.city)
        self.assertEqual(rows.salesperson_id, self.cara)

    def test_managers_are_those_of_units(self):
        """The leader manages Letters and its city; he is down for the higher one."""
        (self.city + self.branch).manager_id = self.leader
        self.province.audience = "managers"
        rows = self._invite(self.province, self.city)
        self.assertEqual(
            {row.user_id: row.unit_id for row in rows},
            {self.leader: self.city, self.county_manager: self.county},
        )
        self.assertFalse(rows.salesperson_id)

    def test_unit_is_that_of_the_day(self):
        """Anna moves to Letters on 20 April, the day of the course; Cara a day later.

        Both were invited before; Cili and the outlet would be right the day before.
        """
        self._invite(self.province, self.county)
        self.anna._start_assignment(
            {"date_from": date(2026, 4, 20), "unit_id": self.branch.id}
        )
        self.cara._start_assignment(
            {"date_from": date(2026, 4, 21), "unit_id": self.branch.id}
        )
        self.province.action_hold()
        self.assertEqual(self._row(self.province, self.anna).unit_id, self.branch)
        self.assertEqual(self._row(self.province, self.cara).unit_id, self.outlet)

    def test_results(self):
        """3 invited, 2 attended, 1 passed at 60: two thirds took part, one passed."""
        self._hold_with_results(self.province)
        results = [
            self._row(self.province, person).result
            for person in (self.anna, self.bert, self.cara)
        ]
        self.assertEqual(results, ["passed", "failed", "absent"])
        course = self.province
        counts = (course.invited_count, course.attended_count, course.passed_count)
        self.assertEqual(counts, (3, 2, 1))
        self.assertAlmostEqual(course.participation_rate, 2 / 3)
        self.assertAlmostEqual(course.pass_rate, 1 / 3)
        course.pass_mark = 59.5
        self.assertEqual(course.passed_count, 2)

    def test_course_without_a_test(self):
        """Pass mark 0: whoever attends passes, without any score."""
        self.province.pass_mark = 0
        self._invite(self.province, self.city)
        self.province.action_hold()
        self.province.action_mark_attended()
        self.assertEqual(self.province.passed_count, 3)
        self.province.action_publish()

    def test_nothing_is_entered_before_the_course_is_held(self):
        row = self._invite(self.province, self.county)[0]
        with self._refused(UserError, "anna.*field Presence: .* still planned"):
            row.presence = "attended"
        with self._refused(UserError, "still planned"):
            row.score = 90

    def test_course_is_held_once_its_last_session_began(self):
        ahead = self._plan("Ahead", self.city, start="2026-04-21 02:00:01")
        bare = self._plan("Bare", self.city, session_ids=False)
        for course in (ahead, bare):
            with self._refused(UserError, f"{course.name}.*field Sessions"):
                course.action_hold()

    def test_publishing_wants_everybody_accounted_for(self):
        with self._refused(UserError, "this step needs “Held”"):
            self.province.action_publish()
        self.province.action_hold()
        with self._refused(UserError, "nobody was invited"):
            self.province.action_publish()
        self._invite(self.province, self.city)
        self._row(self.province, self.anna).score = 85
        self._row(self.province, self.bert).presence = "absent"
        with self._refused(UserError, "attendance or score of cara"):
            self.province.action_publish()
        self.province.action_mark_attended()
        with self._refused(UserError, "attendance or score of cara"):
            self.province.action_publish()
        self._row(self.province, self.cara).is_scored = True
        self.assertEqual(self._row(self.province, self.cara).result, "failed")
        self.province.action_publish()
        self.assertEqual(self.province.published_by_id, self.service)

    @freeze_time("2026-04-30 17:00:00")
    def test_published_on_is_the_day_in_shanghai(self):
        """17:00 of 30 April in Greenwich is 01:00 of 1 May in Shanghai."""
        self._hold_with_results(self.province)
        self.province.action_publish()
        self.assertEqual(self.province.published_on, date(2026, 5, 1))

    def test_published_results_are_frozen_for_everybody(self):
        self._hold_with_results(self.province)
        self.province.action_publish()
        row = self._row(self.province, self.bert)
        course = self.province
        doors = (
            lambda: row.write({"score": 60}),
            lambda: row.sudo().write({"presence": "absent"}),
            lambda: row.unlink(),
            lambda: row.write({"unit_id": self.county.id}),
            lambda: course.write({"pass_mark": 50}),
            lambda: course.session_ids.write({"start": "2026-04-19 01:00:00"}),
            lambda: course.session_ids.unlink(),
            lambda: row.create(
                {
                    "training_id": course.id,
                    "user_id": self.leader.id,
                    "unit_id": self.city.id,
                }
            ),
        )
        for number, door in enumerate(doors):
            with self.subTest(door=number):
                with self._refused(UserError, "is “Published” and stays"):
                    door()
        with self._refused(AccessError, "field State: use the buttons"):
            course.write({"state": "held"})
        with self._refused(UserError, "this step needs"):
            course.unlink()
        self.assertEqual((row.score, row.result), (59.5, "failed"))

    def test_service_department_reopens_for_a_reason(self):
        self._hold_with_results(self.province)
        self.province.action_publish()
        action = self.province.action_open_reopen()
        wizards = self.env["telecom.fieldwork.reopen"].with_context(**action["context"])
        wizard = wizards.with_user(self.service).create({"reason": "Wrong sheet"})
        wizard.action_reopen()
        self.assertEqual(self.province.state, "held")
        self.assertIn("Wrong sheet", self.province.message_ids[0].body)
        self._row(self.province, self.bert).score = 60
        self.province.action_publish()
        self.assertEqual(self.province.passed_count, 2)

    def test_unit_manager_does_not_reopen(self):
        own = self._plan("Own", self.county, self.county_manager, pass_mark=0)
        self._invite(own, self.county, self.county_manager)
        own.action_hold()
        own.action_mark_attended()
        own.action_publish()
        with self._refused(AccessError, "only the customer service department"):
            own._reopen_for_correction("I want to")

    def test_scores(self):
        self._hold_with_results(self.province)
        row = self._row(self.province, self.cara)
        with self._refused(
            ValidationError, "cara.*field Course Score: only people who"
        ):
            row.write({"presence": "absent", "score": 70})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "score_range"),
            self.env.cr.savepoint(),
        ):
            row.write({"score": 100.1})
            self.env.flush_all()
        row.score = 70
        self.assertEqual((row.presence, row.result), ("attended", "passed"))
        row.presence = "absent"
        self.assertEqual((row.score, row.is_scored, row.result), (0, False, "absent"))

    def test_large_course_follows_the_setting_until_published(self):
        """Two attended: large from 2 on; later settings leave a published one alone."""
        self.env.company.telecom_large_training = 3
        self._hold_with_results(self.province)
        self.assertFalse(self.province.is_large)
        self.env.company.telecom_large_training = 2
        self.assertTrue(self.province.is_large)
        self.province.action_publish()
        self.env.company.telecom_large_training = 3
        self.env.flush_all()
        self.assertTrue(self.province.is_large)

    def test_copy_starts_anew(self):
        self._hold_with_results(self.province)
        copy = self.province.copy()
        self.assertEqual((copy.name, copy.state), ("Province (copy)", "planned"))
        self.assertFalse(copy.attendance_ids)

    def test_meetings_keep_in_step_and_mail_nobody(self):
        mails = self.env["mail.mail"].search_count([])
        session = self.province.session_ids
        event = session.sudo().event_id
        self.assertEqual((event.name, event.location), ("Province", "Town hall"))
        self.assertEqual(event.partner_ids, self.service.partner_id)
        self._invite(self.province, self.county)
        people = (self.anna + self.cara).user_id | self.service
        self.assertEqual(event.partner_ids, people.partner_id)
        self._row(self.province, self.cara).unlink()
        self.province.name = "Products"
        session.start = "2026-04-20 02:00:00"
        self.assertEqual(
            event.partner_ids, (self.anna.user_id | self.service).partner_id
        )
        self.assertEqual(
            (event.name, event.start), ("Products", datetime(2026, 4, 20, 2))
        )
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.province.unlink()
        self.assertFalse(event.exists())

    def test_day_of_a_session_in_two_time_zones(self):
        """18:00 of 19 April in Greenwich: 20 April in Shanghai, 19 in New York."""
        late = "2026-04-19 18:00:00"
        self.assertEqual(self._plan("East", self.city, start=late).date.day, 20)
        self.env.company.telecom_tz = "America/New_York"
        west = self._plan("West", self.city, start=late)
        self.assertEqual(west.date.day, 19)
        west.session_ids = [Command.create({"start": "2026-04-21 04:30:00"})]
        self.assertEqual(west.date, date(2026, 4, 21))
