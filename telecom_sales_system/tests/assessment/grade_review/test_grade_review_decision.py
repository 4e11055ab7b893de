from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .grades import GradeReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestGradeReviewDecision(GradeReviewCommon):
    """Anna rises with 70,000 points, Bert falls with none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.anna, 200_000)

    def _ready(self):
        review = self._review()
        self._hold_conference(review)
        return review

    def test_approval_writes_assignments(self):
        review = self._ready()
        review.with_user(self.leader).action_approve()
        self.assertEqual(review.state, "approved")
        self.assertEqual(review.approved_by_id, self.leader)
        for person, grade in ((self.anna, self.high), (self.bert, self.low)):
            new = self._line(review, person).assignment_id
            self.assertEqual((new.grade_id, new.date_from), (grade, date(2026, 7, 1)))
            self.assertEqual(person.grade_id, grade)
            old = person.assignment_ids - new
            self.assertEqual(
                (old.grade_id, old.date_to), (self.middle, date(2026, 6, 30))
            )
            self.assertIn("middle → " + grade.name, person.message_ids[0].body)

    def test_twice_is_refused_and_changes_nothing(self):
        review = self._ready()
        review.with_user(self.leader).action_approve()
        count = len(self.anna.assignment_ids)
        with self._refused(UserError, "this step needs"):
            review.with_user(self.other_leader).action_approve()
        self.assertEqual(len(self.anna.assignment_ids), count)

    def test_exit_ends_the_work_on_the_day_of_approval(self):
        review = self._review()
        self._line(review, self.bert).write({"outcome": "exit", "reason": "Agreed"})
        self._hold_conference(review)
        review.with_user(self.leader).action_approve()
        self.assertEqual(
            (self.bert.state, self.bert.left_on), ("left", date(2026, 7, 10))
        )
        self.assertEqual(self.bert.assignment_ids.date_to, date(2026, 7, 10))

    def test_who_moved_on_the_day_gets_the_grade_there(self):
        """Anna moves to Letters on 1 July: that assignment gets the new grade."""
        self.anna._start_assignment(
            {
                "date_from": date(2026, 7, 1),
                "unit_id": self.branch.id,
                "grade_id": self.middle.id,
            }
        )
        review = self._ready()
        review.with_user(self.leader).action_approve()
        current = self.anna.assignment_id
        self.assertEqual((current.unit_id, current.grade_id), (self.branch, self.high))
        self.assertEqual(len(self.anna.assignment_ids), 2)

    def test_who_moved_since_keeps_the_new_grade(self):
        """New grades hold from 1 July; Anna moved to Letters on 5 July: both the days
        before and those after have it."""
        self.anna._start_assignment(
            {
                "date_from": date(2026, 7, 5),
                "unit_id": self.branch.id,
                "grade_id": self.middle.id,
            }
        )
        review = self._ready()
        review.with_user(self.leader).action_approve()
        rows = self.anna.assignment_ids.sorted("date_from")
        self.assertEqual(
            [(row.date_from, row.date_to, row.unit_id, row.grade_id) for row in rows],
            [
                (rows[0].date_from, date(2026, 6, 30), self.county, self.middle),
                (date(2026, 7, 1), date(2026, 7, 4), self.county, self.high),
                (date(2026, 7, 5), False, self.branch, self.high),
            ],
        )
        self.assertEqual(self._line(review, self.anna).assignment_id, rows[1])

    def test_who_has_no_assignment_any_more_is_left_alone(self):
        """Bert's assignment ended on 30 June, and none followed."""
        self.bert.assignment_ids.date_to = date(2026, 6, 30)
        review = self._ready()
        review.with_user(self.leader).action_approve()
        self.assertEqual(self.bert.assignment_ids.grade_id, self.middle)
        self.assertFalse(self._line(review, self.bert).assignment_id)

    def test_who_left_meanwhile_is_left_alone(self):
        review = self._ready()
        self.bert._record_departure(date(2026, 7, 5))
        review.with_user(self.leader).action_approve()
        self.assertFalse(self._line(review, self.bert).assignment_id)
        self.assertEqual(self.bert.left_on, date(2026, 7, 5))

    def test_conference_has_to_be_held(self):
        review = self._review()
        review.action_to_conference()
        with self._refused(UserError, "hold the grade conference first"):
            review.with_user(self.leader).action_approve()

    def test_another_meeting_is_no_conference(self):
        review = self._review()
        event = self._hold_conference(review)
        event.sudo().telecom_meeting_kind = "weekly"
        with self._refused(UserError, "hold the grade conference first"):
            review.with_user(self.leader).action_approve()

    def test_nothing_is_computed_before_the_conference(self):
        review = self._ready()
        with self._refused(UserError, "this step needs"):
            review.action_compute()

    def test_conference_invites_everybody(self):
        review = self._review()
        event = self._hold_conference(review)
        self.assertEqual(event.telecom_meeting_kind, "half_yearly")
        self.assertLessEqual(self.people.user_id.partner_id, event.partner_ids)
        action = review.action_plan_conference()
        self.assertEqual(action["res_id"], event.id)

    def test_only_a_leader_approves(self):
        review = self._ready()
        with self._refused(AccessError, "approved by a leader"):
            review.action_approve()

    def test_who_overrode_does_not_approve(self):
        """A leader who is of the department too overrode Bert's proposal."""
        group = self.env.ref("telecom_sales_system.group_telecom_service")
        self.leader.group_ids += group
        review = self._review()
        self._line(review, self.bert).with_user(self.leader).write(
            {"outcome": "keep", "new_grade_id": self.middle.id, "reason": "New"}
        )
        self._hold_conference(review)
        with self._refused(AccessError, "another leader"):
            review.with_user(self.leader).action_approve()
        review.with_user(self.other_leader).action_approve()

    def test_nothing_changes_before_the_conference_by_lines(self):
        review = self._ready()
        with self._refused(UserError, "before the conference or approved"):
            self._line(review, self.bert).reason = "Late thought"
        review.action_back()
        self.assertEqual(review.state, "computed")

    def test_what_the_proposals_stand_on_is_locked(self):
        """The half-year once proposed, the settings before the conference."""
        half = {"year": 2025, "half": "second"}
        asked = {"log_floor": 10, "visit_floor": 1, "least_days": 1}
        asked |= {"asks_training": False, "effective_on": "2026-08-01"}
        review = self._review()
        for name, value in half.items():
            with self._refused(UserError, "stays as it is in state “Proposals Made”"):
                review[name] = value
        review.write(asked)
        review.action_compute()
        review.action_to_conference()
        for name, value in (half | asked).items():
            with self._refused(UserError, "in state “Before the Conference”"):
                review[name] = value
        review.action_back()
        review.effective_on = "2026-09-01"

    def test_approved_review_stands(self):
        review = self._ready()
        review.with_user(self.leader).action_approve()
        for action in (review.action_compute, review.unlink):
            with self._refused(UserError, "is “Approved”"):
                action()
        with self._refused(UserError, "is “Approved”"):
            review.log_floor = 10

    def test_who_sees_what(self):
        """Anna sees her own line once it is approved; Cili's manager Anna's at once."""
        review = self._ready()
        lines = self.env["telecom.grade.review.line"]
        anna, manager = self.anna.user_id, self.county_manager

        def seen(user):
            return lines.with_user(user).search([]).sudo().salesperson_id

        self.assertFalse(seen(anna))
        self.assertEqual(seen(manager), self.anna)
        review.with_user(self.leader).action_approve()
        self.assertEqual(seen(anna), self.anna)
        self.assertEqual(seen(self.leader), self.people)
        with self._refused(AccessError, "not allowed"):
            lines.with_user(anna).search([]).reason = "I object"
        self.assertEqual(self.anna.grade_review_count, 1)

    def test_paper(self):
        """Anna rises by points, but visited none of three firms: she is unchanged, and
        overridden so that she rises all the same; Bert falls."""
        review = self._review(visit_floor=3)
        self._line(review, self.anna).write(
            {"outcome": "promote", "new_grade_id": self.high.id, "reason": "New field"}
        )
        self._hold_conference(review)
        report = self.env["ir.actions.report"]
        content, _kind = report._render_qweb_html(
            "telecom_sales_system.action_report_grade_review", review.ids
        )
        text = content.decode()
        self.assertIn("Promoted (1)", text)
        self.assertIn("Demoted (1)", text)
        self.assertIn("70,000.00", text)
        self.assertIn("New field", text)
        self.assertIn("firms visited: 0", text)
        self.assertIn(f"Proposed by: {self.service.name}", text)


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestGradeReviewRpc(GradeReviewCommon, RpcCase):
    """Nobody approves by a call from outside, or sets what is computed."""

    @mute_logger("odoo.http")
    def test_neither_state_nor_figures(self):
        review = self._review()
        self._hold_conference(review)
        line = self._line(review, self.anna)
        name = "telecom.grade.review"
        for user in (self.service, self.leader):
            _result, refusal = self._call_kw(
                user, name, "write", review.ids, {"state": "approved"}
            )
            self.assertIn("use the buttons", refusal)
        for vals in ({"points": 99_999}, {"is_below": False}, {"overridden_by_id": 1}):
            _result, refusal = self._call_kw(
                self.service, f"{name}.line", "write", line.ids, vals
            )
            self.assertTrue(refusal)
        _result, refusal = self._call_kw(
            self.service, name, "action_approve", review.ids
        )
        self.assertIn("approved by a leader", refusal)
        _result, refusal = self._call_kw(
            self.leader, name, "_apply_outcomes", review.ids, None
        )
        self.assertIn("_apply_outcomes", refusal)
        self.assertEqual(review.state, "conference")
        self.assertEqual(self.anna.grade_id, self.middle)
