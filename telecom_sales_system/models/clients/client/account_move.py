from odoo import api, fields, models

from ...common.groups import INTERNAL_USER
from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


class AccountMove(models.Model):
    """Documents, which know the client file that they were made out to."""

    _name = "account.move"
    _inherit = ["account.move", "telecom.guarded.mixin"]

    # A number, not a link: it outlives the client file.
    telecom_client_ref = fields.Integer(
        string="Client File No.",
        compute="_compute_telecom_client_ref",
        store=True,
        precompute=True,
        aggregator=None,
        groups=INTERNAL_USER,
        help="Number of the client file that the document was made out to. It stays"
        " when that client is merged into another or becomes a contact.",
    )

    # Without it, a page of the client list reads the invoices of all clients.
    _client_revenue_idx = models.Index(
        "(commercial_partner_id, invoice_date)"
        f" WHERE state = 'posted' AND move_type IN {CUSTOMER_DOCUMENTS}"
    )

    @api.depends("partner_id")
    def _compute_telecom_client_ref(self):
        for move in self:
            move.telecom_client_ref = move.partner_id.commercial_partner_id.id
