from odoo import fields, models

from ...common.groups import INTERNAL_USER


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    telecom_is_disputed = fields.Boolean(
        string="Disputed",
        copy=False,
        readonly=True,
        groups=INTERNAL_USER,
        help="Somebody has marked this item of a general journal with No Follow-Up."
        " Odoo marks all of these by itself.",
    )

    # Find what is matched with documents that were reset to draft.
    _telecom_unposted_idx = models.Index("(account_id) WHERE parent_state <> 'posted'")

    def write(self, vals):
        """Tell marks of people from those that Odoo computes: these are not written."""
        result = super().write(vals)
        if "no_followup" in vals:
            marked = self.filtered(lambda line: line.journal_id.type == "general")
            marked.telecom_is_disputed = vals["no_followup"]
        return result
