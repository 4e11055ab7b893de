from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..unique_message import find_duplicate
from .telecom_salesperson_career import STATES_AT_WORK


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
        "telecom.guarded.mixin",
        "telecom.salesperson.career",
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

    @api.depends("assignment_ids.date_from", "assignment_ids.date_to")
    def _compute_assignment_id(self):
        for person in self:
            person.assignment_id = person._get_current_assignment()

    def _get_current_assignment(self):
        today = fields.Date.context_today(self)
        return (
            self._get_assignment_on(today)
            or self.assignment_ids.sorted("date_from")[:1]
        )

    def _get_assignment_on(self, day):
        """Return the assignment valid on a day, else the last one before it."""
        rows = self.assignment_ids.sorted("date_from")
        return rows.filtered(lambda row: row.date_from <= day)[-1:]

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

    @api.model
    def _get_at_work_domain(self):
        return [("state", "in", STATES_AT_WORK)]

    @api.model
    def _cron_refresh_assignments(self):
        """Apply planned moves on their day.

        The day is that of the company, in the time zone of its partner.
        """
        for person in self.search([("state", "!=", "left")]):
            local = person.with_context(tz=person.company_id.partner_id.tz)
            current = local._get_current_assignment()
            if current != person.assignment_id:
                person.assignment_id = current

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
