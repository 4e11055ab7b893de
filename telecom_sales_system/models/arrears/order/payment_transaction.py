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

    def _get_unused_amounts(self, order):
        """Return what came in by these transactions and is not used for anything else.

        :return: amounts in the order's currency: what waits for an invoice, and what is
            matched with invoices of the order
        """
        captured = self.child_transaction_ids.filtered(lambda tx: tx.amount > 0)
        captured |= self - captured.source_transaction_id
        others = (captured | captured.source_transaction_id).sale_order_ids._origin
        others = (others - order._origin).filtered(lambda other: other.state == "sale")
        today = order.company_id._telecom_today()
        needs = self.env["telecom.arrears"]._get_needed_amounts(others, today)
        waiting = applied = 0
        for tx in captured.filtered(lambda tx: tx.state == "done"):
            amounts = tx._get_open_and_applied(order)
            kept = max(tx.amount - tx._get_refunded_amount(), 0)
            needed = sum(
                other.currency_id._convert(
                    needs[other.id], tx.currency_id, order.company_id, today
                )
                for other in others
                & (tx | tx.source_transaction_id).sale_order_ids._origin
            )
            own = min(amounts[1], kept)
            left = max(min(amounts[0], kept - own) - needed, 0)
            applied += tx._convert_for_order(own, order)
            waiting += tx._convert_for_order(left, order)
        return waiting, applied

    def _get_open_and_applied(self, order):
        """Return what is open of the payment, and matched with invoices of the order.

        Odoo books the payment only after it has confirmed the order.
        """
        payment = self.payment_id
        if payment and payment.state not in ("in_process", "paid"):
            return 0, 0
        if not payment.move_id:
            elsewhere = payment.reconciled_invoice_ids - order.invoice_ids
            return (0 if elsewhere else self.amount), 0
        lines = payment.move_id.line_ids.filtered(
            lambda line: (
                line.account_type == "asset_receivable"
                and line.parent_state == "posted"
            )
        )
        own = lines.matched_debit_ids.filtered(
            lambda match: (
                match.debit_move_id.move_id in order.invoice_ids
                and match.debit_move_id.parent_state == "posted"
            )
        )
        return (
            -sum(lines.mapped("amount_residual_currency")),
            sum(own.mapped("credit_amount_currency")),
        )

    def _get_refunded_amount(self):
        """Return what was paid back, or is about to be."""
        refunds = self.child_transaction_ids.filtered(
            lambda tx: (
                tx.operation == "refund"
                and tx.state in ("pending", "authorized", "done")
            )
        )
        return -sum(refunds.mapped("amount"))

    def _convert_for_order(self, amount, order):
        return self.currency_id._convert(
            amount,
            order.currency_id,
            order.company_id,
            order.company_id._telecom_today(),
        )
