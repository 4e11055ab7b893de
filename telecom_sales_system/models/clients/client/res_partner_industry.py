from odoo import fields, models

from ...common.groups import INTERNAL_USER


class ResPartnerIndustry(models.Model):
    _inherit = "res.partner.industry"

    manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Industry Manager",
        ondelete="set null",
        domain=[("state", "in", ["registered", "suspended"])],
        help="Proposed as lead manager of new clients of the industry.",
        groups=INTERNAL_USER,
    )
