from odoo import fields, models


class SaleOrder(models.Model):
    """A sales order that can be paid in full before it is confirmed."""

    _inherit = "sale.order"

    def _is_prepaid(self):
        """Return whether the order is paid in full, online or by unapplied credits.

        Authorised payments do not count. The client's unapplied credits first cover
        the orders that were confirmed earlier, as far as these are not invoiced.
        """
        self.ensure_one()
        if self.currency_id.compare_amounts(self.amount_total, 0) <= 0:
            return False
        done = self.transaction_ids.filtered(lambda tx: tx.state == "done")
        paid = sum(done.mapped("amount"))
        if self.currency_id.compare_amounts(paid, self.amount_total) >= 0:
            return True
        company = self.company_id
        today = fields.Date.context_today(self)
        client = self.partner_invoice_id.commercial_partner_id
        waiting = self.env["telecom.arrears"]._get_unapplied_credits(
            company, today, client
        )
        others = self.search(
            [
                ("id", "!=", self.id),
                ("company_id", "=", company.id),
                ("partner_invoice_id.commercial_partner_id", "=", client.id),
                ("state", "=", "sale"),
                ("invoice_status", "!=", "invoiced"),
            ]
        )
        needed = sum(
            order.currency_id._convert(
                max(order.amount_total - order.amount_invoiced, 0),
                company.currency_id,
                company,
                today,
            )
            for order in self | others
        )
        return company.currency_id.compare_amounts(waiting, needed) >= 0
