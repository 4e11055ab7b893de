from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .telecom_blacklist_case import OVER

SERVICE = "telecom_sales_system.group_telecom_service"
DECIDERS = (
    "telecom_sales_system.group_telecom_unit_manager",
    "telecom_sales_system.group_telecom_leader",
)
DECISION = frozenset({"outcome", "outcome_note"})
DIRECTION = frozenset({"sales_unit_id", "salesperson_id", "deadline"})
WORK = frozenset({"reason", "step_ids"})


class TelecomBlacklistCase(models.Model):
    """An arrears case with rights to work on it, to direct it and to decide on it."""

    _inherit = "telecom.blacklist.case"

    may_direct = fields.Boolean(compute="_compute_rights")
    may_decide = fields.Boolean(compute="_compute_rights")

    @api.depends("accountable_id", "sales_unit_id", "state")
    @api.depends_context("uid")
    def _compute_rights(self):
        decider = self._is_decider()
        for case in self:
            case.may_direct = case.state not in OVER and case._is_user_above()
            case.may_decide = decider and case.accountable_id != self.env.user

    def write(self, vals):
        changed = vals.keys()
        if not self.env.su:
            if changed & (DIRECTION | WORK):
                self._check_not_over()
            if changed & DIRECTION:
                self._check_may_direct()
            if changed & DECISION:
                self._check_may_decide()
        result = super().write(vals)
        if changed & DECISION:
            for case in self:
                # sudo: guarded fields, set by the decision itself
                case.sudo().write(
                    {
                        "decided_by_id": case.outcome and self.env.uid,
                        "decided_on": case.outcome and fields.Date.context_today(case),
                    }
                )
        return result

    def _check_not_over(self):
        for case in self:
            if case.state in OVER:
                raise UserError(
                    self.env._(
                        "Case %s is over. Only its accountability can still be"
                        " decided.",
                        case.display_name,
                    )
                )

    def _check_may_direct(self):
        """Refuse changes of unit, salesperson and deadline without rights to direct."""
        for case in self:
            if not case._is_user_above():
                raise AccessError(
                    self.env._(
                        "Case %s, fields Unit, Accountable Salesperson and Recovery"
                        " Deadline: only a manager of the unit or the customer service"
                        " department can change them, and not the person who answers"
                        " for the case.",
                        case.display_name,
                    )
                )

    def _check_may_decide(self):
        """Refuse decisions by the accountable person and by users without rights."""
        decider = self._is_decider()
        for case in self:
            if case.accountable_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "Case %s, field Accountability: you answer for it, so somebody"
                        " else has to decide.",
                        case.display_name,
                    )
                )
            if not decider:
                raise AccessError(
                    self.env._(
                        "Case %s, field Accountability: only a manager of the unit, the"
                        " customer service department or a leader can decide.",
                        case.display_name,
                    )
                )

    def _is_user_above(self):
        """Return whether the user is service or a manager, and not accountable."""
        user = self.env.user
        return user != self.accountable_id and (
            user in self.sales_unit_id.supervisor_ids or user.has_group(SERVICE)
        )

    def _is_decider(self):
        return any(map(self.env.user.has_group, DECIDERS))

    @api.constrains("outcome", "outcome_note")
    def _check_outcome_note(self):
        for case in self:
            if case.outcome in ("deducted", "other") and not case.outcome_note:
                raise ValidationError(
                    self.env._(
                        "Case %s, field Decision: say what was deducted, or what else"
                        " was decided.",
                        case.display_name,
                    )
                )
