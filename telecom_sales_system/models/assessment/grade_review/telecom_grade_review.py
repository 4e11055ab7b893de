from collections import defaultdict
from datetime import date, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, check_service
from ...common.sentences import format_names
from ...common.unique_message import find_duplicate
from ...organisation.telecom_salesperson import STATES_AT_WORK

MONTHS = 6
HALVES = {"first": ((1, 1), (6, 30)), "second": ((7, 1), (12, 31))}


HOURS = timedelta(hours=3)
WHAT_IS_REVIEWED = frozenset({"year", "half", "company_id"})
WHAT_IS_ASKED = frozenset(
    {"effective_on", "log_floor", "asks_training", "visit_floor", "least_days"}
    | {"incident_gravity"}
)
LOCKED = {
    "computed": WHAT_IS_REVIEWED,
    "conference": WHAT_IS_REVIEWED | WHAT_IS_ASKED,
}


def _get_duplicate_review_message(env, diagnostics):
    return env._(
        "Grade review, fields Year and Half-Year: %(holder)s reviews them already. Open"
        " that one.",
        **find_duplicate(env, "telecom.grade.review", diagnostics),
    )


class TelecomGradeReview(models.Model):
    """A review of the grades after a half-year (等级升级大会, 淘汰).

    draft -> computed (proposals) -> conference -> approved, by a leader who neither
    proposed nor overrode anything; the approval writes the assignments.
    """

    _name = "telecom.grade.review"
    _description = "Grade Review"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.author.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "approved_on", "computed_on"}
        | {"author_ids"}
    )
    _counted_fields = frozenset(
        {"year", "half", "company_id", "effective_on", "log_floor", "asks_training"}
        | {"visit_floor", "incident_gravity", "least_days"}
    )
    _final_states = frozenset({"approved"})

    name = fields.Char(compute="_compute_name")
    year = fields.Integer(
        required=True, default=lambda self: self._get_last_half_year()[0]
    )
    half = fields.Selection(
        [("first", "First Half-Year"), ("second", "Second Half-Year")],
        string="Half-Year",
        required=True,
        default=lambda self: self._get_last_half_year()[1],
    )
    date_from = fields.Date(
        string="First Day", compute="_compute_days", store=True, index=True
    )
    date_to = fields.Date(string="Last Day", compute="_compute_days", store=True)
    effective_on = fields.Date(
        string="New Grades from",
        compute="_compute_effective_on",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="First day of the new grades. A person who exits works until the"
        " approval.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    log_floor = fields.Float(
        string="Sales Logs in Time (%)",
        default=80,
        digits=(5, 1),
        help="Duty: at least this share of sales logs is handed in on time. 0: no"
        " duty.",
    )
    asks_training = fields.Boolean(
        string="Courses Passed",
        default=True,
        help="Duty: every provincial course with an invitation is passed.",
    )
    visit_floor = fields.Integer(
        string="Small Firms Visited",
        help="Duty: at least this number of different small firms is visited. A person"
        " registered later has to visit the share of the days, rounded down. 0: no"
        " duty.",
    )
    incident_gravity = fields.Selection(
        [
            ("minor", "Minor or Worse"),
            ("serious", "Serious or Worse"),
            ("grave", "Grave"),
        ],
        string="No Incidents",
        default="serious",
        help="Duty: no confirmed complaint or breach of the half-year is as grave as"
        " this. Praise does not count. Empty: no duty.",
    )
    least_days = fields.Integer(
        string="Minimum Days",
        default=90,
        help="A person registered for fewer days keeps the grade. For others registered"
        " during the half-year, thresholds are lowered to their share of the days.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Proposals Made"),
            ("conference", "Before the Conference"),
            ("approved", "Approved"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    proposed_by_id = fields.Many2one(
        "res.users",
        string="Proposed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        "res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approved_on = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("telecom.grade.review.line", "review_id", string="Lines")
    conference_ids = fields.One2many("calendar.event", "telecom_grade_review_id")
    promote_count = fields.Integer(string="Promoted", compute="_compute_counts")
    keep_count = fields.Integer(string="Kept", compute="_compute_counts")
    demote_count = fields.Integer(string="Demoted", compute="_compute_counts")
    exit_count = fields.Integer(string="Exits", compute="_compute_counts")
    problem_count = fields.Integer(string="Problems", compute="_compute_counts")
    open_month_count = fields.Integer(compute="_compute_open_month_count")

    _half_uniq = models.UniqueIndex(
        "(company_id, year, half)", _get_duplicate_review_message
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)",
        "Grade review, field Year: enter a year such as 2026.",
    )
    _settings_sound = models.Constraint(
        "CHECK (log_floor BETWEEN 0 AND 100 AND least_days >= 0 AND visit_floor >= 0)",
        "Grade review: the field Sales Logs in Time (%) is a percentage, from 0 to 100;"
        " Minimum Days and Small Firms Visited are not negative.",
    )
    _takes_effect_after = models.Constraint(
        "CHECK (effective_on > date_to)",
        "Grade review, field New Grades from: choose a day after the half-year.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("year", "half")
    def _compute_days(self):
        for review in self:
            first, last = HALVES[review.half or "first"]
            review.date_from = date(review.year or 2000, *first)
            review.date_to = date(review.year or 2000, *last)

    @api.depends("year", "half")
    def _compute_effective_on(self):
        for review in self:
            last = date(review.year or 2000, *HALVES[review.half or "first"][1])
            review.effective_on = fields.Date.add(last, days=1)

    @api.depends("year", "half")
    def _compute_name(self):
        halves = dict(self._fields["half"]._description_selection(self.env))
        for review in self:
            review.name = self.env._(
                "Grade Review %(year)s, %(half)s",
                year=review.year,
                half=halves.get(review.half, ""),
            )

    @api.depends("name")
    def _compute_display_name(self):
        for review in self:
            review.display_name = review.name

    @api.depends("line_ids.outcome", "line_ids.has_problem")
    def _compute_counts(self):
        counts = defaultdict(int)
        for review, outcome, has_problem, count in self.env[
            "telecom.grade.review.line"
        ]._read_group(
            [("review_id", "in", self.ids)],
            ["review_id", "outcome", "has_problem"],
            ["__count"],
        ):
            counts[review, outcome] += count
            counts[review, "problem"] += count if has_problem else 0
        for review in self:
            review.promote_count = counts[review, "promote"]
            review.keep_count = counts[review, "keep"]
            review.demote_count = counts[review, "demote"]
            review.exit_count = counts[review, "exit"]
            review.problem_count = counts[review, "problem"]

    def _compute_open_month_count(self):
        """Count the months that are not closed: their points may change."""
        for review in self:
            # sudo: whether a month is closed is no secret
            closed = self.env["telecom.period"].sudo()
            review.open_month_count = MONTHS - closed.search_count(
                [
                    ("company_id", "=", review.company_id.id),
                    ("state", "=", "closed"),
                    ("date_from", ">=", review.date_from),
                    ("date_from", "<=", review.date_to),
                ]
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_lines(self):
        """Open the lines with the filter that the context key ``lines`` names."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_grade_review_line_action"
        )
        wanted = self.env.context.get("lines")
        filters = {f"search_default_{wanted}": 1} if wanted else {}
        return action | {
            "display_name": self.name,
            "domain": [("review_id", "=", self.id)],
            "context": filters,
        }

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
                people = problems.salesperson_id.mapped("name")
                raise UserError(
                    self.env._(
                        "%(review)s: %(names)s had no grade on the last day. Enter it"
                        " on the assignment and propose again, or choose a grade on"
                        " the line and give a reason.",
                        review=review.name,
                        names=format_names(self.env, people),
                    )
                )
        self._set_guarded_fields(
            {"state": "conference", "proposed_by_id": self.env.uid}
        )
        self._add_author()

    def action_back(self):
        """Take the proposals back from the conference, to compute or change them.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: the review is not before the conference
        """
        self._check_service()
        self._check_state("conference")
        self._set_guarded_fields({"state": "computed"})

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
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company_id)
        # sudo: the user who runs the review may know whom to invite
        people = self.line_ids.salesperson_id.sudo()
        company = self.company_id
        day = company._telecom_today() + timedelta(days=7)
        start = company._telecom_moment(day, time(9))
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

    @ask_first("_describe_approval")
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
            today = review.company_id._telecom_today()
            # sudo: leaders may write assignments by this decision only
            review.sudo()._apply_outcomes(today)
            review._set_guarded_fields(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": today,
                }
            )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_change(self, vals):
        super()._check_change(vals)
        self._check_unlocked(vals)

    @api.model
    def _get_last_half_year(self):
        """Return the half-year that ended last: ``(year, half)``."""
        today = self.env.company._telecom_today()
        return (today.year - 1, "second") if today.month <= 6 else (today.year, "first")

    def _check_service(self):
        check_service(
            self.env,
            self.env._("Only the customer service department runs grade reviews."),
        )

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
            if review._is_author():
                raise AccessError(
                    self.env._(
                        "%s: you proposed it or overrode a proposal, so another leader"
                        " has to approve it.",
                        review.name,
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

    def _describe_approval(self):
        """Return what approving the outcomes does, in figures."""
        return self.env._(
            "%(promoted)s people are promoted, %(demoted)s demoted, %(exits)s leave,"
            " and %(kept)s keep their grade. New grades and exits are written to the"
            " records of the people and stay there.",
            promoted=sum(self.mapped("promote_count")),
            demoted=sum(self.mapped("demote_count")),
            exits=sum(self.mapped("exit_count")),
            kept=sum(self.mapped("keep_count")),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(LEADER):
            return None
        return Domain("state", "=", "conference") & Domain(
            "author_ids", "not in", user.ids
        )
