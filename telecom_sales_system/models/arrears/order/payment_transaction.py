from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Record payments of blocked clients, and do not confirm their orders.

        An error here would discard the payment.
        """
        blocked = self.filtered(
            lambda tx: any(
                order._get_blocking_cases() for order in tx._get_unconfirmed_orders()
            )
        )
        blocked._get_unconfirmed_orders()._schedule_refusal_activities()
        return super(
            PaymentTransaction, self - blocked
        )._check_amount_and_confirm_order()

    def _get_unconfirmed_orders(self):
        orders = self.sale_order_ids
        return orders.filtered(lambda order: order.state in ("draft", "sent"))
