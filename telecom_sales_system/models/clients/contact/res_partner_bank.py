from odoo import api, models


class ResPartnerBank(models.Model):
    """Bank account whose number is contact data of its holder."""

    _inherit = "res.partner.bank"

    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        # sudo: the holders are searched by their ids only
        hidden = self.sudo().partner_id._find_hidden_clients()
        if hidden:
            for account in self.sudo():
                if account.partner_id in hidden:
                    account.display_name = account.partner_id.display_name
