from odoo import api, models

# Fields that determine the total of an order.
PRICED = frozenset(
    {"order_id", "product_id", "product_uom_qty", "product_uom_id", "price_unit"}
    | {"discount", "tax_ids", "is_downpayment", "display_type"}
)


class SaleOrderLine(models.Model):
    """A line that cannot be added to confirmed orders of blacklisted clients."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(["order_id"])
        orders = self.env["sale.order"].browse(
            {(default | vals).get("order_id") for vals in vals_list} - {None, False}
        )
        with orders._refuse_additions(), orders._record_price_authors():
            return super().create(vals_list)

    def write(self, vals):
        if vals.keys().isdisjoint(PRICED):
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id"))
        with orders._refuse_additions(), orders._record_price_authors():
            return super().write(vals)

    def unlink(self):
        orders = self.order_id
        with orders._refuse_additions(), orders._record_price_authors():
            return super().unlink()
