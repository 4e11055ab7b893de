from odoo import api, models
from odoo.fields import Domain

OURS = "telecom."


class IrRule(models.Model):
    """Record rules, and one more for some dialogs: they are their user's own.

    Those of our addons, and Odoo's with a file, as imports of clients are. Odoo itself
    lets everybody with a right to a transient model read all its records, with
    whatever they say about records of other units.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if self._is_private_dialog(model_name) and not self.env.su:
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain

    def _is_private_dialog(self, model_name):
        model = self.env[model_name]
        return model._transient and (
            model_name.startswith(OURS)
            or any(
                field.type == "binary" and field.store
                for field in model._fields.values()
            )
        )
