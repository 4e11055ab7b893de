from odoo import fields, models


class TelecomBlacklistDebt(models.Model):
    """A debt on the day its case was opened; it cannot be changed."""

    _name = "telecom.blacklist.debt"
    _description = "Debt at the Opening of a Case"
    _inherit = ["telecom.guarded.mixin"]
    _order = "due_on, id"

    case_id = fields.Many2one(
        "telecom.blacklist.case", required=True, index=True, ondelete="cascade"
    )
    # Not stored: PostgreSQL would check 100,000 more references in a first night.
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one(
        "account.move", string="Invoice", index="btree_not_null", ondelete="set null"
    )
    move_name = fields.Char(
        string="Invoice No.", help="Stays if the invoice is deleted."
    )
    user_id = fields.Many2one("res.users", string="Seller", ondelete="restrict")
    due_on = fields.Date()
    days_overdue = fields.Integer(aggregator="max")
    amount = fields.Monetary(string="Owed at Opening")
