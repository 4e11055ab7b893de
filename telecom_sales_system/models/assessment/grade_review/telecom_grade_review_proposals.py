from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools.assessment import grading
from ....tools.decimals import exact
from ...fieldwork.conduct.telecom_conduct_incident import GRAVITIES
from ...fieldwork.training.telecom_training import COUNTED_STATES
from ...organisation.telecom_salesperson import STATES_AT_WORK


class TelecomGradeReview(models.Model):
    """The proposals of a review, from points and duties of the half-year."""

    _inherit = "telecom.grade.review"

    def action_compute(self):
        """Propose an outcome for everybody at work; overrides stay. Can be repeated.

        The number of queries does not depend on the number of people.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: before the conference or approved, or the half-year is not
            over
        """
        self._check_service()
        self._check_state("draft", "computed")
        for review in self:
            if review.date_to >= review.company_id._telecom_today():
                raise UserError(
                    self.env._(
                        "%s: the half-year is not over, its performance is not known.",
                        review.name,
                    )
                )
            review._propose_outcomes()
            review._set_guarded_fields(
                {
                    "state": "computed",
                    "computed_on": fields.Datetime.now(),
                    "proposed_by_id": self.env.uid,
                }
            )
            review._add_author()

    def _propose_outcomes(self):
        assignments = self._get_reviewed_assignments()
        people = assignments.salesperson_id
        figures = self._measure_people(people)
        # sudo: only this computation writes these values
        lines = self.line_ids.sudo()
        lines.filtered(lambda line: line.salesperson_id not in people).unlink()
        known = {line.salesperson_id.id: line for line in lines.exists()}
        new = []
        for assignment in assignments:
            vals = self._prepare_line_vals(assignment, figures)
            line = known.get(assignment.salesperson_id.id)
            if not line:
                new.append(vals | self._prepare_choice_vals(vals))
            elif line.is_overridden:
                line.write(vals)
            else:
                line.write(vals | self._prepare_choice_vals(vals))
        lines.create(new)

    def _prepare_choice_vals(self, vals):
        """Return the values of a choice that follows the proposal."""
        return {
            "outcome": vals["proposed_outcome"],
            "new_grade_id": vals["proposed_grade_id"],
        }

    def _get_reviewed_assignments(self):
        """Return the assignments on the last day of everybody still at work."""
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

    def _measure_people(self, people):
        """Return points, logs, firms, courses, incidents by person, and the ladder."""
        days = self.date_from, self.date_to
        points = self.env.ref("telecom_sales_system.metric_points")
        logs = self.env.ref("telecom_sales_system.metric_log_completion")
        firms = self.env.ref("telecom_sales_system.metric_small_firms")
        return {
            "points": points._measure_scopes(people, *days),
            "logs": logs._measure_scopes(people, *days),
            "firms": firms._measure_scopes(people, *days),
            "courses": self._count_missed_courses(people),
            "incidents": self._count_incidents(people),
            "failed": self._get_ids_failed_before(),
            "ladder": self.env["telecom.salesperson.grade"]._get_grade_ladder(
                self.company_id
            ),
        }

    def _count_missed_courses(self, people):
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

    def _count_incidents(self, people):
        """Return ``{person id: confirmed incidents}`` that the review asks about."""
        gravities = list(GRAVITIES)
        asked = self.incident_gravity or gravities[0]
        # sudo: incidents of everybody
        incidents = self.env["telecom.conduct.incident"].sudo()
        found = defaultdict(int)
        for person, count in incidents._read_group(
            [
                ("salesperson_id", "in", people.ids),
                ("state", "=", "approved"),
                ("kind", "!=", "praise"),
                ("gravity", "in", gravities[gravities.index(asked) :]),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            ["salesperson_id"],
            ["__count"],
        ):
            found[person.id] = count
        return found

    def _get_ids_failed_before(self):
        """Return ids of who failed the approved review of the half-year before."""
        before = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_to", "=", fields.Date.subtract(self.date_from, days=1)),
                ("state", "=", "approved"),
            ]
        )
        failed = before.line_ids.sudo().filtered("is_failed")
        return set(failed.salesperson_id.ids)

    def _prepare_line_vals(self, assignment, figures):
        """Return the values of the line of one person."""
        person = assignment.salesperson_id
        grade = assignment.grade_id._find_in_ladder(figures["ladder"])
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
            "incident_count": figures["incidents"][person.id],
            "failed_before": person.id in figures["failed"],
            "threshold": 0,
            "rise_at": 0,
            "is_below": False,
            "duties_met": True,
            "proposed_outcome": "keep",
            "proposed_grade_id": grade.id,
            "ground": self._get_ground_to_keep(person, grade, days),
        }
        if not vals["ground"]:
            vals |= self._prepare_judgement_vals(
                vals, grade, (days, in_all), figures["ladder"]
            )
        return vals

    def _get_ground_to_keep(self, person, grade, days):
        """Return why a person keeps the grade without a judgement, or False."""
        if not grade:
            return "no_grade"
        if person.state == "suspended":
            return "suspended"
        return days < self.least_days and "few_days"

    def _prepare_judgement_vals(self, vals, grade, share, ladder):
        lower, higher = grade._get_neighbour_grades(ladder)
        keep_at, rise_at = (
            grading.prorate(exact(one.half_year_points), *share) if one else None
            for one in (grade, higher)
        )
        visits_asked = self.visit_floor * share[0] // share[1]
        duties_met = self._are_duties_met(vals | {"visits_asked": visits_asked})
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

    def _are_duties_met(self, vals):
        """Return whether logs, visits, courses and conduct fulfil the duties.

        A person without a duty to write logs fulfils it.
        """
        logs = not vals["has_log_rate"] or vals["log_rate"] >= self.log_floor
        visits = vals["firms_visited"] >= vals["visits_asked"]
        courses = not (self.asks_training and vals["courses_missed"])
        conduct = not (self.incident_gravity and vals["incident_count"])
        return bool(logs and visits and courses and conduct)
