from odoo import api, models
from odoo.fields import Domain

OURS = "telecom."


class IrRule(models.Model):
    """Record rules, and one more for each dialog of our addons: it is its user's own.

    Odoo itself lets everybody with a right to a transient model read all its records,
    with whatever they say about records of other units.
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        is_dialog = self.env[model_name]._transient and model_name.startswith(OURS)
        if is_dialog and not self.env.su:
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain
