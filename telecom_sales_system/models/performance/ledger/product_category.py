from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...common.groups import INTERNAL_USER


class ProductCategory(models.Model):
    _inherit = "product.category"

    own_revenue_line_id = fields.Many2one(
        "telecom.revenue.line",
        company_dependent=True,
        ondelete="set null",
        check_company=True,
        help="Set it where this category differs from its parent category. Each"
        " company has its own.",
        groups=INTERNAL_USER,
    )
    revenue_line_id = fields.Many2one(
        "telecom.revenue.line",
        compute="_compute_revenue_line_id",
        recursive=True,
        help="The line of this category, or of its nearest parent that has one.",
        groups=INTERNAL_USER,
    )

    @api.depends("own_revenue_line_id", "parent_id.revenue_line_id")
    @api.depends_context("company")
    def _compute_revenue_line_id(self):
        for category in self:
            category.revenue_line_id = (
                category.own_revenue_line_id or category.parent_id.revenue_line_id
            )

    def write(self, vals):
        if line_id := vals.get("own_revenue_line_id"):
            for category in self:
                taken = category.own_revenue_line_id
                if taken and taken.id != line_id:
                    raise ValidationError(
                        self.env._(
                            "Product category %(category)s, field Own Revenue Line: it"
                            " belongs to %(line)s. Remove it there first.",
                            category=category.display_name,
                            line=taken.name,
                        )
                    )
        return super().write(vals)
