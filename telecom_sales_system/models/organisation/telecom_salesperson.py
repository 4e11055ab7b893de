from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..common.groups import SALESPERSON, check_service
from ..common.unique_message import find_duplicate

STATES_AT_WORK = ("registered", "suspended")


def _get_duplicate_user_message(env, diagnostics):
    return env._(
        "Salesperson %(holder)s, field User: the user already has this"
        " salesperson record. Open it instead.",
        holder=find_duplicate(env, "telecom.salesperson", diagnostics)["holder"],
    )


def _get_duplicate_certificate_message(env, diagnostics):
    return env._(
        "Salesperson %(holder)s, field Certificate No.: “%(value)s” is the number of"
        " this person already. Enter another.",
        **find_duplicate(env, "telecom.salesperson", diagnostics),
    )


class TelecomSalesperson(models.Model):
    _name = "telecom.salesperson"
    _description = "Salesperson"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "certificate_no"]
    _check_company_auto = True
    _guarded_fields = frozenset({"state", "registered_on", "left_on"})

    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("share", "=", False)],
    )
    name = fields.Char(related="user_id.name", string="Full Name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    certificate_no = fields.Char(string="Certificate No.", copy=False, tracking=True)
    employment = fields.Selection(
        [("full_time", "Full Time"), ("part_time", "Part Time")],
        required=True,
        default="full_time",
        tracking=True,
    )
    is_presenter = fields.Boolean(
        string="Presenter",
        tracking=True,
        help="Presents and trains others; invited to the courses for presenters.",
    )
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("registered", "Registered"),
            ("suspended", "Suspended"),
            ("left", "Left"),
        ],
        required=True,
        readonly=True,
        default="candidate",
        copy=False,
        index=True,
        tracking=True,
    )
    registered_on = fields.Date(readonly=True, copy=False, tracking=True)
    left_on = fields.Date(readonly=True, copy=False, tracking=True)
    assignment_ids = fields.One2many(
        "telecom.salesperson.assignment", "salesperson_id", copy=False
    )
    assignment_id = fields.Many2one(
        "telecom.salesperson.assignment",
        string="Current Assignment",
        compute="_compute_assignment_id",
        store=True,
        help="The assignment that is valid today, else the last one before today.",
    )
    unit_id = fields.Many2one(
        related="assignment_id.unit_id", store=True, index=True, tracking=True
    )
    team_id = fields.Many2one(
        related="assignment_id.team_id", store=True, index=True, tracking=True
    )
    grade_id = fields.Many2one(
        related="assignment_id.grade_id", store=True, index=True, tracking=True
    )

    _user_company_uniq = models.UniqueIndex(
        "(company_id, user_id)", _get_duplicate_user_message
    )
    _certificate_uniq = models.UniqueIndex(
        "(company_id, certificate_no) WHERE certificate_no <> ''",
        _get_duplicate_certificate_message,
    )
    _certificate_needed = models.Constraint(
        "CHECK (state = 'candidate' OR certificate_no <> '')",
        "Salesperson, field Certificate No.: only candidates can do without one.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("assignment_ids.date_from", "assignment_ids.date_to")
    def _compute_assignment_id(self):
        for person in self:
            person.assignment_id = person._get_current_assignment()

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("active")
    def _check_archived(self):
        for person in self:
            if not person.active and person.state in STATES_AT_WORK:
                raise ValidationError(
                    self.env._(
                        "Salesperson %s, field Active: somebody at work cannot be"
                        " archived. Use the button Leave first.",
                        person.name,
                    )
                )

    @api.constrains("company_id")
    def _check_company_of_assignments(self):
        self.assignment_ids._check_company()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_step(self):
        """Open the dialog of the step that the context names as default_kind."""
        self.ensure_one()
        steps = self.env["telecom.salesperson.step"]
        kinds = dict(steps._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": kinds.get(self.env.context.get("default_kind")),
            "res_model": steps._name,
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_salesperson_id": self.id},
        }

    def action_register_assigned(self):
        """Register candidates whose certificate number and assignments were imported.

        They count as registered from the first day of their assignments on.

        :raises UserError: no candidate, or number or assignment is missing
        """
        self._check_state("candidate")
        for person in self:
            if not (person.certificate_no and person.assignment_ids):
                raise UserError(
                    self.env._(
                        "Salesperson %s, fields Certificate No. and Assignments: enter"
                        " both, or use the button Register.",
                        person.name,
                    )
                )
            first_day = min(person.assignment_ids.mapped("date_from"))
            person._set_guarded_fields(
                {"state": "registered", "registered_on": first_day}
            )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_own_salesperson(self):
        """Return the file of the user in the company in use, if there is one."""
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    def _get_current_assignment(self):
        today = self.company_id._telecom_today()
        return (
            self._get_assignment_on(today)
            or self.assignment_ids.sorted("date_from")[:1]
        )

    def _get_assignment_on(self, day):
        """Return the assignment valid on a day, else the last one before it."""
        rows = self.assignment_ids.sorted("date_from")
        return rows.filtered(lambda row: row.date_from <= day)[-1:]

    @api.model
    def _find_users_to_register(self, company):
        """Return the users of a company who are meant to sell, but are not registered.

        They have the role of salespeople only, or a file as candidates.
        """
        users = self.env["res.users"].search(
            [("company_ids", "in", company.ids), ("share", "=", False)]
        )
        direct = self.env.ref(SALESPERSON)
        # sudo: the groups of users, for those who may not administer them
        sellers = users.filtered(lambda user: direct in user.sudo().group_ids)
        here = Domain("company_id", "=", company.id)
        files = self.with_context(active_test=False).search(here)
        candidates = files.filtered(lambda p: p.active and p.state == "candidate")
        return sellers - files.user_id | candidates.user_id

    @api.model
    def _propose_first_days(self, users, company):
        """Return ``{user: day}`` from which users should be registered: today."""
        return dict.fromkeys(users, company._telecom_today())

    @api.model
    def _propose_team(self, user, company):
        """Return the user's sales team in Odoo that belongs to a unit of a company."""
        # sudo: members of teams, for those who do not sell
        teams = self.env["crm.team"].sudo()
        return teams.search(
            [
                ("member_ids", "in", user.ids),
                ("unit_id.company_id", "=", company.id),
            ],
            limit=1,
        ).sudo(False)

    @api.model
    def _get_at_work_domain(self):
        return [("state", "in", STATES_AT_WORK)]

    @api.model
    def _cron_refresh_assignments(self):
        """Apply planned moves on their day."""
        for person in self.search([("state", "!=", "left")]):
            person = person.company_id._apply_telecom_lang(person)
            current = person._get_current_assignment()
            if current != person.assignment_id:
                person.assignment_id = current

    def _register_salesperson(self, vals):
        """Register a candidate, or somebody who left, and start an assignment.

        :param vals: date_from, unit_id, team_id, grade_id of the assignment
        :raises UserError: no certificate number, or at work already
        """
        self.ensure_one()
        if not self.certificate_no:
            raise UserError(
                self.env._(
                    "Salesperson %s, field Certificate No.: enter the number first.",
                    self.name,
                )
            )
        self._check_state("candidate", "left")
        self._set_guarded_fields(
            {
                "state": "registered",
                "registered_on": vals["date_from"],
                "left_on": False,
            }
        )
        self._start_assignment(vals)

    def _move_registration(self, day, reason):
        """Correct the day of registration, which was entered wrongly.

        The first assignment begins on it, too.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: not at work, no reason, or a day that cannot be
        """
        self.ensure_one()
        check_service(
            self.env,
            self.env._(
                "Salesperson %s: only the customer service department corrects the day"
                " of registration.",
                self.name,
            ),
        )
        self._check_state(*STATES_AT_WORK)
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Salesperson %s, field Reason: say why the day of registration is"
                    " corrected.",
                    self.name,
                )
            )
        if day > self.company_id._telecom_today():
            raise UserError(
                self.env._(
                    "Salesperson %s, field Date: the day has not come yet.", self.name
                )
            )
        before = self.registered_on
        rows = self.assignment_ids.sorted("date_from")
        first = (rows.filtered(lambda r: before and r.date_from >= before) or rows)[:1]
        if first.date_to and day > first.date_to:
            raise UserError(
                self.env._(
                    "Salesperson %(name)s, field Date: the assignment to %(unit)s"
                    " ended on %(end)s already.",
                    name=self.name,
                    unit=first.unit_id.name,
                    end=format_date(self.env, first.date_to),
                )
            )
        first.date_from = day
        self._set_guarded_fields({"registered_on": day})
        self.message_post(body=reason)

    def _start_assignment(self, vals):
        """End the current assignment the day before and create the next one."""
        self.ensure_one()
        self._end_assignment(fields.Date.subtract(vals["date_from"], days=1))
        return self.env["telecom.salesperson.assignment"].create(
            {"salesperson_id": self.id, **vals}
        )

    def _end_assignment(self, last_day):
        """End the assignments that are valid after ``last_day``.

        :raises UserError: an assignment starts only after that day
        """
        rows = self.assignment_ids.filtered(
            lambda row: not row.date_to or row.date_to > last_day
        )
        for row in rows:
            if row.date_from > last_day:
                raise UserError(
                    self.env._(
                        "Salesperson %(name)s, field Date: the assignment to %(unit)s"
                        " starts only on %(start)s. Choose a later day, or correct or"
                        " delete that assignment.",
                        name=self.name,
                        unit=row.unit_id.name,
                        start=format_date(self.env, row.date_from),
                    )
                )
        rows.date_to = last_day

    def _record_departure(self, last_day):
        """Record that a salesperson leaves after ``last_day``, the last day at work.

        :raises UserError: the day is in the future, or the person is not at work
        """
        self.ensure_one()
        self._check_state(*STATES_AT_WORK)
        if last_day > self.company_id._telecom_today():
            raise UserError(
                self.env._(
                    "Salesperson %s, field Date: the last day is in the future. Let"
                    " the person leave on that day or after it.",
                    self.name,
                )
            )
        self._end_assignment(last_day)
        self._set_guarded_fields({"state": "left", "left_on": last_day})
