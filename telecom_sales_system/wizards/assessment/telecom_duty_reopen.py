from odoo import fields, models


class TelecomDutyReopen(models.TransientModel):
    """Dialog that asks for the reason to reopen duties."""

    _name = "telecom.duty.reopen"
    _description = "Reopen a Duty"

    duty_ids = fields.Many2many("telecom.duty", string="Duties")
    reason = fields.Text(required=True, help="Kept in the log of the record.")

    def action_reopen(self):
        """Reopen the duties; each keeps the reason in its log."""
        for wizard in self:
            wizard.duty_ids._reopen_duties(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
