from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_cancel(self):
        """Cancel draft entries that a closed period counts; Odoo would delete them.

        The entry stays as evidence; the next open period reverses the cash.
        """
        drafts = self.filtered(lambda payment: payment.move_id.state == "draft")
        counted = drafts.move_id._find_closed_entries().payment_move_id
        kept = drafts.filtered(lambda payment: payment.move_id in counted)
        kept.move_id.button_cancel()
        return super(AccountPayment, self - kept).action_cancel()
