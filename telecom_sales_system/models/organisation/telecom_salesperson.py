from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomSalesperson(models.Model):
    _name = "telecom.salesperson"
    _description = "Salesperson"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "certificate_no"]
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("share", "=", False)],
    )
    name = fields.Char(related="user_id.name", store=True)
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
    unit_id = fields.Many2one(related="assignment_id.unit_id", store=True, index=True)
    team_id = fields.Many2one(related="assignment_id.team_id", store=True, index=True)
    grade_id = fields.Many2one(related="assignment_id.grade_id", store=True, index=True)

    _user_company_uniq = models.UniqueIndex(
        "(company_id, user_id)",
        lambda env, diag: env._(
            "Salesperson, field User: this user is registered as a salesperson already. %s",
            diag and diag.message_detail or "",
        ),
    )
    _certificate_uniq = models.UniqueIndex(
        "(company_id, certificate_no) WHERE certificate_no <> ''",
        lambda env, diag: env._(
            "Salesperson, field Certificate No.: the number is given to someone else already. %s",
            diag and diag.message_detail or "",
        ),
    )

    _certificate_needed = models.Constraint(
        "CHECK (state = 'candidate' OR certificate_no <> '')",
        "Salesperson, field Certificate No.: only candidates can do without one.",
    )

    @api.depends("assignment_ids.date_from", "assignment_ids.date_to")
    def _compute_assignment_id(self):
        today = fields.Date.context_today(self)
        for person in self:
            rows = person.assignment_ids.sorted("date_from")
            started = rows.filtered(lambda row: row.date_from <= today)
            person.assignment_id = started[-1:] or rows[:1]

    @api.model
    def _cron_refresh_assignments(self):
        """Let moves that were planned ahead take effect on their day."""
        today = fields.Date.context_today(self)
        due = self.env["telecom.salesperson.assignment"].search(
            [("date_from", "=", today)]
        )
        self.env.add_to_compute(self._fields["assignment_id"], due.salesperson_id)

    def _enrol(self, vals):
        """Certify the salesperson and open the first assignment.

        :param vals: date_from, unit_id, team_id, grade_id of the first assignment
        :raises UserError: no certificate number, or not a candidate
        """
        self.ensure_one()
        if not self.certificate_no:
            raise UserError(
                self.env._(
                    "Salesperson %s, field Certificate No.: enter the number first.",
                    self.name,
                )
            )
        self._check_state("candidate")
        self.write({"state": "registered", "registered_on": vals["date_from"]})
        self._assign(vals)

    def _assign(self, vals):
        """Close the open assignment the day before and open the next one."""
        self.ensure_one()
        self._close_assignment(fields.Date.subtract(vals["date_from"], days=1))
        return self.env["telecom.salesperson.assignment"].create(
            {"salesperson_id": self.id, **vals}
        )

    def _close_assignment(self, last_day):
        """End the open assignment on ``last_day``.

        :raises UserError: it starts only after that day
        """
        current = self.assignment_ids.filtered(lambda row: not row.date_to)
        if current and current.date_from > last_day:
            raise UserError(
                self.env._(
                    "Salesperson %(name)s, field Date: the assignment to %(unit)s starts only"
                    " on %(start)s. Choose a later day, or correct that assignment.",
                    name=self.name,
                    unit=current.unit_id.name,
                    start=fields.Date.to_string(current.date_from),
                )
            )
        current.date_to = last_day
        # The next assignment is inserted at once; the database compares it with this row.
        current.flush_recordset(["date_to"])

    def _leave(self, last_day):
        """End the work of a salesperson; ``last_day`` still counts."""
        self._check_state("registered", "suspended")
        self._close_assignment(last_day)
        self.write({"state": "left", "left_on": last_day})

    def _check_state(self, *allowed):
        states = dict(self._fields["state"]._description_selection(self.env))
        for person in self:
            if person.state not in allowed:
                raise UserError(
                    self.env._(
                        "Salesperson %(name)s is “%(state)s”; this step needs “%(allowed)s”.",
                        name=person.name,
                        state=states[person.state],
                        allowed=" / ".join(states[state] for state in allowed),
                    )
                )
