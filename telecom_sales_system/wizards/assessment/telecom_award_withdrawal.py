from odoo import fields, models


class TelecomAwardWithdrawal(models.TransientModel):
    """Dialog that asks for the reason to withdraw an award list."""

    _name = "telecom.award.withdrawal"
    _description = "Withdraw an Award List"

    list_id = fields.Many2one("telecom.award.list", required=True)
    reason = fields.Text(
        required=True, help="Kept on the list, and told in the circular on it."
    )

    def action_withdraw(self):
        """Withdraw the lists; each keeps its reason."""
        for wizard in self:
            wizard.list_id._withdraw_awards(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
