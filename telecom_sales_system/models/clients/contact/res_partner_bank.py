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

    @api.depends_context("uid")
    def _compute_duplicate_bank_partner_ids(self):
        # sudo: Odoo reads all holders of an equal number, hidden ones are left out
        accounts = self.sudo()
        super(ResPartnerBank, accounts)._compute_duplicate_bank_partner_ids()
        if not self.env.su:
            for account, known in zip(self, accounts, strict=True):
                holders = known.duplicate_bank_partner_ids.sudo(False)
                account.duplicate_bank_partner_ids = (
                    holders - holders._find_hidden_clients()
                )
