from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestSalespersonStep(OrganisationCommon):
    """The buttons: register, move, suspend, reinstate, leave, in any order of days."""

    def _step(self, person, kind, day="2026-03-15", **vals):
        action = person.with_context(default_kind=kind).action_open_step()
        steps = self.env[action["res_model"]].with_user(self.service)
        wizard = steps.with_context(**action["context"])
        wizard.create({"date": day, **vals}).action_apply()

    def _rows(self, person):
        return [
            (row.unit_id, str(row.date_from), row.date_to and str(row.date_to))
            for row in person.assignment_ids.sorted("date_from")
        ]

    def _create_candidate(self):
        user = self._create_user("carl", "salesperson")
        return self.env["telecom.salesperson"].create({"user_id": user.id})

    def test_register(self):
        carl = self._create_candidate()
        self._step(carl, "register", certificate_no="C-3", unit_id=self.outlet.id)
        self.assertEqual(carl.state, "registered")
        self.assertEqual(carl.registered_on, date(2026, 3, 15))
        self.assertEqual(carl.certificate_no, "C-3")
        self.assertEqual(self._rows(carl), [(self.outlet, "2026-03-15", False)])
        with self.assertRaisesRegex(UserError, "carl.*is “Registered”"):
            self._step(carl, "register")

    def test_register_needs_a_unit(self):
        with self.assertRaisesRegex(UserError, "carl.*field Unit"):
            self._step(self._create_candidate(), "register", certificate_no="C-3")

    def test_move(self):
        """Anna moves on 15 March: the county has her until the 14th."""
        self._step(self.anna, "move", unit_id=self.branch.id, reason="Key clients")
        self.assertEqual(
            self._rows(self.anna),
            [
                (self.county, "2025-01-01", "2026-03-14"),
                (self.branch, "2026-03-15", False),
            ],
        )
        self.assertEqual(self.anna.unit_id, self.branch)
        self.assertIn("Key clients", self.anna.message_ids[0].body)

    def test_move_while_the_end_of_the_old_assignment_is_unwritten(self):
        """The database compares the new row with the old one, so that goes first."""
        self.env.flush_all()
        self.anna._start_assignment(
            {"date_from": date(2026, 5, 1), "unit_id": self.branch.id}
        )
        self.assertEqual(self._rows(self.anna)[0][2], "2026-04-30")

    def test_move_twice_on_one_day_or_back_in_time_is_refused(self):
        self._step(self.anna, "move", unit_id=self.branch.id)
        for day in ("2026-03-15", "2026-03-01"):
            with self.assertRaisesRegex(UserError, "anna.*to Letters starts only on"):
                self._step(self.anna, "move", day, unit_id=self.outlet.id)

    def test_move_before_a_planned_move_is_refused(self):
        self._step(self.anna, "move", "2026-05-01", unit_id=self.branch.id)
        with self.assertRaisesRegex(UserError, "anna.*to Letters starts only on"):
            self._step(self.anna, "move", "2026-04-01", unit_id=self.outlet.id)

    def test_move_shortens_an_assignment_with_an_end(self):
        self.anna.assignment_ids.date_to = "2026-12-31"
        self._step(self.anna, "move", unit_id=self.outlet.id)
        self.assertEqual(
            self._rows(self.anna),
            [
                (self.county, "2025-01-01", "2026-03-14"),
                (self.outlet, "2026-03-15", False),
            ],
        )

    def test_suspended_person_is_moved_and_stays_suspended(self):
        self._step(self.anna, "suspend")
        self._step(self.anna, "move", unit_id=self.outlet.id)
        self.assertEqual(self.anna.state, "suspended")
        self.assertEqual(self.anna.unit_id, self.outlet)
        self._step(self.anna, "reinstate")
        self.assertEqual(self.anna.state, "registered")
        with self.assertRaisesRegex(UserError, "needs “Suspended”"):
            self._step(self.anna, "reinstate")

    def test_leave(self):
        """The last day at work still counts."""
        self._step(self.anna, "leave", "2026-03-10")
        self.assertEqual(self.anna.state, "left")
        self.assertEqual(self.anna.left_on, date(2026, 3, 10))
        self.assertEqual(
            self._rows(self.anna), [(self.county, "2025-01-01", "2026-03-10")]
        )
        for kind in ("move", "suspend", "leave"):
            with self.assertRaisesRegex(UserError, "anna.*is “Left”"):
                self._step(self.anna, kind)

    def test_leave_ahead_is_refused(self):
        with self.assertRaisesRegex(UserError, "the last day is in the future"):
            self._step(self.anna, "leave", "2026-03-16")

    def test_leave_with_a_planned_move(self):
        """The planned move has to go first; then all ends on the last day."""
        self._step(self.anna, "move", "2026-05-01", unit_id=self.branch.id)
        with self.assertRaisesRegex(UserError, "anna.*to Letters starts only on"):
            self._step(self.anna, "leave")
        self.anna.assignment_ids.filtered(lambda row: not row.date_to).unlink()
        self._step(self.anna, "leave")
        self.assertEqual(
            self._rows(self.anna), [(self.county, "2025-01-01", "2026-03-15")]
        )

    def test_return_after_leaving(self):
        self._step(self.anna, "leave", "2026-02-28")
        self._step(self.anna, "register", unit_id=self.outlet.id)
        self.assertEqual(self.anna.state, "registered")
        self.assertFalse(self.anna.left_on)
        self.assertEqual(
            self._rows(self.anna),
            [
                (self.county, "2025-01-01", "2026-02-28"),
                (self.outlet, "2026-03-15", False),
            ],
        )

    def test_team_of_the_old_unit_is_not_proposed_in_the_new_one(self):
        context = {"default_kind": "move", "default_salesperson_id": self.anna.id}
        steps = self.env["telecom.salesperson.step"].with_context(**context)
        with Form(steps) as form:
            self.assertEqual(form.unit_id, self.county)
            self.assertEqual(form.team_id, self.team)
            self.assertEqual(form.grade_id, self.grade)
            form.unit_id = self.branch
            self.assertFalse(form.team_id)
        form.record.action_apply()
        self.assertFalse(self.anna.team_id)
