from odoo import api, fields, models
from odoo.exceptions import UserError

from ...common.groups import INTERNAL_USER


class ResCompany(models.Model):
    """Bureau that may be a sample, which can be taken away with all that is in it."""

    _inherit = "res.company"

    telecom_is_sample = fields.Boolean(
        string="Sample Company",
        readonly=True,
        copy=False,
        help="Loaded from the setup page, which can take it away.",
        groups=INTERNAL_USER,
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Not from a default in the context either: only the loading sets it.
            vals["telecom_is_sample"] = False
        return super().create(vals_list)

    def write(self, vals):
        if "telecom_is_sample" in vals:
            raise UserError(
                self.env._(
                    "Company %s: it is a sample or not from the beginning. Nothing"
                    " makes a company of your own one that can be taken away.",
                    self[:1].name,
                )
            )
        return super().write(vals)
