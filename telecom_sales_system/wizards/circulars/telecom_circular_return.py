from odoo import fields, models


class TelecomCircularReturn(models.TransientModel):
    """Dialog for the reason to send circulars back to their authors."""

    _name = "telecom.circular.return"
    _description = "Send a Circular Back"

    circular_ids = fields.Many2many("telecom.circular", string="Circulars")
    reason = fields.Text(
        required=True, help="Sent to the author and kept in the chatter."
    )

    def action_return(self):
        """Send the circulars back to their authors."""
        for wizard in self:
            wizard.circular_ids._return_to_draft(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
