from odoo import SUPERUSER_ID, models


class IrDefault(models.Model):
    """Defaults; those of users do not count for what our program creates under sudo.

    It creates records there that users cannot: receipts of circulars, their PDF. Odoo
    itself drops the defaults of the caller's context there. Other records of Odoo keep
    the defaults that its apps rely on.
    """

    _inherit = "ir.default"

    def _get_model_defaults(self, model_name, condition=False):
        is_ours = model_name.startswith("telecom.") or model_name == "ir.attachment"
        if is_ours and self.env.su and self.env.uid != SUPERUSER_ID:
            company = self.env.company
            self = self.with_user(SUPERUSER_ID).with_company(company)
        return super()._get_model_defaults(model_name, condition)
