from odoo import fields, models


class TelecomArrearsStartLine(models.TransientModel):
    _name = "telecom.arrears.start.line"
    _description = "Client That the Watch Would Open a Case For"

    start_id = fields.Many2one(
        "telecom.arrears.start", string="Preview", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="start_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        ondelete="cascade",
        domain=[("partner_share", "=", True)],
    )
    sales_unit_id = fields.Many2one(related="partner_id.sales_unit_id")
    client_manager_id = fields.Many2one(related="partner_id.client_manager_id")
    stage = fields.Selection(
        [
            ("warning", "Warned"),
            ("circulated", "In the Early-Warning Circular"),
            ("proposed", "Proposed for the Blacklist"),
        ]
    )
    days_overdue = fields.Integer(help="Days of the oldest debt.")
    amount = fields.Monetary(
        string="Overdue", help="What is overdue for at least the days of the stage."
    )
