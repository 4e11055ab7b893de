from odoo import api, fields, models


class TelecomRevenueMappingLine(models.TransientModel):
    """A product category with the money that it brought, and its revenue line."""

    _name = "telecom.revenue.mapping.line"
    _description = "Category to Map"
    _order = "amount desc, id"

    mapping_id = fields.Many2one(
        "telecom.revenue.mapping", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="mapping_id.currency_id")
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        readonly=True,
        help="Empty: invoice lines without a product.",
    )
    amount = fields.Monetary(
        string="Paid in Twelve Months",
        readonly=True,
        help="The paid part of the last twelve months' invoices, before tax.",
    )
    line_id = fields.Many2one("telecom.revenue.line", string="Revenue Line")
    is_proposed = fields.Boolean(
        string="Proposed by the System",
        readonly=True,
        help="Proposed by the name of the category; not saved yet.",
    )
    inherited_line_id = fields.Many2one(
        "telecom.revenue.line",
        string="From the Category Above",
        compute="_compute_inherited_line_id",
    )

    @api.depends("category_id")
    def _compute_inherited_line_id(self):
        for line in self:
            line.inherited_line_id = line.category_id.parent_id.revenue_line_id
