from odoo import api, fields, models

from ..common.groups import INTERNAL_USER


class ResPartner(models.Model):
    """Partner served by a unit, which gets the cash of an invoice without a person."""

    _inherit = "res.partner"

    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that serves this client; contacts follow their company.",
        groups=INTERNAL_USER,
    )

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["sales_unit_id"]
