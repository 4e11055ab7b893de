from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Find what is matched with documents that were reset to draft.
    _telecom_unposted_idx = models.Index("(account_id) WHERE parent_state <> 'posted'")
