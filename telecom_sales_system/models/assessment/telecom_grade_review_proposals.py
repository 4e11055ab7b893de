from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import grading
from ..fieldwork.telecom_training_figures import COUNTED_STATES
from ..organisation.telecom_salesperson_career import STATES_AT_WORK


class TelecomGradeReview(models.Model):
    """Proposals: what the half-year's points and duties say of each person."""

    _inherit = "telecom.grade.review"

    def action_compute(self):
        """Propose an outcome for everybody at work; overrides stay. Can be repeated.

        The number of queries does not depend on the number of people.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: before the conference or approved, or the half-year is not
            over
        """
        self._check_service()
        self._check_not_approved()
        self._check_state("draft", "computed")
        for review in self:
            if review.date_to >= fields.Date.context_today(review):
                raise UserError(
                    self.env._(
                        "%s: the half-year is not over, its performance is not known.",
                        review.name,
                    )
                )
            review._propose()
            review._set_guarded(
                {
                    "state": "computed",
                    "computed_on": fields.Datetime.now(),
                    "proposed_by_id": self.env.uid,
                }
            )

    def _propose(self):
        assignments = self._assignments()
        people = assignments.salesperson_id
        figures = self._figures(people)
        # sudo: what is computed here is written by nobody else
        lines = self.line_ids.sudo()
        lines.filtered(lambda line: line.salesperson_id not in people).unlink()
        known = {line.salesperson_id.id: line for line in lines.exists()}
        new = []
        for assignment in assignments:
            vals = self._proposal(assignment, figures)
            line = known.get(assignment.salesperson_id.id)
            if not line:
                new.append(vals | self._chosen(vals))
            elif line.is_overridden:
                line.write(vals)
            else:
                line.write(vals | self._chosen(vals))
        lines.create(new)

    def _chosen(self, vals):
        """Until somebody overrides it, what is proposed is what is chosen."""
        return {
            "outcome": vals["proposed_outcome"],
            "new_grade_id": vals["proposed_grade_id"],
        }

    def _assignments(self):
        """Assignments on the last day, of everybody who is still at work."""
        # sudo: everybody is reviewed, whoever computes
        return (
            self.env["telecom.salesperson.assignment"]
            .sudo()
            .search(
                Domain("company_id", "=", self.company_id.id)
                & Domain("salesperson_id.state", "in", STATES_AT_WORK)
                & Domain("date_from", "<=", self.date_to)
                & (
                    Domain("date_to", "=", False)
                    | Domain("date_to", ">=", self.date_to)
                ),
                order="unit_id, salesperson_id",
            )
        )

    def _figures(self, people):
        """Return points, logs, firms and courses by person, who failed, the grades."""
        days = self.date_from, self.date_to
        points = self.env.ref("telecom_sales_system.metric_points")
        logs = self.env.ref("telecom_sales_system.metric_log_completion")
        firms = self.env.ref("telecom_sales_system.metric_small_firms")
        return {
            "points": points._measure_scopes(people, *days),
            "logs": logs._measure_scopes(people, *days),
            "firms": firms._measure_scopes(people, *days),
            "courses": self._courses_missed(people),
            "failed": self._failed_before(),
            "ladder": self.env["telecom.salesperson.grade"]._get_grade_ladder(),
        }

    def _courses_missed(self, people):
        """Return ``{person id: courses of the province not passed}``."""
        # sudo: results of everybody
        rows = self.env["telecom.training.attendance"].sudo()
        found = defaultdict(int)
        for person, count in rows._read_group(
            [
                ("salesperson_id", "in", people.ids),
                ("level", "=", "province"),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("training_state", "in", COUNTED_STATES),
                ("passed", "=", False),
            ],
            ["salesperson_id"],
            ["__count"],
        ):
            found[person.id] = count
        return found

    def _failed_before(self):
        """Ids of the people who failed the approved review of the half-year before."""
        before = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_to", "=", fields.Date.subtract(self.date_from, days=1)),
                ("state", "=", "approved"),
            ]
        )
        failed = before.line_ids.sudo().filtered("is_failed")
        return set(failed.salesperson_id.ids)

    def _proposal(self, assignment, figures):
        """Values of the line of one person."""
        person, grade = assignment.salesperson_id, assignment.grade_id
        in_all = (self.date_to - self.date_from).days + 1
        first = max(self.date_from, person.registered_on or self.date_from)
        days = max((self.date_to - first).days + 1, 0)
        vals = {
            "review_id": self.id,
            "salesperson_id": person.id,
            "unit_id": assignment.unit_id.id,
            "team_id": assignment.team_id.id,
            "grade_id": grade.id,
            "days": days,
            "points": figures["points"].get(person.id, Decimal(0)),
            "log_rate": figures["logs"].get(person.id, Decimal(0)),
            "has_log_rate": person.id in figures["logs"],
            "firms_visited": int(figures["firms"].get(person.id, 0)),
            "visits_asked": 0,
            "courses_missed": figures["courses"][person.id],
            "failed_before": person.id in figures["failed"],
            "threshold": 0,
            "rise_at": 0,
            "is_below": False,
            "duties_met": True,
            "proposed_outcome": "keep",
            "proposed_grade_id": grade.id,
            "ground": self._ground(person, grade, days),
        }
        if not vals["ground"]:
            vals |= self._judged(vals, grade, (days, in_all), figures["ladder"])
        return vals

    def _ground(self, person, grade, days):
        """Why somebody keeps the grade whatever was performed; False for all others."""
        if not grade:
            return "no_grade"
        if person.state == "suspended":
            return "suspended"
        return days < self.least_days and "few_days"

    def _judged(self, vals, grade, share, ladder):
        lower, higher = grade._get_neighbour_grades(ladder)
        keep_at, rise_at = (
            grading.prorate(Decimal(str(one.half_year_points)), *share) if one else None
            for one in (grade, higher)
        )
        visits_asked = self.visit_floor * share[0] // share[1]
        duties_met = self._duties_met(vals | {"visits_asked": visits_asked})
        reached = grading.measure_step(vals["points"], keep_at, rise_at, duties_met)
        outcome = grading.propose_outcome(reached, vals["failed_before"], bool(lower))
        grades = {"promote": higher, "demote": lower, "keep": grade}
        return {
            "threshold": keep_at,
            "rise_at": rise_at or 0,
            "visits_asked": visits_asked,
            "duties_met": duties_met,
            "is_below": reached < 0,
            "proposed_outcome": outcome,
            "proposed_grade_id": grades.get(outcome, grade).id,
        }

    def _duties_met(self, vals):
        """Whether logs, visits and courses are as asked; who owed no log met that."""
        logs = not vals["has_log_rate"] or vals["log_rate"] >= self.log_floor
        visits = vals["firms_visited"] >= vals["visits_asked"]
        courses = not (self.asks_training and vals["courses_missed"])
        return bool(logs and visits and courses)
