from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomSalespersonStep(models.TransientModel):
    """A step in the career of a salesperson on a given day."""

    _name = "telecom.salesperson.step"
    _description = "Salesperson Step"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("register", "Register"),
            ("move", "Move"),
            ("suspend", "Suspend"),
            ("reinstate", "Reinstate"),
            ("leave", "Leave"),
            ("correct", "Correct Registration"),
        ],
        required=True,
        readonly=True,
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson", required=True, readonly=True
    )
    company_id = fields.Many2one(related="salesperson_id.company_id")
    date = fields.Date(
        compute="_compute_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="First day of the new assignment; if the person leaves, the last day at"
        " work. A registration is proposed from the first day of the ledger on, or of"
        " the first invoice of the person that it counts.",
    )
    certificate_no = fields.Char(
        string="Certificate No.",
        compute="_compute_certificate_no",
        store=True,
        readonly=False,
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        check_company=True,
        domain="['|', ('unit_id', '=', False), ('unit_id', 'parent_of', unit_id)]",
    )
    grade_id = fields.Many2one(
        "telecom.salesperson.grade",
        compute="_compute_grade_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    reason = fields.Char()

    # One method per field: a value given for one field would keep a common method from
    # filling in the others.
    @api.depends("kind", "salesperson_id")
    def _compute_date(self):
        for step in self:
            person = step.salesperson_id
            step.date = step.company_id._telecom_today()
            if step.kind == "correct" or (
                step.kind == "register" and person.state == "candidate"
            ):
                user = person.user_id
                step.date = person._propose_first_days(user, step.company_id)[user]

    @api.depends("salesperson_id")
    def _compute_certificate_no(self):
        for step in self:
            step.certificate_no = step.salesperson_id.certificate_no

    @api.depends("salesperson_id")
    def _compute_unit_id(self):
        for step in self:
            step.unit_id = step.salesperson_id.unit_id

    @api.depends("salesperson_id")
    def _compute_grade_id(self):
        for step in self:
            step.grade_id = step.salesperson_id.grade_id

    @api.depends("unit_id")
    def _compute_team_id(self):
        """Propose the present team as long as the person stays in its unit."""
        for step in self:
            person = step.salesperson_id
            step.team_id = step.unit_id == person.unit_id and person.team_id

    def action_apply(self):
        """Carry out the step and note the reason on the salesperson.

        :raises UserError: the person's state does not allow it, or a field is empty
        """
        for step in self:
            getattr(step, f"_apply_{step.kind}")()
            if step.reason and step.kind != "correct":
                step.salesperson_id.message_post(body=step.reason)

    def _prepare_assignment_vals(self):
        if not self.unit_id:
            raise UserError(
                self.env._(
                    "Salesperson %s, field Unit: choose one.", self.salesperson_id.name
                )
            )
        return {
            "date_from": self.date,
            "unit_id": self.unit_id.id,
            "team_id": self.team_id.id,
            "grade_id": self.grade_id.id,
        }

    def _apply_register(self):
        self.salesperson_id.certificate_no = self.certificate_no
        self.salesperson_id._register_salesperson(self._prepare_assignment_vals())

    def _apply_move(self):
        self.salesperson_id._check_state("registered", "suspended")
        self.salesperson_id._start_assignment(self._prepare_assignment_vals())

    def _apply_suspend(self):
        self.salesperson_id._check_state("registered")
        self.salesperson_id._set_guarded_fields({"state": "suspended"})

    def _apply_reinstate(self):
        self.salesperson_id._check_state("suspended")
        self.salesperson_id._set_guarded_fields({"state": "registered"})

    def _apply_correct(self):
        self.salesperson_id._move_registration(self.date, self.reason)

    def _apply_leave(self):
        self.salesperson_id._record_departure(self.date)
