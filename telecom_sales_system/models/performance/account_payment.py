from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def action_cancel(self):
        """Cancel a draft entry that a closed period counts, where Odoo deletes it.

        The entry stays as evidence; the next open period takes the cash back.
        """
        drafts = self.filtered(lambda payment: payment.move_id.state == "draft")
        counted = drafts.move_id._find_closed_entries().payment_move_id
        kept = drafts.filtered(lambda payment: payment.move_id in counted)
        kept.move_id.button_cancel()
        return super(AccountPayment, self - kept).action_cancel()
