from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang

from ...common.screens.list_action import prepare_list_action
from ...common.sentences import join_sentences

OUTCOMES = [
    ("promote", "Promote"),
    ("keep", "Keep"),
    ("demote", "Demote"),
    ("exit", "Exit"),
]
COMPUTED = frozenset(
    {"review_id", "salesperson_id", "unit_id", "team_id", "grade_id", "assignment_id"}
    | {"days", "points", "threshold", "rise_at", "log_rate", "has_log_rate"}
    | {
        "firms_visited",
        "visits_asked",
        "courses_missed",
        "incident_count",
        "duties_met",
        "is_below",
        "failed_before",
        "ground",
    }
    | {"proposed_outcome", "proposed_grade_id", "overridden_by_id", "is_overridden"}
    | {"has_problem", "is_failed"}
)


class TelecomGradeReviewLine(models.Model):
    """The proposal for a salesperson in a review, the choice made and its reason."""

    _name = "telecom.grade.review.line"
    _description = "Grade Review Line"
    _inherit = ["telecom.guarded.mixin"]
    _order = "review_id desc, unit_id, points desc, id"
    _rec_name = "salesperson_id"
    _guarded_fields = COMPUTED
    _check_company_auto = True

    review_id = fields.Many2one(
        "telecom.grade.review",
        string="Grade Review",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    state = fields.Selection(related="review_id.state", store=True, index=True)
    date_to = fields.Date(
        related="review_id.date_to", string="Half-Year to", store=True
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit", required=True, readonly=True, index=True
    )
    team_id = fields.Many2one("crm.team", readonly=True, ondelete="restrict")
    grade_id = fields.Many2one(
        "telecom.salesperson.grade",
        string="Grade Before",
        readonly=True,
        ondelete="restrict",
    )
    days = fields.Integer(
        string="Days Registered",
        readonly=True,
        help="Days of the half-year since the registration.",
    )
    points = fields.Float(digits=(16, 2), readonly=True)
    threshold = fields.Float(
        string="To Keep",
        digits=(16, 2),
        readonly=True,
        help="Points to keep the grade, lowered to the days if registered later.",
    )
    rise_at = fields.Float(string="For Promotion", digits=(16, 2), readonly=True)
    log_rate = fields.Float(string="Logs in Time (%)", digits=(5, 1), readonly=True)
    has_log_rate = fields.Boolean(string="Logs Required", readonly=True)
    firms_visited = fields.Integer(string="Small Firms Visited", readonly=True)
    visits_asked = fields.Integer(string="Visits Required", readonly=True)
    courses_missed = fields.Integer(string="Courses Not Passed", readonly=True)
    incident_count = fields.Integer(
        string="Incidents Confirmed",
        readonly=True,
        help="Confirmed complaints and breaches of the half-year that the review asks"
        " about.",
    )
    duties_met = fields.Boolean(readonly=True)
    is_below = fields.Boolean(
        string="Below the Grade",
        readonly=True,
        help="Points and duties are below the grade.",
    )
    failed_before = fields.Boolean(
        readonly=True, help="The review before this one was failed too."
    )
    ground = fields.Selection(
        [
            ("no_grade", "Has No Grade"),
            ("suspended", "Suspended"),
            ("few_days", "Registered Too Late"),
        ],
        string="Not Judged",
        readonly=True,
    )
    proposed_outcome = fields.Selection(OUTCOMES, readonly=True)
    proposed_grade_id = fields.Many2one(
        "telecom.salesperson.grade", readonly=True, ondelete="restrict"
    )
    outcome = fields.Selection(OUTCOMES, required=True)
    new_grade_id = fields.Many2one(
        "telecom.salesperson.grade", check_company=True, ondelete="restrict"
    )
    reason = fields.Char(
        string="Reason for Override", help="Required when the proposal is not followed."
    )
    overridden_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_overridden = fields.Boolean(
        string="Overridden", compute="_compute_is_overridden", store=True
    )
    has_problem = fields.Boolean(compute="_compute_has_problem", store=True)
    is_failed = fields.Boolean(
        string="Review Failed",
        compute="_compute_is_failed",
        store=True,
        help="Two failed reviews in a row propose exit. A proposal overridden to keep"
        " or promote is no failed review.",
    )
    assignment_id = fields.Many2one(
        "telecom.salesperson.assignment", string="New Assignment", readonly=True
    )
    explanation = fields.Char(compute="_compute_explanation")

    _person_uniq = models.UniqueIndex("(review_id, salesperson_id)")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("outcome", "new_grade_id", "proposed_outcome", "proposed_grade_id")
    def _compute_is_overridden(self):
        for line in self:
            chosen = line.outcome, line.new_grade_id
            proposed = line.proposed_outcome, line.proposed_grade_id
            line.is_overridden = chosen != proposed

    @api.depends("ground", "new_grade_id", "outcome")
    def _compute_has_problem(self):
        for line in self:
            line.has_problem = not line.new_grade_id and line.outcome != "exit"

    @api.depends("is_below", "is_overridden", "outcome")
    def _compute_is_failed(self):
        for line in self:
            gone = line.outcome in ("demote", "exit")
            line.is_failed = gone or (line.is_below and not line.is_overridden)

    @api.depends_context("lang")
    @api.depends("points", "threshold", "rise_at", "duties_met", "ground", "is_below")
    @api.depends("log_rate", "firms_visited", "visits_asked", "courses_missed")
    @api.depends("incident_count")
    def _compute_explanation(self):
        grounds = dict(self._fields["ground"]._description_selection(self.env))
        for line in self:
            if line.ground:
                line.explanation = self.env._(
                    "%s: keeps the grade.", grounds[line.ground]
                )
            else:
                line.explanation = line._describe_figures()

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("outcome", "new_grade_id", "reason")
    def _check_choice(self):
        for line in self:
            if line.is_overridden and not (line.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%s, field Reason for Override: say why the proposal is not"
                        " followed.",
                        line.salesperson_id.name,
                    )
                )
            if not line._has_fitting_grade():
                raise ValidationError(
                    self.env._(
                        "%s, field New Grade: it does not fit the outcome. Promote"
                        " leads to a higher grade, demote to a lower one, keep to the"
                        " same.",
                        line.salesperson_id.name,
                    )
                )

    @api.onchange("outcome")
    def _onchange_outcome(self):
        """Propose the grade that the outcome leads to."""
        old = self.grade_id
        ladder = old._get_grade_ladder(self.company_id)
        lower, higher = old._get_neighbour_grades(ladder)
        steps = {"promote": higher, "demote": lower}
        self.new_grade_id = steps.get(self.outcome, old._find_in_ladder(ladder))

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_can_override()
        before = {line: line._get_choice() for line in self}
        result = super().write(vals)
        changed = self.filtered(lambda line: before[line] != line._get_choice())
        changed.review_id._add_author()
        overridden = self.filtered("is_overridden")
        # sudo: a guarded field, set by the override itself
        overridden.sudo().overridden_by_id = self.env.uid
        (self - overridden).sudo().overridden_by_id = False
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_evidence(self):
        """Open the ledger entries from which the points were computed."""
        self.ensure_one()
        metric = self.env.ref("telecom_sales_system.metric_points")
        review = self.review_id
        model, domain = metric._get_evidence(
            self.salesperson_id, review.date_from, review.date_to
        )
        self.env[model].check_access("read")
        return prepare_list_action(
            self.env,
            f"{self.salesperson_id.name} · {review.name}",
            model,
            domain,
            view_mode="list,pivot,form",
        )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_choice(self):
        return self.outcome, self.new_grade_id, self.reason

    def _has_fitting_grade(self):
        old, new = self.grade_id, self.new_grade_id
        if not old or not new or self.outcome == "exit":
            return True
        old_place, new_place = ((g.sequence, g.id) for g in (old, new))
        return {
            "promote": new_place > old_place,
            "demote": new_place < old_place,
            "keep": new == old,
        }[self.outcome]

    def _check_can_override(self):
        """Check that the user may override these proposals, and may do so now.

        :raises AccessError: the user is not of the department
        :raises UserError: the proposals are before the conference or approved
        """
        self.check_access("write")
        self.review_id._check_service()
        for line in self:
            if line.state != "computed":
                raise UserError(
                    self.env._(
                        "%(person)s: %(review)s is before the conference or approved."
                        " It can be taken back before the approval only.",
                        person=line.salesperson_id.name,
                        review=line.review_id.name,
                    )
                )

    def _apply_new_grade(self, day):
        """Give the person the new grade in all assignments from a day on.

        Assignments that begin on the day or after it get the grade; one that began
        before it ends, and the next one goes on in the same unit and team.

        :return: the assignments that have it, the first one first
        """
        person = self.salesperson_id
        rows = person.assignment_ids.sorted("date_from")
        later = rows.filtered(lambda row: row.date_from >= day)
        later.grade_id = self.new_grade_id
        cut = (rows - later)[-1:]
        ended = cut.date_to and cut.date_to < day
        if not cut or ended or later[:1].date_from == day:
            return later
        until = cut.date_to
        cut.date_to = fields.Date.subtract(day, days=1)
        return (
            later.create(
                {
                    "salesperson_id": person.id,
                    "date_from": day,
                    "date_to": until,
                    "unit_id": cut.unit_id.id,
                    "team_id": cut.team_id.id,
                    "grade_id": self.new_grade_id.id,
                }
            )
            + later
        )

    def _describe_figures(self):
        def format_number(value):
            return formatLang(self.env, value, digits=2)

        texts = [
            self.env._(
                "%(points)s points; %(threshold)s needed to keep the grade",
                points=format_number(self.points),
                threshold=format_number(self.threshold),
            )
        ]
        if self.rise_at:
            texts.append(self.env._("%s needed to rise", format_number(self.rise_at)))
        if self.has_log_rate:
            texts.append(
                self.env._(
                    "logs in time %s%%", formatLang(self.env, self.log_rate, digits=1)
                )
            )
        if self.visits_asked:
            texts.append(
                self.env._(
                    "%(visited)s of %(asked)s small firms visited",
                    visited=self.firms_visited,
                    asked=self.visits_asked,
                )
            )
        if self.courses_missed:
            texts.append(self.env._("courses not passed: %s", self.courses_missed))
        if self.incident_count:
            texts.append(self.env._("incidents confirmed: %s", self.incident_count))
        if not self.duties_met:
            texts.append(self.env._("duties not met: one step less"))
        if self.is_below and self.failed_before:
            texts.append(self.env._("failed twice in a row"))
        return join_sentences(self.env, texts)

    def _get_outcome_note(self):
        """Return the note for the chatter of the salesperson."""
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return self.env._(
            "%(review)s: %(outcome)s, %(old)s → %(new)s",
            review=self.review_id.name,
            outcome=outcomes[self.outcome],
            old=self.grade_id.name or "—",
            new="—" if self.outcome == "exit" else self.new_grade_id.name,
        )
