from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 02:00:00")
class TestVisitCalendar(OrganisationCommon):
    """Anna visits the brewery on 12 March, 9:00 to 10:00 in Shanghai (1:00 UTC)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.anna.user_id.tz = "Asia/Shanghai"
        cls.firm = cls.env["res.partner"].create(
            {"name": "Brewery", "is_company": True, "is_small_firm": True}
        )
        cls.visit = cls._visit()

    @classmethod
    def _visit(cls, start="2026-03-12 01:00:00", **vals):
        visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
        return visits.create({"partner_id": cls.firm.id, "start": start, **vals})

    def test_on_the_calendar_of_the_salesperson(self):
        event = self.visit.event_id
        self.assertEqual(event.name, "Visit: Brewery")
        self.assertEqual(event.user_id, self.anna.user_id)
        self.assertEqual(event.partner_ids, self.anna.user_id.partner_id)
        self.assertEqual(event.start, datetime(2026, 3, 12, 1))
        self.assertEqual(event.stop, datetime(2026, 3, 12, 2))

    def test_moving_either_moves_both(self):
        """The visit to 3:00, then its calendar entry to the next day, by Anna."""
        self.visit.write(
            {"start": "2026-03-12 03:00:00", "stop": "2026-03-12 04:00:00"}
        )
        event = self.visit.event_id
        self.assertEqual(event.start, datetime(2026, 3, 12, 3))
        event.with_user(self.anna.user_id).write(
            {"start": "2026-03-13 03:00:00", "stop": "2026-03-13 05:00:00"}
        )
        self.assertEqual(self.visit.start, datetime(2026, 3, 13, 3))
        self.assertEqual(self.visit.stop, datetime(2026, 3, 13, 5))

    def test_same_moment_in_every_time_zone(self):
        """9:00 in Shanghai is 2:00 in Brussels (UTC+1 in March)."""
        for zone, hour in (("Asia/Shanghai", 9), ("Europe/Brussels", 2)):
            for record in (self.visit, self.visit.event_id):
                local = Datetime.context_timestamp(
                    record.with_context(tz=zone), record.start
                )
                self.assertEqual(local.hour, hour)

    def test_cancelled_and_planned_again(self):
        event = self.visit.event_id
        self.visit.action_cancel()
        self.assertFalse(event.active)
        self.visit.action_plan()
        self.assertTrue(event.active)

    def test_taken_off_the_calendar(self):
        """A planned visit is cancelled with its entry; one that took place stays."""
        self.visit.event_id.with_user(self.anna.user_id).unlink()
        self.assertEqual(self.visit.state, "cancelled")
        done = self._visit()
        done.action_done()
        done.event_id.with_user(self.anna.user_id).unlink()
        self.assertEqual(done.state, "done")

    def test_archived_and_taken_back_on_the_calendar(self):
        event = self.visit.event_id.with_user(self.anna.user_id)
        event.active = False
        self.assertEqual(self.visit.state, "cancelled")
        event.active = True
        self.assertEqual(self.visit.state, "planned")

    def test_entry_of_a_whole_day_keeps_the_hour(self):
        """To 20 March, the whole day: 9:00 in Shanghai on that day; then to 3:00."""
        event = self.visit.event_id.with_user(self.anna.user_id)
        event.write(
            {"allday": True, "start_date": "2026-03-20", "stop_date": "2026-03-20"}
        )
        self.assertEqual(self.visit.start, datetime(2026, 3, 20, 1))
        self.assertEqual(self.visit.stop, datetime(2026, 3, 20, 2))
        self.visit.write(
            {"start": "2026-03-21 03:00:00", "stop": "2026-03-21 04:00:00"}
        )
        self.assertFalse(event.allday)
        self.assertEqual(event.start, datetime(2026, 3, 21, 3))

    def test_notes_on_the_entry_stay(self):
        """Moving or ending the visit keeps them; another purpose replaces them."""
        event = self.visit.event_id.with_user(self.anna.user_id)
        event.description = "Bring the key"
        self.visit.start = "2026-03-12 01:30:00"
        self.visit.action_done()
        self.assertIn("Bring the key", event.description)
        self.visit.purpose = "Labels < 5 g & stamps"
        self.assertIn(">Labels &lt; 5 g &amp; stamps<", event.description)
        self.assertNotIn("key", event.description)

    def test_no_context_skips_the_checks(self):
        """Bert neither moves nor removes Anna's entry, nor a visit past its entry."""
        for key in ("event_from_record", "telecom_from_record", "telecom_from_entry"):
            bert = self.env["calendar.event"].with_user(self.bert.user_id)
            event = self.visit.event_id.with_env(bert.env).with_context(**{key: True})
            for change in (
                lambda event=event: event.write({"start": "2026-03-13 01:00:00"}),
                lambda event=event: event.write({"active": False}),
                lambda event=event: event.unlink(),
            ):
                # Odoo itself refuses Bert the deletion.
                refusal = "only people who may change the visit|'unlink' access"
                with self._refused(AccessError, refusal):
                    change()
            own = self.visit.with_user(self.anna.user_id).with_context(**{key: True})
            own.start = datetime(2026, 3, 14, 1)
            self.assertEqual(own.event_id.start, datetime(2026, 3, 14, 1))
            own.start = datetime(2026, 3, 12, 1)

    def test_deleted_with_its_entry(self):
        event = self.visit.event_id
        self.visit.with_user(self.service).unlink()
        self.assertFalse(event.exists())

    def test_linked_with_the_visit(self):
        """The entry's button opens the visit."""
        event = self.visit.event_id
        self.assertEqual(
            (event.res_model, event.res_id), (self.visit._name, self.visit.id)
        )
        action = event.with_user(self.anna.user_id).action_open_calendar_event()
        self.assertEqual(action["res_id"], self.visit.id)

    def test_does_not_recur(self):
        event = self.visit.event_id.with_user(self.anna.user_id)
        with self._refused(UserError, "Brewery.*cannot recur"):
            event.write(
                {
                    "recurrency": True,
                    "rrule_type_ui": "weekly",
                    "rrule_type": "weekly",
                    "interval": 1,
                    "thu": True,
                    "end_type": "count",
                    "count": 3,
                }
            )
        self.assertEqual(len(self.env["telecom.visit"].search([])), 1)

    def test_duration_alone(self):
        """Made two and a half hours long on the calendar: 1:00 to 3:30."""
        event = self.visit.event_id.with_user(self.anna.user_id)
        event.duration = 2.5
        self.assertEqual(self.visit.stop, datetime(2026, 3, 12, 3, 30))
        self.visit.stop = "2026-03-12 02:30:00"
        self.assertEqual(event.duration, 1.5)

    def test_deleted_entry_of_a_done_visit_is_not_put_back(self):
        self.visit.action_done()
        self.visit.event_id.with_user(self.anna.user_id).unlink()
        self.visit.purpose = "Labels"
        self.assertFalse(self.visit.event_id)

    def test_next_visit(self):
        """Done on 12 March, again on 26 March at the same hour, planned once."""
        self.visit.write({"next_step": "visit", "next_date": "2026-03-26"})
        self.assertFalse(self.visit.next_visit_id)
        self.visit.action_done()
        follow = self.visit.next_visit_id
        self.assertEqual(follow.start, datetime(2026, 3, 26, 1))
        self.assertEqual((follow.state, follow.salesperson_id), ("planned", self.anna))
        self.assertTrue(follow.event_id)
        self.visit.next_note = "Bring samples"
        self.assertEqual(self.visit.next_visit_id, follow)
        for vals in ({"next_date": "2026-03-27"}, {"next_step": "activity"}):
            with self._refused(UserError, "Brewery.*scheduled already"):
                self.visit.write(vals)

    def test_deleted_follow_up_is_not_put_back(self):
        """Until another day is chosen for it."""
        self.visit.write({"next_step": "visit", "next_date": "2026-03-26"})
        self.visit.action_done()
        self.visit.next_visit_id.with_user(self.service).unlink()
        self.visit.next_note = "Bring samples"
        self.assertFalse(self.visit.next_visit_id)
        self.visit.next_date = "2026-03-27"
        self.assertEqual(self.visit.next_visit_id.start, datetime(2026, 3, 27, 1))

    def test_activity_that_was_done_is_not_put_back(self):
        self.visit.write({"next_step": "activity", "next_date": "2026-03-15"})
        self.visit.action_done()
        self.visit.next_activity_id.action_feedback()
        self.visit.next_note = "Send the offer"
        self.assertFalse(self.firm.activity_ids)

    def test_next_visit_at_the_same_hour_after_the_clocks_changed(self):
        """Brussels: 9:00 is 8:00 UTC on 12 March, and 7:00 UTC on 2 April."""
        self.env.company.telecom_tz = "Europe/Brussels"
        visit = self._visit("2026-03-12 08:00:00")
        visit.write({"next_step": "visit", "next_date": "2026-04-02"})
        visit.action_done()
        self.assertEqual(visit.next_visit_id.start, datetime(2026, 4, 2, 7))
        self.assertEqual(visit.next_visit_id.stop, datetime(2026, 4, 2, 8))

    def test_something_to_do(self):
        """Noted after the visit: an activity on the client, Anna's, on the day."""
        self.visit.action_done()
        self.visit.write(
            {
                "next_step": "activity",
                "next_date": "2026-03-15",
                "next_note": "Send the offer",
            }
        )
        activity = self.firm.activity_ids
        self.assertEqual(activity.summary, "Send the offer")
        self.assertEqual(activity.user_id, self.anna.user_id)
        self.assertEqual(activity.date_deadline, date(2026, 3, 15))

    def test_next_step_needs_a_day_after_the_visit(self):
        with self._refused(ValidationError, "field Date of the Next Step"):
            self.visit.next_step = "visit"
        with self._refused(ValidationError, "before the visit"):
            self.visit.write({"next_step": "visit", "next_date": "2026-03-11"})

    def test_check_in(self):
        """At 29.1 north; the brewery at 29.11: 0.01 x 111,195 m = 1.1 km."""
        self.firm.write({"partner_latitude": 29.11, "partner_longitude": 110.5})
        text = self.visit.action_check_in(29.1, 110.5)
        self.assertEqual(text, "1.1 km from the client's address")
        with self._refused(UserError, "checked in already"):
            self.visit.action_check_in(29.1, 110.5)

    def test_check_in_without_a_position_of_the_client(self):
        self.assertIn("no position", self.visit.action_check_in(29.1, 110.5))

    def test_check_in_at_a_contact(self):
        """The clerk has no position, so that of the brewery counts: 1.1 km."""
        self.firm.write({"partner_latitude": 29.11, "partner_longitude": 110.5})
        clerk = self.env["res.partner"].create(
            {"name": "Clerk", "parent_id": self.firm.id}
        )
        visit = self._visit(partner_id=clerk.id)
        text = visit.action_check_in(29.1, 110.5)
        self.assertEqual(text, "1.1 km from the client's address")

    def test_position_of_the_client_from_a_check_in(self):
        """Once; later it is the department's, who see it on the client's form."""
        with self._refused(UserError, "no check-in yet"):
            self.visit.action_locate_client()
        self.visit.action_check_in(29.1, 110.5)
        self.assertTrue(self.visit.can_locate_client)
        with self._refused(AccessError, "Visit"):
            self.visit.with_user(self.bert.user_id).action_locate_client()
        self.visit.action_locate_client()
        self.assertEqual(self.firm.partner_latitude, 29.1)
        self.assertEqual(self.visit.check_in_text, "0 m from the client's address")
        self.assertIn("check-in of anna", self.firm.message_ids[0].body)
        self.assertFalse(self.visit.can_locate_client)
        with self._refused(UserError, "a position already"):
            self.visit.action_locate_client()
        with Form(self.firm.with_user(self.service)) as form:
            form.partner_longitude = 110.6
        self.assertEqual(self.firm.partner_longitude, 110.6)

    def test_check_in_is_ones_own(self):
        with self._refused(AccessError, "only its salesperson"):
            self.visit.with_user(self.service).action_check_in(29.1, 110.5)
        with self._refused(UserError, "no such position"):
            self.visit.action_check_in(291, 110.5)
        with self._refused(AccessError, "use the buttons"):
            self.visit.latitude = 29.1
