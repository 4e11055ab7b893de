from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        # Lead and deputy are two people: a manager of the kept client must not be
        # copied from the other client into the place that is still empty.
        kept = dst_partner.client_manager_id + dst_partner.deputy_manager_id
        for name in ("client_manager_id", "deputy_manager_id"):
            src_partners.filtered(lambda p, name=name: p[name] & kept)[name] = False
        return super()._update_values(src_partners, dst_partner)
