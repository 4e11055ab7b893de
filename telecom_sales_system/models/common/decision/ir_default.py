from odoo import SUPERUSER_ID, models


class IrDefault(models.Model):
    """Defaults; those that users store for themselves do not count under sudo.

    The program creates records there that users cannot: receipts of circulars, their
    PDF. Odoo itself drops the defaults of the caller's context there.
    """

    _inherit = "ir.default"

    def _get_model_defaults(self, model_name, condition=False):
        if self.env.su and self.env.uid != SUPERUSER_ID:
            company = self.env.company
            self = self.with_user(SUPERUSER_ID).with_company(company)
        return super()._get_model_defaults(model_name, condition)
