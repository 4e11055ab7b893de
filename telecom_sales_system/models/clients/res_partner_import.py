from odoo import api, models

TEMPLATE = "/telecom_sales_system/static/xls/telecom_client_file%s.xlsx"


class ResPartner(models.Model):
    """Import of the client file: units, tiers and people by name, code or number."""

    _inherit = "res.partner"

    @api.model
    def get_import_templates(self):
        """Return the client file for key clients, and Odoo's templates elsewhere."""
        if not self.env.context.get("telecom_client_file"):
            return super().get_import_templates()
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for the Client File"),
                "template": TEMPLATE % language,
            }
        ]
