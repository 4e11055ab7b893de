from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...common.decision.confirmation import ask_first
from ...common.groups import SERVICE, check_service


class TelecomAssessmentObjection(models.Model):
    """An objection of a unit to a line of its card, answered before publishing."""

    _name = "telecom.assessment.objection"
    _description = "Objection to a Scorecard"
    _inherit = [
        "mail.thread",
        "telecom.evidence.mixin",
        "telecom.author.mixin",
    ]
    _order = "create_date desc, id desc"
    _rec_name = "line_id"
    _guarded_fields = frozenset(
        {"state", "answered_by_id", "answered_on", "author_ids"}
    )
    _counted_fields = frozenset({"text", "line_id"})
    _final_states = frozenset({"accepted", "refused"})
    _kept_fields = frozenset({"text", "line_id", "evidence_ids", "answer"})

    line_id = fields.Many2one(
        "telecom.assessment.line",
        string="Scorecard Line",
        required=True,
        index=True,
        ondelete="restrict",
    )
    assessment_id = fields.Many2one(
        related="line_id.assessment_id",
        string="Scorecard",
        store=True,
        index=True,
        precompute=True,
    )
    unit_id = fields.Many2one(related="line_id.unit_id", store=True, precompute=True)
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, precompute=True
    )
    explanation = fields.Char(
        related="line_id.explanation", string="What the Line Says"
    )
    text = fields.Text(
        string="Objection", required=True, help="What is wrong, and what proves it."
    )
    state = fields.Selection(
        [("open", "Unanswered"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
    )
    answer = fields.Text(
        string="Answer to the Objection",
        help="What the customer service department found.",
    )
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    answered_on = fields.Datetime(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("answer") for vals in vals_list):
            self._check_may_answer()
        objections = super().create(vals_list)
        objections.assessment_id._check_not_final()
        return objections

    def write(self, vals):
        if "answer" in vals:
            self._check_may_answer()
        if "line_id" in vals:
            self._check_line_unchanged(vals["line_id"])
        return super().write(vals)

    @ask_first("_describe_acceptance")
    def action_accept(self):
        """Accept objections; the facts or the score are then corrected on the line.

        :raises AccessError: the user is not of the department, or entered one of them
        :raises UserError: one is answered already, or has no answer yet
        """
        self._record_answer("accepted")

    @ask_first("_describe_refusal")
    def action_refuse(self):
        """Refuse objections.

        :raises AccessError: the user is not of the department, or entered one of them
        :raises UserError: one is answered already, or has no answer yet
        """
        self._record_answer("refused")

    @api.model
    def _open_dialog(self, card, line=None):
        """Return the action of the dialog in which a unit objects to a line.

        :param line: the line; the user chooses one of the card by default
        """
        form = self.env.ref(
            "telecom_sales_system.telecom_assessment_objection_view_form_raise"
        )
        context = {"telecom_card": card.id}
        if line:
            context["default_line_id"] = line.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Objection · %s", card.display_name),
            "res_model": self._name,
            "views": [(form.id, "form")],
            "target": "new",
            "context": context,
        }

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("state", "!=", "open")

    def _check_deletable(self):
        super()._check_deletable()
        for objection in self:
            if not self.env.su and objection.create_uid != self.env.user:
                raise AccessError(
                    self.env._(
                        "Objection to %(line)s: only its author, %(author)s, can delete"
                        " it. Others answer it.",
                        line=objection.display_name,
                        author=objection.create_uid.name,
                    )
                )

    def _is_author(self):
        # Objections of release 19.0.1.0.0 have no authors.
        return super()._is_author() or self.sudo().create_uid == self.env.user

    def _check_line_unchanged(self, line_id):
        """Check that objections keep their line."""
        for objection in self:
            if objection.line_id.id != line_id:
                raise UserError(
                    self.env._(
                        "The line of the objection to %s cannot be changed. Raise"
                        " another objection to the other line.",
                        objection.display_name,
                    )
                )

    def _check_may_answer(self):
        """Check that the user belongs to the customer service department.

        :raises AccessError: the user does not belong to it
        """
        check_service(
            self.env,
            self.env._("Only the customer service department answers objections."),
        )

    def _record_answer(self, state):
        self._check_may_answer()
        self._check_state("open")
        self._check_own_entry_stands()
        for objection in self:
            if not objection.answer:
                raise UserError(
                    self.env._(
                        "Objection to %s, field Answer to the Objection: say what was"
                        " found.",
                        objection.display_name,
                    )
                )
        self._set_guarded_fields(
            {
                "state": state,
                "answered_by_id": self.env.uid,
                "answered_on": fields.Datetime.now(),
            }
        )

    def _describe_acceptance(self):
        """Return what accepting objections does, in figures."""
        return self.env._(
            "%(count)s objections are accepted: %(lines)s. Correct the facts or the"
            " score then, and compute again. The units read the answer.",
            count=len(self),
            lines=format_list(self.env, self.mapped("display_name")),
        )

    def _describe_refusal(self):
        """Return what refusing objections does, in figures."""
        return self.env._(
            "%(count)s objections are refused: %(lines)s. The score stays, and the"
            " units read the answer.",
            count=len(self),
            lines=format_list(self.env, self.mapped("display_name")),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        if not self.env.user.has_group(SERVICE):
            return None
        return Domain("state", "=", "open") & self._get_decidable_domain()
