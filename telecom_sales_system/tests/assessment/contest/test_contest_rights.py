from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .contests import ContestCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestContestRights(ContestCommon):
    """Draft, running, closed; who may do what in between."""

    def test_start_needs_a_category(self):
        self.contest.category_ids = [Command.clear()]
        with self._refused(UserError, "Contest 2026, field Categories"):
            self.contest.action_start()

    def test_steps_in_their_order(self):
        for step in ("action_refresh", "action_close"):
            with self._refused(UserError, "this step needs “Running”"):
                getattr(self.contest, step)()
        self.contest.action_start()
        with self._refused(UserError, "this step needs “Draft”"):
            self.contest.action_start()

    def test_state_and_standings_have_no_other_door(self):
        with self._refused(AccessError, "field State: use the buttons"):
            self.contest.write({"state": "closed"})
        with self._refused(AccessError, "field State: use the buttons"):
            self.contest.create({"name": "Door", "state": "running"})
        self.contest.action_start()
        standing = self.contest.standing_ids[0]
        self.assertEqual(standing.env.user, self.service)
        for forbidden in (
            lambda: standing.write({"rank": 1}),
            lambda: standing.copy(),
            lambda: standing.unlink(),
            lambda: self.contest.write({"standing_ids": [Command.clear()]}),
        ):
            with self._refused(AccessError, "Contest Standing"):
                forbidden()

    def test_only_the_department_runs_contests(self):
        for user in (
            self.anna.user_id,
            self.county_manager,
            self.leader,
            self.auditor,
        ):
            contest = self.contest.with_user(user)
            for step in ("action_start", "action_refresh", "action_close"):
                with self._refused(AccessError, "Only the customer service"):
                    getattr(contest, step)()

    def test_the_last_day_must_be_over(self):
        """In Shanghai the last day ends on 31 December at 16:00 UTC."""
        self.contest.action_start()
        with (
            freeze_time("2026-12-31 15:59:00"),
            self._refused(UserError, "its last day, 12/31/2026, is not over"),
        ):
            self.contest.action_close()
        with freeze_time("2026-12-31 16:01:00"):
            self.contest.action_close()
        self.assertEqual(self.contest.state, "closed")
        self.assertEqual(str(self.contest.closed_on), "2027-01-01")

    def _closed(self):
        """Anna has 35 points when it closes on 1 January 2027."""
        self._sell(self.anna, 100)
        self.contest.action_start()
        with freeze_time("2027-01-01 02:00:00"):
            self.contest.action_close()

    def test_closed_stands_whatever_the_ledger_says(self):
        self._closed()
        self._sell(self.anna, 900)
        self.env["telecom.contest"]._cron_refresh()
        self.assertEqual(self._standing(self.anna).value, 35)
        with self._refused(UserError, "this step needs “Running”"):
            self.contest.action_refresh()
        self.assertEqual(self._standing(self.anna).value, 35)

    def test_what_has_standings_is_not_deleted(self):
        """Published scorecards refer to the standings of a running contest."""
        self.contest.action_start()
        for delete in (self.contest.unlink, self.people.unlink):
            with self._refused(UserError, "this step needs “Draft”"):
                delete()
        self.assertTrue(self.contest.standing_ids)

    def test_closed_is_not_edited(self):
        self._closed()
        band = self.people.band_ids[:1]
        new_band = {"category_id": self.people.id, "name": "New", "threshold": 1}
        for forbidden in (
            lambda: self.contest.write({"name": "Other"}),
            lambda: self.contest.unlink(),
            lambda: self.people.write({"per_head": True}),
            lambda: self.people.unlink(),
            lambda: self.people.copy(),
            lambda: band.write({"prize": 1}),
            lambda: band.unlink(),
            lambda: band.create(new_band),
            lambda: band.write({"category_id": self.teams.id}),
        ):
            with self._refused(UserError, "Contest 2026 is “Ended”"):
                forbidden()

    def test_nothing_moves_into_a_closed_contest(self):
        self._closed()
        other = self.contest.copy()
        with self._refused(UserError, "Contest 2026 is “Ended”"):
            other.category_ids[0].contest_id = self.contest
        with self._refused(UserError, "Contest 2026 is “Ended”"):
            other.category_ids.band_ids[0].category_id = self.people

    def test_cron_follows_the_ledger(self):
        self._sell(self.anna, 100)
        self.contest.action_start()
        self.assertEqual(self._standing(self.anna).value, 35)
        self._sell(self.anna, 200)
        with self.enter_registry_test_mode():
            self.env.ref(
                "telecom_sales_system.ir_cron_refresh_contests"
            ).method_direct_trigger()
        self.assertEqual(self._standing(self.anna).value, 105)

    def test_public_once_begun(self):
        """Anna reads Bert's place of a running contest, nothing of a draft."""
        mine = {
            name: self.env[name].with_user(self.anna.user_id)
            for name in (
                "telecom.contest",
                "telecom.contest.category",
                "telecom.contest.band",
                "telecom.contest.standing",
            )
        }
        for model in mine.values():
            self.assertFalse(model.search([]))
        self.contest.action_start()
        for name, model in mine.items():
            with self.subTest(model=name):
                self.assertTrue(model.search([]))
        standings = mine["telecom.contest.standing"].search([])
        self.assertIn("bert", " ".join(standings.mapped("scope")))
        self.assertTrue(standings.mapped("home_unit_id.name"))
