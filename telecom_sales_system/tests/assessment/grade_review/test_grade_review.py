from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .grades import GradeReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestGradeReview(GradeReviewCommon):
    def test_by_points(self):
        """Anna: 200,000 cash are 70,000 points, above 60,000. Bert: 80,000 are 28,000,
        below 30,000."""
        self._sell(self.anna, 200_000)
        self._sell(self.bert, 80_000)
        review = self._review()
        self.assertEqual(
            self._proposed(review),
            {self.anna: ("promote", self.high), self.bert: ("demote", self.low)},
        )
        line = self._line(review, self.anna)
        self.assertEqual(
            (line.points, line.threshold, line.rise_at), (70_000, 30_000, 60_000)
        )
        self.assertIn(
            "70,000.00 points; 30,000.00 needed to keep the grade", line.explanation
        )
        self.assertEqual((review.promote_count, review.demote_count), (1, 1))

    def test_at_the_threshold(self):
        """100,000 cash are 35,000 points: enough to stay; 0 keep the lowest grade."""
        self._sell(self.anna, 100_000)
        self.bert.assignment_ids.grade_id = self.low
        self.assertEqual(
            self._proposed(self._review()),
            {self.anna: ("keep", self.middle), self.bert: ("keep", self.low)},
        )

    def test_own_grades_of_another_company(self):
        """Sister asks 90,000 of its middle grade; here 70,000 rise, as before."""
        self._sell(self.anna, 200_000)
        sister = self.setup_other_company(name="Sister")["company"]
        clerk = self._create_user("clerk", "service")
        clerk.write({"company_ids": [(6, 0, sister.ids)], "company_id": sister.id})
        self.env["telecom.sales.unit"].sudo().create(
            {"name": "S", "code": "S", "kind": "city", "company_id": sister.id}
        )
        shared = self.middle.with_user(clerk).with_company(sister)
        with self._refused(AccessError, "used by all companies"):
            shared.half_year_points = 90_000
        own = shared.browse(shared.action_make_own_copy()["res_id"])
        own.half_year_points = 90_000
        review = self._review()
        line = self._line(review, self.anna)
        self.assertEqual(line.proposed_grade_id, self.high)
        self.assertEqual((line.threshold, line.rise_at), (30_000, 60_000))
        ladder = shared._get_grade_ladder(sister).filtered("active")
        self.assertEqual(ladder, self.low | own | self.high)
        self.assertEqual(shared._find_in_ladder(ladder), own)
        self.assertEqual(shared._get_neighbour_grades(ladder), (self.low, self.high))
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self.anna.assignment_ids.sudo().grade_id = own

    def test_own_grade_of_the_company(self):
        """Its middle grade asks 80,000, its high one, shared, 60,000: 70,000 drop."""
        self._sell(self.anna, 200_000)
        own = self.middle.browse(self.middle.action_make_own_copy()["res_id"])
        own.half_year_points = 80_000
        line = self._line(self._review(), self.anna)
        self.assertEqual(line.threshold, 80_000)
        self.assertEqual(line.grade_id, own)

    def test_evidence_is_what_the_points_are_made_of(self):
        self._sell(self.anna, 100_000)
        self._sell(self.anna, 20_000, "2026-02-10")
        line = self._line(self._review(), self.anna)
        action = line.action_open_evidence()
        entries = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sum(entries.mapped("points")), 42_000)
        self.assertEqual(line.points, 42_000)

    def test_late_logs_take_one_step(self):
        """Two logs were owed on 29 and 30 June, none came: 0 % of 80 %."""
        self.env.company.telecom_log_since = "2026-06-29"
        self.env.company.telecom_log_frequency = "day"
        self._sell(self.anna, 200_000)
        self._sell(self.bert, 100_000)
        review = self._review(log_floor=80)
        self.assertEqual(
            self._proposed(review),
            {self.anna: ("keep", self.middle), self.bert: ("demote", self.low)},
        )
        line = self._line(review, self.bert)
        self.assertIn("logs in time 0.0%; duties not met", line.explanation)

    def test_course_not_passed_takes_one_step(self):
        """Anna stayed away from the province's course of 20 April; Bert passed it."""
        training = self.env["telecom.training"].create(
            {"name": "Selling", "unit_id": self.city.id, "level": "province"}
        )
        session = {"training_id": training.id, "start": "2026-04-20 01:00:00"}
        self.env["telecom.training.session"].create(session | {"place": "Hall"})
        invite = self.env["telecom.training.invite"]
        invite.create(
            {"training_id": training.id, "unit_ids": self.city.ids}
        ).action_invite()
        training.action_hold()
        for row in training.attendance_ids:
            if row.salesperson_id == self.anna:
                row.presence = "absent"
            else:
                row.score = 90
        for person in self.people:
            self._sell(person, 200_000)
        proposed = self._proposed(self._review())
        self.assertEqual(proposed[self.anna], ("keep", self.middle))
        self.assertEqual(proposed[self.bert], ("promote", self.high))
        review = self.env["telecom.grade.review"].search([])
        review.asks_training = False
        review.action_compute()
        self.assertEqual(self._proposed(review)[self.anna], ("promote", self.high))

    def test_who_came_later_reaches_a_share(self):
        """Registered on 23 March: 100 of 181 days; 30,000 * 100 / 181 = 16,574.59.

        50,000 cash are 17,500 points, enough."""
        late = self._create_salesperson("late", "C-9", self.county, since="2026-03-23")
        late.assignment_ids.grade_id = self.middle
        self._sell(late, 50_000, "2026-02-10")
        review = self._review()
        line = self._line(review, late)
        self.assertEqual((line.days, line.threshold), (100, 16_574.59))
        self.assertEqual(line.points, 0, "the invoice lies before the assignment")

    def test_too_few_firms_visited_take_one_step(self):
        """Asked: 2. Anna visited two firms, Bert one, twice: he does not rise."""
        firms = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "is_small_firm": True}
                for name in ("Bakery", "Tailor")
            ]
        )
        for person, firm, day in (
            (self.anna, firms[0], "2026-03-02 01:00:00"),
            (self.anna, firms[1], "2026-03-03 01:00:00"),
            (self.bert, firms[0], "2026-03-04 01:00:00"),
            (self.bert, firms[0], "2026-03-05 01:00:00"),
        ):
            with freeze_time(day):
                visits = self.env["telecom.visit"].with_user(person.user_id)
                visits.create({"partner_id": firm.id, "start": day}).action_done()
        for person in self.people:
            self._sell(person, 200_000)
        review = self._review(visit_floor=2)
        self.assertEqual(
            self._proposed(review),
            {self.anna: ("promote", self.high), self.bert: ("keep", self.middle)},
        )
        text = self._line(review, self.bert).explanation
        self.assertIn("1 of 2 small firms visited; duties not met", text)

    def test_visits_of_who_came_later_are_a_share(self):
        """3 asked for 181 days, 100 days are 1.66 firms, whole ones: 1."""
        late = self._create_salesperson("late", "C-9", self.county, since="2026-03-23")
        review = self._review(visit_floor=3)
        asked = {line.salesperson_id: line.visits_asked for line in review.line_ids}
        self.assertEqual(asked, {self.anna: 3, self.bert: 3, late: 1})

    def test_months_not_closed_are_told(self):
        """Of six months, January is closed."""
        review = self._review()
        self.assertEqual(review.open_month_count, 6)
        self.january.action_close()
        review.invalidate_recordset()
        self.assertEqual(review.open_month_count, 5)

    def test_not_judged(self):
        """Registered on 3 April, 89 days; suspended; without a grade."""
        late = self._create_salesperson("late", "C-9", self.county, since="2026-04-03")
        self.anna.sudo().state = "suspended"
        self.bert.assignment_ids.grade_id = False
        review = self._review()
        grounds = {line.salesperson_id: line.ground for line in review.line_ids}
        self.assertEqual(
            grounds, {late: "few_days", self.anna: "suspended", self.bert: "no_grade"}
        )
        self.assertEqual(set(review.line_ids.mapped("outcome")), {"keep"})
        self.assertEqual(review.problem_count, 1)
        with self._refused(UserError, "had no grade on the last day"):
            review.action_to_conference()
        self._line(review, self.bert).write(
            {"new_grade_id": self.low.id, "reason": "Begins low"}
        )
        review.action_to_conference()

    def test_half_year_that_is_not_over(self):
        review = self._review(compute=False, half="second")
        with self._refused(UserError, "the half-year is not over"):
            review.action_compute()

    def test_one_review_for_a_half_year(self):
        self._review(compute=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._review(compute=False)

    def test_override_needs_a_reason_and_fits(self):
        self._sell(self.bert, 80_000)
        review = self._review()
        line = self._line(review, self.bert)
        with self._refused(ValidationError, "field Reason for Override"):
            line.write({"outcome": "keep", "new_grade_id": self.middle.id})
        with self._refused(ValidationError, "does not fit the outcome"):
            line.write(
                {"outcome": "keep", "new_grade_id": self.high.id, "reason": "Ill"}
            )
        line.write(
            {"outcome": "keep", "new_grade_id": self.middle.id, "reason": "Was ill"}
        )
        self.assertEqual(line.overridden_by_id, self.service)
        self.assertFalse(line.is_failed)
        line.write({"outcome": "demote", "new_grade_id": self.low.id})
        self.assertFalse(line.overridden_by_id, "the proposal is followed again")

    def test_override_outlives_computing_again(self):
        self._sell(self.bert, 80_000)
        review = self._review()
        line = self._line(review, self.bert)
        line.write(
            {"outcome": "keep", "new_grade_id": self.middle.id, "reason": "Was ill"}
        )
        review.action_compute()
        self.assertEqual(line.outcome, "keep")
        self.assertEqual(line.proposed_outcome, "demote")

    def test_two_failures_in_a_row_propose_exit(self):
        """Bert failed the second half of 2025, was kept without an override; Anna
        failed too, but was overridden to keep."""
        lines = self.env["telecom.grade.review.line"].sudo()
        before = self.env["telecom.grade.review"].create(
            {"year": 2025, "half": "second"}
        )
        for person, proposed, reason in (
            (self.bert, "keep", False),
            (self.anna, "demote", "Was ill"),
        ):
            lines.create(
                {
                    "review_id": before.id,
                    "salesperson_id": person.id,
                    "unit_id": person.unit_id.id,
                    "grade_id": self.middle.id,
                    "is_below": True,
                    "proposed_outcome": proposed,
                    "proposed_grade_id": self.middle.id,
                    "outcome": "keep",
                    "new_grade_id": self.middle.id,
                    "reason": reason,
                }
            )
        before.sudo().state = "approved"
        review = self._review()
        proposed = self._proposed(review)
        self.assertEqual(proposed[self.bert][0], "exit")
        self.assertEqual(proposed[self.anna][0], "demote")
        self.assertIn("twice in a row", self._line(review, self.bert).explanation)

    def test_figures_are_not_written_from_outside(self):
        review = self._review()
        line = self._line(review, self.anna)
        with self._refused(AccessError, "cannot be set directly"):
            line.write({"points": 99})
        with self._refused(AccessError, "cannot be set directly"):
            review.write({"state": "approved"})

    def test_as_many_queries_for_more_people(self):
        def queries(review):
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            review.action_compute()
            self.env.flush_all()
            return self.env.cr.sql_log_count - count

        def hire(numbers):
            for number in numbers:
                login = f"more{number}"
                person = self._create_salesperson(login, f"M-{number}", self.county)
                person.assignment_ids.grade_id = self.middle
            review.action_compute()

        review = self._review()
        hire(range(2))
        queries(review)
        before = queries(review)
        hire(range(2, 10))
        queries(review)
        self.assertEqual(queries(review), before)

    def test_last_half_year(self):
        reviews = self.env["telecom.grade.review"]
        self.assertEqual(reviews._get_last_half_year(), (2026, "first"))
        with freeze_time("2026-03-01"):
            self.assertEqual(reviews._get_last_half_year(), (2025, "second"))
        review = reviews.create({})
        self.assertEqual(
            (review.date_from, review.date_to, review.effective_on),
            (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)),
        )
        self.assertEqual(Decimal(review.log_floor), 80)
