from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class ArrearsPortal(CustomerPortal):
    """Quotations of blacklisted clients on the customer portal."""

    @http.route()
    def portal_quote_accept(
        self, order_id, access_token=None, name=None, signature=None
    ):
        """Refuse the signature of a blocked client, and notify the accountable one."""
        token = access_token or request.httprequest.args.get("access_token")
        try:
            order = self._document_check_access("sale.order", order_id, token)
        except (AccessError, MissingError):
            order = request.env["sale.order"]
        if order and order._get_blocking_cases() and not order._has_to_be_paid():
            order._schedule_refusal_activities()
            return {
                "error": request.env._(
                    "This quotation cannot be accepted online at the moment. Please"
                    " get in touch with %s.",
                    order.user_id.name or order.company_id.name,
                )
            }
        return super().portal_quote_accept(order_id, access_token, name, signature)
