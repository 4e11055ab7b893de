from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .duties import DutyCommon

VIEW = "telecom_sales_system.calendar_event_view_form_telecom"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-06 08:00:00")
class TestDutyMeeting(DutyCommon):
    """Wednesday 6 May; Cili owes the meeting of the week from the 4th to the 10th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duty = cls._owe(
            cls.weekly,
            cls.county,
            "2026-05-10",
            period_from="2026-05-04",
            period_to="2026-05-10",
        )

    def _open(self, duty=None):
        duty = (duty or self.duty).with_user(self.county_manager)
        action = duty.action_open_meeting()
        events = self.env["calendar.event"].with_user(self.county_manager)
        return events.with_context(**action["context"]), action["res_id"]

    def test_a_duty_that_is_no_meeting(self):
        duty = self._owe(self.report, self.county, "2026-05-05")
        with self._refused(UserError, "is not done by a meeting"):
            duty.action_open_meeting()

    def test_held_by_a_tap(self):
        """A new meeting of now with the people of the unit; held, the duty is done."""
        events, res_id = self._open()
        self.assertFalse(res_id)
        form = Form(events, view=VIEW)
        self.assertEqual(form.telecom_unit_id, self.county)
        self.assertEqual(form.telecom_meeting_kind, "weekly")
        form.telecom_minutes = "<p>Visits of the week</p>"
        meeting = form.save()
        people = self.anna.user_id.partner_id + self.county_manager.partner_id
        self.assertEqual(meeting.partner_ids, people)
        meeting.action_telecom_all_present()
        meeting.action_telecom_hold()
        self.assertEqual(str(self.duty.fulfilled_on), "2026-05-06")
        self.assertEqual(self.duty.proof_ref, meeting.sudo())
        self.assertEqual(self.duty.state, "done")

    def test_planned_meeting_is_opened(self):
        """The one of the week, not that of the week before or of another unit."""
        planned = {}
        for unit, day in (
            (self.county, "2026-04-29"),
            (self.county, "2026-05-05"),
            (self.branch, "2026-05-05"),
        ):
            planned[unit, day] = self.env["calendar.event"].create(
                {
                    "name": "Week",
                    "start": f"{day} 01:00:00",
                    "stop": f"{day} 02:00:00",
                    "telecom_meeting_kind": "weekly",
                    "telecom_unit_id": unit.id,
                }
            )
        _events, res_id = self._open()
        self.assertEqual(res_id, planned[self.county, "2026-05-05"].id)

    def test_no_file_instead_of_a_meeting(self):
        duty = self.duty.with_user(self.county_manager)
        duty.evidence_ids = self._file(self.county_manager)
        with self._refused(UserError, "is done by the meeting itself"):
            duty.action_fulfil()

    def test_other_kinds_of_meetings(self):
        """A quarterly review does not hold the weekly meeting."""
        events, _res_id = self._open()
        meeting = events.create(
            {
                "name": "Quarter",
                "telecom_meeting_kind": "quarterly",
                "telecom_minutes": "<p>x</p>",
                "start": "2026-05-06 07:00:00",
                "stop": "2026-05-06 07:30:00",
            }
        )
        meeting.action_telecom_all_present()
        meeting.action_telecom_hold()
        self.assertFalse(self.duty.fulfilled_on)
