from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..organisation.telecom_salesperson_career import STATES_AT_WORK
from .telecom_grade_review import LEADER

HOURS = timedelta(hours=3)
WHAT_IS_REVIEWED = frozenset({"year", "half", "company_id"})
WHAT_IS_ASKED = frozenset(
    {"effective_on", "log_floor", "asks_training", "visit_floor", "least_days"}
)
LOCKED = {
    "computed": WHAT_IS_REVIEWED,
    "conference": WHAT_IS_REVIEWED | WHAT_IS_ASKED,
}


class TelecomGradeReview(models.Model):
    """The conference of a review, and the approval that writes the new grades."""

    _inherit = "telecom.grade.review"

    def write(self, vals):
        self._check_unlocked(vals)
        return super().write(vals)

    def _check_unlocked(self, vals):
        """Refuse to change settings on which proposals or the conference are based."""
        for review in self:
            locked = sorted(LOCKED.get(review.state, frozenset()) & vals.keys())
            if locked:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(review)s, field %(field)s: it stays as it is in state"
                        " “%(state)s”.",
                        review=review.name,
                        field=self._fields[locked[0]]._description_string(self.env),
                        state=states[review.state],
                    )
                )

    def action_to_conference(self):
        """Submit the proposals to the conference; they are not computed again.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: not computed, or a person has no grade
        """
        self._check_service()
        self._check_state("computed")
        for review in self:
            problems = review.line_ids.filtered("has_problem")
            if problems:
                names = ", ".join(problems[:5].salesperson_id.mapped("name"))
                raise UserError(
                    self.env._(
                        "%(review)s: %(names)s had no grade on the last day. Enter it"
                        " on the assignment and propose again, or choose a grade on"
                        " the line and give a reason.",
                        review=review.name,
                        names=names,
                    )
                )
        self._set_guarded({"state": "conference", "proposed_by_id": self.env.uid})

    def action_back(self):
        """Take the proposals back from the conference, to compute or change them.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: the review is not before the conference
        """
        self._check_service()
        self._check_state("conference")
        self._set_guarded({"state": "computed"})

    def action_plan_conference(self):
        """Open the conference in the calendar, or a new one with everybody invited."""
        self.ensure_one()
        form = self.env.ref("telecom_sales_system.calendar_event_view_form_telecom")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Grade Conference"),
            "res_model": "calendar.event",
            "views": [(form.id, "form")],
        }
        if self.conference_ids:
            return action | {"res_id": self.conference_ids[:1].id}
        city = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company_id.id), ("parent_id", "=", False)],
            limit=1,
        )
        # sudo: the user who runs the review may know whom to invite
        people = self.line_ids.salesperson_id.sudo()
        zone = pytz.timezone(self.env.user.tz or "UTC")
        day = fields.Date.add(fields.Date.context_today(self), days=7)
        start = zone.localize(datetime.combine(day, time(9))).astimezone(pytz.UTC)
        start = start.replace(tzinfo=None)
        return action | {
            "context": {
                "default_name": self.env._("Grade Conference · %s", self.name),
                "default_telecom_meeting_kind": "half_yearly",
                "default_telecom_unit_id": city.id,
                "default_telecom_grade_review_id": self.id,
                "default_start": fields.Datetime.to_string(start),
                "default_stop": fields.Datetime.to_string(start + HOURS),
                "default_partner_ids": people.user_id.partner_id.ids,
            }
        }

    def action_approve(self):
        """Approve the outcomes: new assignments, exits, a note on each person.

        :raises AccessError: the user is not a leader, or proposed or overrode something
        :raises UserError: not before the conference, or no conference was held
        """
        self._check_state("conference")
        self._check_may_approve()
        for review in self:
            if not review._get_held_conferences():
                raise UserError(
                    self.env._(
                        "%s: hold the grade conference first. Enter it in the calendar"
                        " and mark it as held.",
                        review.name,
                    )
                )
            today = fields.Date.context_today(review)
            # sudo: leaders may write assignments by this decision only
            review.sudo()._apply_outcomes(today)
            review._set_guarded(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": today,
                }
            )

    def _get_held_conferences(self):
        return self.conference_ids.filtered(
            lambda event: (
                event.telecom_is_held and event.telecom_meeting_kind == "half_yearly"
            )
        )

    def _check_may_approve(self):
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(self.env._("Grade reviews are approved by a leader."))
        for review in self:
            proposers = review.proposed_by_id | review.line_ids.overridden_by_id
            if self.env.user in proposers:
                raise AccessError(
                    self.env._(
                        "%s: you proposed it or overrode a proposal, so another leader"
                        " has to approve it.",
                        review.name,
                    )
                )

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state not in states:
                raise UserError(
                    self.env._(
                        "%(review)s is in state “%(state)s”; this step needs"
                        " “%(needed)s”. Reload the page to see its current state.",
                        review=review.name,
                        state=labels[review.state],
                        needed=" / ".join(labels[state] for state in states),
                    )
                )

    def _apply_outcomes(self, today):
        """Write the exits and the new grades, and a note on each person."""
        at_work = self.line_ids.filtered(
            lambda line: line.salesperson_id.state in STATES_AT_WORK
        )
        for line in at_work.filtered(lambda line: line.outcome == "exit"):
            line.salesperson_id._record_departure(today)
        changed = at_work.filtered(
            lambda line: line.outcome != "exit" and line.new_grade_id != line.grade_id
        )
        for line in changed:
            line.assignment_id = line._apply_new_grade(self.effective_on)[:1]
        at_work.salesperson_id._message_log_batch(
            {line.salesperson_id.id: line._get_outcome_note() for line in at_work}
        )
