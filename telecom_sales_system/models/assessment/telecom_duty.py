from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty

from .telecom_duty_rights import SERVICE


class TelecomDuty(models.Model):
    """Duty of a unit with its due date and the proof that it was done."""

    _name = "telecom.duty"
    _description = "Duty"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.evidence.mixin",
        "telecom.duty.rights",
        "telecom.duty.upkeep",
        "telecom.duty.proof",
        "telecom.duty.counts",
    ]
    _order = "due_on desc, type_id, unit_id, id"
    _check_company_auto = True

    type_id = fields.Many2one(
        "telecom.duty.type",
        string="Duty",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(related="type_id.kind", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    period_from = fields.Date(string="Period from")
    period_to = fields.Date(string="Period to")
    due_on = fields.Date(required=True, index=True, tracking=True)
    subject = fields.Char(help="What an information request is about.")
    request = fields.Html(help="What the customer service department wants to know.")
    answer = fields.Html()
    fulfilled_on = fields.Date(
        string="Done on", readonly=True, copy=False, tracking=True
    )
    fulfilled_by_id = fields.Many2one(
        "res.users", string="Done by", readonly=True, copy=False
    )
    proof_ref = fields.Reference(
        selection="_get_proof_selection", string="Proof", readonly=True, copy=False
    )
    is_hand_only = fields.Boolean(
        string="By Hand Only",
        readonly=True,
        copy=False,
        help="Its proof was refused, so records no longer fulfil it automatically.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)
    grave_errors = fields.Integer(
        tracking=True,
        copy=False,
        help="Grave errors found in it; three in monthly reports are a veto.",
    )
    grave_error_note = fields.Char(
        string="Which Errors", copy=False, help="What was wrong, and how it was found."
    )
    days_late = fields.Integer(
        compute="_compute_days_late", store=True, aggregator="max"
    )
    state = fields.Selection(
        [
            ("due", "Due"),
            ("done", "Done in Time"),
            ("late", "Done Late"),
            ("missing", "Missing"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _owed_once = models.UniqueIndex(
        "(type_id, unit_id, period_from) WHERE period_from IS NOT NULL",
        "This duty is listed for the unit and the period already.",
    )
    _counted_idx = models.Index("(unit_id, type_id, due_on)")
    _errors_explained = models.Constraint(
        "CHECK (COALESCE(grave_errors, 0) = 0"
        " OR (grave_errors > 0 AND COALESCE(grave_error_note, '') <> ''))",
        "Duty, field Grave Errors: it cannot be negative. Describe the errors in the"
        " field Which Errors.",
    )

    @api.depends("type_id", "unit_id", "subject", "due_on")
    def _compute_display_name(self):
        for duty in self:
            what = duty.subject or duty.type_id.name
            day = format_date(self.env, duty.due_on)
            parts = filter(None, [what, duty.unit_id.name, day])
            duty.display_name = " · ".join(parts)

    @api.depends("due_on", "fulfilled_on")
    def _compute_days_late(self):
        for duty in self:
            done, due = duty.fulfilled_on, duty.due_on
            duty.days_late = max((done - due).days, 0) if done and due else 0

    @api.depends("due_on", "fulfilled_on", "days_late")
    def _compute_state(self):
        today = self._get_today()
        for duty in self:
            if duty.fulfilled_on:
                duty.state = "late" if duty.days_late else "done"
            else:
                due = duty.due_on
                duty.state = "missing" if due and due < today else "due"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._get_today()
        is_open = Domain("fulfilled_on", "=", False)
        states = {
            "due": is_open & Domain("due_on", ">=", today),
            "missing": is_open & Domain("due_on", "<", today),
            "done": ~is_open & Domain("days_late", "=", 0),
            "late": ~is_open & Domain("days_late", ">", 0),
        }
        return Domain.OR(states[state] for state in value if state in states)

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("fulfilled_on", "!=", False)

    @api.model
    def _get_today(self):
        """Return the current date in the time zone of the company."""
        # sudo: the time zone of the own company is no secret
        zone = self.env.company.sudo().partner_id.tz
        return fields.Date.context_today(self.with_context(tz=zone))

    def action_fulfil(self):
        """Mark duties as done today, by the attached evidence or the written answer.

        :raises UserError: one of them has no evidence, or is done already
        """
        for duty in self:
            duty._check_open()
            answered = duty.kind == "request" and not is_html_empty(duty.answer)
            if not duty.evidence_ids and not answered:
                raise UserError(duty._get_missing_evidence_text())
        self._set_guarded(
            {"fulfilled_on": self._get_today(), "fulfilled_by_id": self.env.uid}
        )
        self._remove_reminders()

    def _get_missing_evidence_text(self):
        if self.kind == "request":
            return self.env._(
                "%s: write the field Answer or attach it as Evidence.",
                self.display_name,
            )
        return self.env._(
            "%s, field Evidence: attach the paper that proves it.", self.display_name
        )

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason to reopen duties."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen"),
            "res_model": "telecom.duty.reopen",
            "view_mode": "form",
            "target": "new",
            "context": {"default_duty_ids": self.ids},
        }

    def _reopen_duties(self, reason):
        """Reopen duties that were done, and keep the reason in the log.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them is not done
        """
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "%s: only the customer service department reopens a duty.",
                    self[:1].display_name,
                )
            )
        for duty in self:
            if not duty.fulfilled_on:
                raise UserError(self.env._("%s is not done yet.", duty.display_name))
            duty.message_post(body=self.env._("Reopened: %s", reason))
        undone = {"fulfilled_on": False, "fulfilled_by_id": False, "proof_ref": False}
        self.filtered("proof_ref")._set_guarded({"is_hand_only": True})
        self._set_guarded(undone)
        self._remind_managers()
