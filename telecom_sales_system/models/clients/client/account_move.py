from odoo import models

from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


class AccountMove(models.Model):
    _inherit = "account.move"

    # Without it, a page of the client list reads the invoices of all clients.
    _client_revenue_idx = models.Index(
        "(commercial_partner_id, invoice_date)"
        f" WHERE state = 'posted' AND move_type IN {CUSTOMER_DOCUMENTS}"
    )
