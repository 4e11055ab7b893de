from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, SERVICE, UNIT_MANAGER

# From the lightest to the worst
GRAVITIES = {"minor": "Minor", "serious": "Serious", "grave": "Grave"}


class TelecomConductIncident(models.Model):
    """Praise of a salesperson or complaint about one, with its evidence.

    Grade reviews count confirmed incidents. The reporter cannot confirm an incident.
    """

    _name = "telecom.conduct.incident"
    _description = "Conduct Incident"
    _inherit = ["mail.thread", "telecom.proposal.mixin", "telecom.evidence.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "author_ids"}
        | {"decided_on", "unit_id"}
    )
    _proposal_fields = frozenset(
        {"name", "salesperson_id", "date", "kind", "gravity", "description"}
        | {"evidence_ids"}
    )

    name = fields.Char(string="Matter", required=True)
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="salesperson_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        compute="_compute_unit_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The person's unit on the day.",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._telecom_today()
    )
    kind = fields.Selection(
        [
            ("praise", "Praise"),
            ("discipline", "Breach of Discipline"),
            ("service", "Complaint about Service"),
            ("honesty", "Dishonesty"),
        ],
        required=True,
        default="discipline",
    )
    gravity = fields.Selection(
        list(GRAVITIES.items()),
        required=True,
        default="minor",
    )
    description = fields.Text(required=True)
    answer = fields.Text(
        string="Answer of the Person", help="The person concerned writes it."
    )
    state = fields.Selection(
        [("draft", "Reported"), ("approved", "Confirmed"), ("dismissed", "Dismissed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    decided_on = fields.Date(readonly=True, copy=False)

    @api.depends("salesperson_id", "date")
    def _compute_unit_id(self):
        for incident in self:
            person, day = incident.salesperson_id, incident.date
            incident.unit_id = day and person._get_assignment_on(day).unit_id

    def write(self, vals):
        if not self.env.su:
            self._check_writer(vals)
        return super().write(vals)

    @ask_first("_describe_confirming")
    def action_confirm(self):
        """Confirm incidents that somebody else reported, on their evidence.

        :raises AccessError: the user reported it or is the person concerned
        :raises UserError: it is decided already, or has no evidence
        """
        for incident in self:
            if not incident.evidence_ids:
                raise UserError(
                    self.env._(
                        "Incident %s, field Evidence: attach what proves it.",
                        incident.name,
                    )
                )
            incident._check_not_concerned()
        self._approve_proposals()
        for company, incidents in self.grouped("company_id").items():
            incidents._set_guarded_fields({"decided_on": company._telecom_today()})

    @ask_first("_describe_dismissal", needs_reason=True)
    def action_dismiss(self):
        """Dismiss incidents that were not proved.

        :raises AccessError: the user is the person concerned
        :raises UserError: it is decided already
        """
        self._check_state("draft")
        for incident in self:
            incident._check_not_concerned()
        for company, incidents in self.grouped("company_id").items():
            incidents._set_guarded_fields(
                {"state": "dismissed", "decided_on": company._telecom_today()}
            )

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("state", "!=", "draft")

    def _check_deletable(self):
        """Let only the reporter or the customer service department delete a report."""
        super()._check_deletable()
        user = self.env.user
        for incident in self:
            if self.env.su:
                continue
            incident._check_not_concerned()
            if incident.create_uid != user and not user.has_group(SERVICE):
                raise AccessError(
                    self.env._(
                        "Incident %(name)s: %(reporter)s reported it and can withdraw"
                        " it. Others can use the button Dismiss.",
                        name=incident.name,
                        reporter=incident.create_uid.sudo().name,
                    )
                )

    def _check_writer(self, vals):
        """Let the person concerned write only the answer, and nobody else write it."""
        for incident in self:
            concerned = incident.salesperson_id.user_id == self.env.user
            if concerned and vals.keys() - {"answer"}:
                raise AccessError(
                    self.env._(
                        "Incident %s is about you: you can change only the field"
                        " Answer of the Person.",
                        incident.name,
                    )
                )
            if "answer" in vals and not concerned:
                raise AccessError(
                    self.env._(
                        "Incident %(name)s, field Answer of the Person: only %(person)s"
                        " writes it.",
                        name=incident.name,
                        person=incident.salesperson_id.name,
                    )
                )

    def _check_not_concerned(self):
        if self.salesperson_id.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "Incident %s is about you: somebody else must decide it.", self.name
                )
            )

    def _describe_confirming(self):
        """Return what confirming the incidents does, in figures."""
        return self.env._(
            "%(count)s incidents of %(people)s are confirmed. They count in the next"
            " grade review and cannot be taken back.",
            count=len(self),
            people=format_list(self.env, self.sudo().salesperson_id.mapped("name")),
        )

    def _describe_dismissal(self):
        """Return what dismissing the incidents does, in figures."""
        return self.env._(
            "%(count)s incidents of %(people)s are dismissed. They count nowhere.",
            count=len(self),
            people=format_list(self.env, self.sudo().salesperson_id.mapped("name")),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        waiting = (
            Domain("state", "=", "draft")
            & Domain("author_ids", "not in", user.ids)
            & Domain("salesperson_id.user_id", "!=", user.id)
        )
        if user.has_group(SERVICE) or user.has_group(LEADER):
            return waiting
        if user.has_group(UNIT_MANAGER):
            return waiting & Domain("unit_id.supervisor_ids", "in", user.ids)
        return None
