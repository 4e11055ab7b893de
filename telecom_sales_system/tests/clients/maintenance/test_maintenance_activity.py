from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .maintenance import MaintenanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMaintenanceActivity(MaintenanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._plan(cls.county)

    @classmethod
    def _plan(cls, unit, user=None, **vals):
        activities = cls.env["telecom.maintenance.activity"]
        return activities.with_user(user or cls.county_manager).create(
            {
                "name": "Tea Party",
                "unit_id": unit.id,
                "start": "2026-03-20 01:00:00",
                "place": "Town hall",
                **vals,
            }
        )

    def _hold(self, activity, present=None, **vals):
        activity.write({"minutes": "Thanks", "present_ids": present or self.client})
        activity.write(vals)
        activity.action_done()

    def test_defaults(self):
        """The lowest tier that is invited is gold; an activity takes two hours."""
        self.assertEqual(self.activity.tier_floor_id, self.gold)
        self.assertEqual(self.activity.stop, datetime(2026, 3, 20, 3))
        self.assertEqual(self.activity.level, "unit")
        self.assertEqual(self._plan(self.city, self.service).level, "city")

    def test_units_hold_no_symposia(self):
        with self._refused(
            ValidationError, "field Kind of Activity: Cili is not a city bureau"
        ):
            self.activity.level = "city"

    def test_invitation_goes_down_to_the_lowest_tier(self):
        """Gold of the subtree; neither silver nor the branch."""
        mill = self._create_client("Mill", self.outlet, tier_id=self.gold.id)
        self._create_client("Inn", self.outlet, tier_id=self.silver.id)
        self._create_client("Press", self.branch, tier_id=self.gold.id)
        self.activity.action_invite()
        self.assertEqual(self.activity.partner_ids.ids, (self.client + mill).ids)
        self.assertEqual(self.activity.attendee_count, 2)

    def test_lower_tier_is_refused(self):
        inn = self._create_client("Inn", self.outlet, tier_id=self.silver.id)
        with self._refused(ValidationError, "field Attendees: Inn is below .*Gold"):
            self.activity.partner_ids = inn
        self.activity.tier_floor_id = self.silver
        self.activity.partner_ids = inn
        with self._refused(ValidationError, "Inn is below"):
            self.activity.tier_floor_id = self.gold

    def test_meeting_keeps_in_step_and_mails_nobody(self):
        self.client.email = "brewery@example.com"
        mails = self.env["mail.mail"].search_count([])
        event = self.activity.sudo().event_id
        self.assertEqual((event.name, event.location), ("Tea Party", "Town hall"))
        self.assertEqual(event.partner_ids, self.county_manager.partner_id)
        self.activity.action_invite()
        self.activity.write({"name": "Wine Party", "start": "2026-03-21 01:00:00"})
        self.assertEqual(event.name, "Wine Party")
        self.assertEqual(
            (event.start, event.stop),
            (datetime(2026, 3, 21, 1), datetime(2026, 3, 21, 3)),
        )
        self.assertIn(self.client, event.partner_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.activity.action_cancel()
        self.assertFalse(event.active)
        other = self._plan(self.county)
        event = other.sudo().event_id
        other.unlink()
        self.assertFalse(event.exists())

    def test_what_people_change_in_the_calendar_stays(self):
        """Until that field of the activity changes; what is over gets no new entry."""
        event = self.activity.sudo().event_id
        event.location = "Tea house"
        self.activity.name = "Wine Party"
        self.assertEqual((event.name, event.location), ("Wine Party", "Tea house"))
        self.activity.place = "Garden"
        self.assertEqual(event.location, "Garden")
        self.activity.action_cancel()
        event.unlink()
        self.activity.name = "Beer Party"
        self.assertFalse(self.activity.sudo().event_id)

    def test_done_when_it_has_begun(self):
        with self._refused(UserError, "Tea Party has not begun yet"):
            self.activity.action_done()
        with freeze_time("2026-03-20 02:00:00"):
            self._hold(self.activity)
        self.assertEqual(self.activity.state, "done")
        with self._refused(UserError, "is “Done”; this step needs “Planned”"):
            self.activity.action_cancel()
        with self._refused(UserError, "is “Done”; this step needs “Planned”"):
            self.activity.unlink()

    def test_cost_is_what_was_approved(self):
        """300 approved of 300 + 200 entered; the budget is that of the unit."""
        self._release()
        vals = {"partner_id": False, "category": "activity"}
        vals["activity_id"] = self.activity.id
        expense = self._spend(300, self.service, **vals)
        self._spend(200, self.service, **vals)
        expense.with_user(self.county_manager).action_approve()
        self.assertEqual(expense.budget_id, self.budget)
        self.assertEqual(self.activity.actual_cost, 300)

    def test_who_plans_and_who_sees(self):
        with self._refused(AccessError, ""):
            self._plan(self.branch)
        with self._refused(AccessError, ""):
            self._plan(self.county, self.anna.user_id)
        letters = self._plan(self.branch, self.service)
        symposium = self._plan(self.city, self.service)
        every = self.activity + letters + symposium
        for user, seen in (
            (self.anna.user_id, self.activity + symposium),
            (self.bert.user_id, letters + symposium),
            (self.county_manager, self.activity),
            (self.leader, every),
        ):
            with self.subTest(user=user.login):
                found = every.with_user(user).search([("id", "in", every.ids)])
                self.assertTrue(set(seen.ids) <= set(found.ids))
                self.assertEqual(letters in found, letters in seen)

    def test_only_what_was_held_counts(self):
        """Nobody came; a guest and a silver client came; no proof; a picture will do.

        The buyer counts for the brewery, which is gold.
        """
        inn = self._create_client("Inn", self.outlet, tier_id=self.silver.id)
        guest, buyer = self.env["res.partner"].create(
            [{"name": "Guest"}, {"name": "Buyer", "parent_id": self.client.id}]
        )
        files = self.env["ir.attachment"].with_user(self.county_manager)
        picture = files.create({"name": "p.jpg", "raw": b"."})
        with freeze_time("2026-03-20 02:00:00"):
            for present in (self.env["res.partner"], guest, inn + guest):
                self.activity.write({"minutes": "Thanks", "present_ids": present})
                with self._refused(UserError, "field Present: enter who came.*Gold"):
                    self.activity.action_done()
            self.activity.present_ids = inn + guest + buyer
            for minutes in (False, "", "  "):
                self.activity.minutes = minutes
                with self._refused(UserError, "write the minutes or add a picture"):
                    self.activity.action_done()
            self.activity.evidence_ids = picture
            self.activity.action_done()
        self.assertEqual(self.activity.state, "done")
        self.assertEqual(self.activity.reached_ids, inn + guest + self.client)

    def test_clients_of_another_company_do_not_count(self):
        other = self._create_client("Abroad", self.outlet)
        company = self.env["res.company"].create({"name": "Other"})
        other.tier_id = self.gold.copy(
            {"code": "x", "company_id": company.id, "threshold": 900_000}
        )
        with freeze_time("2026-03-20 02:00:00"):
            with self._refused(UserError, "field Present"):
                self._hold(self.activity, other)

    def test_what_was_held_stays_as_it_was(self):
        """Until the department reopens it; the buyer's new firm was not there."""
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        mill = self._create_client("Mill", self.outlet)
        with freeze_time("2026-03-20 02:00:00"):
            self._hold(self.activity, buyer)
            buyer.parent_id = mill
            self.assertEqual(self.activity.reached_ids, self.client)
            for vals in (
                {"present_ids": mill.ids},
                {"minutes": ""},
                {"start": "2025-03-20 01:00:00"},
                {"unit_id": self.branch.id},
                {"tier_floor_id": self.silver.id},
            ):
                with self.subTest(vals=vals), self._refused(UserError, "is “Done”"):
                    self.activity.write(vals)
            with self._refused(AccessError, "reopens an activity"):
                self.activity.action_reopen()
            self.activity.with_user(self.service).action_reopen()
            self.activity.minutes = "Thanks to all"
            with self._refused(UserError, "field Present"):
                self.activity.action_done()

    def test_all_attendees_came(self):
        self.activity.action_invite()
        self.activity.action_confirm_all_present()
        self.assertEqual(self.activity.present_ids, self.client)
