from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged, users

from ..log.sales_logs import SalesLogCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 10:00:00")
class TestMeeting(SalesLogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.anna | cls.bert
        cls.weekly = cls._weekly("2026-04-20 01:00:00")

    @classmethod
    def _weekly(cls, start, unit=None, kind="weekly", **vals):
        return cls._meet(
            "Week",
            start,
            start.replace(":00:00", ":45:00"),
            cls.people,
            telecom_meeting_kind=kind,
            telecom_unit_id=(unit or cls.county).id,
            **vals,
        )

    @classmethod
    def _hold(cls, meeting, people=None):
        people = people or cls.anna
        meeting = meeting.with_user(cls.service)
        meeting.write(
            {
                "telecom_minutes": "<p>Sell more letters</p>",
                "telecom_attended_ids": people.user_id.partner_id.ids,
            }
        )
        meeting.action_telecom_hold()

    @users("county_manager")
    def test_held_needs_minutes_and_attendance(self):
        meeting = self.weekly.with_env(self.env)
        with self._refused(UserError, "Minutes"):
            meeting.action_telecom_hold()
        meeting.telecom_minutes = "<p><br></p>"
        with self._refused(UserError, "Minutes"):
            meeting.action_telecom_hold()
        meeting.telecom_minutes = "<p>Sell more letters</p>"
        with self._refused(UserError, "Present"):
            meeting.action_telecom_hold()
        meeting.telecom_attended_ids = self.env.user.partner_id
        with self._refused(UserError, "not among the attendees"):
            meeting.action_telecom_hold()
        meeting.action_telecom_all_present()
        self.assertEqual(len(meeting.telecom_attended_ids), 2)
        with freeze_time("2026-04-20 00:59:00"), self._refused(UserError, "not begun"):
            meeting.action_telecom_hold()
        meeting.action_telecom_hold()
        self.assertTrue(meeting.telecom_is_held)
        with self._refused(UserError, "cannot be changed"):
            meeting.start = "2026-04-19 01:00:00"
        with self._refused(UserError, "cannot be changed"):
            meeting.unlink()
        meeting.action_telecom_reopen()
        self.assertFalse(meeting.telecom_is_held)

    @users("anna")
    def test_salespeople_keep_no_minutes(self):
        meeting = self.weekly.with_env(self.env)
        for name, value in (
            ("telecom_minutes", "<p>x</p>"),
            ("telecom_meeting_kind", "quarterly"),
            ("telecom_unit_id", self.outlet.id),
        ):
            with self._refused(AccessError, "only the managers"):
                meeting[name] = value
        with self._refused(AccessError, "use the button"):
            meeting.telecom_is_held = True
        with self._refused(AccessError, "only the managers"):
            meeting.action_telecom_hold()
        with self._refused(AccessError, "only the managers"):
            self.env["calendar.event"].create(
                {
                    "name": "Own",
                    "start": "2026-04-20 01:00:00",
                    "stop": "2026-04-20 02:00:00",
                    "telecom_meeting_kind": "weekly",
                    "telecom_unit_id": self.county.id,
                }
            )

    @users("county_manager")
    def test_managers_keep_those_of_their_units(self):
        vals = {
            "name": "Week",
            "start": "2026-04-27 01:00:00",
            "stop": "2026-04-27 02:00:00",
            "telecom_meeting_kind": "weekly",
        }
        events = self.env["calendar.event"]
        events.create({**vals, "telecom_unit_id": self.outlet.id})
        with self._refused(AccessError, "only the managers"):
            events.create({**vals, "telecom_unit_id": self.branch.id})

    def test_recurring_meetings_carry_kind_and_unit_but_no_minutes(self):
        """Every Monday from 4 May on, three times."""
        event = self._weekly(
            "2026-05-04 01:00:00",
            telecom_minutes="<p>First</p>",
            telecom_attended_ids=self.anna.user_id.partner_id.ids,
            recurrency=True,
            rrule_type_ui="weekly",
            rrule_type="weekly",
            interval=1,
            mon=True,
            end_type="count",
            count=3,
        )
        series = event.recurrence_id.calendar_event_ids
        self.assertEqual(len(series), 3)
        self.assertEqual(set(series.mapped("telecom_meeting_kind")), {"weekly"})
        self.assertEqual(series.telecom_unit_id, self.county)
        minutes = [bool(one.telecom_minutes) for one in series.sorted("start")]
        self.assertEqual(minutes, [True, False, False])
        self.assertFalse(series.sorted("start")[1:].telecom_attended_ids)

    @users("county_manager")
    def test_series_planned_on_the_form(self):
        """Mondays 4, 11 and 18 May, 09:00 in Shanghai."""
        view = "telecom_sales_system.calendar_event_view_form_telecom"
        with Form(self.env["calendar.event"], view=view) as form:
            form.name = "Week"
            form.telecom_meeting_kind = "weekly"
            form.telecom_unit_id = self.county
            form.start = "2026-05-04 01:00:00"
            form.stop = "2026-05-04 02:00:00"
            form.recurrency = True
            form.rrule_type_ui = "weekly"
            form.end_type = "count"
            form.count = 3
        series = form.record.recurrence_id.calendar_event_ids.sorted("start")
        self.assertEqual([event.start.day for event in series], [4, 11, 18])
        self.assertEqual(series.telecom_unit_id, self.county)

    def test_log_tells_who_came(self):
        self._hold(self.weekly)
        log = self._log(self.anna, "2026-04-20")
        self.assertEqual(log.meetings, "09:00 Week (Weekly Meeting)")
        self.assertFalse(self._log(self.bert, "2026-04-19").meetings)


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 10:00:00")
class TestMeetingPrivacy(SalesLogCommon):
    """Minutes and attendance of Cili, where Anna was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(cls.env, "outsider")
        cls.meeting = cls._meet(
            "Week",
            "2026-04-20 01:00:00",
            "2026-04-20 02:00:00",
            cls.anna,
            telecom_meeting_kind="weekly",
            telecom_unit_id=cls.county.id,
            telecom_minutes="<p>Secret</p>",
            telecom_attended_ids=cls.anna.user_id.partner_id.ids,
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _sheet(self):
        meeting = self.meeting.with_env(self.env)
        [values] = meeting.read(["telecom_minutes", "telecom_attended_ids"])
        return bool(values["telecom_minutes"]), len(values["telecom_attended_ids"])

    @users("anna", "county_manager", "service", "leader", "auditor")
    def test_people_concerned_read_the_minutes(self):
        self.assertEqual(self._sheet(), (True, 1))

    @users("bert")
    def test_other_units_do_not(self):
        self.assertEqual(self._sheet(), (False, 0))
        self.assertEqual(self.meeting.with_env(self.env).name, "Week")

    @users("outsider")
    def test_people_without_a_role_do_not_even_see_the_fields(self):
        with self.assertRaises(AccessError):
            self._sheet()

    def test_private_meeting(self):
        self.meeting.privacy = "private"
        self.env.flush_all()
        self.env.invalidate_all()
        self.env = self.env(user=self.service)
        meeting = self.meeting.with_env(self.env)
        self.assertEqual(meeting.name, "Busy")
        self.assertEqual(self._sheet(), (False, 0))
