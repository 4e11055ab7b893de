from odoo import fields, models


class TelecomBlacklistStep(models.Model):
    """Something that was done to recover the debts of a case."""

    _name = "telecom.blacklist.step"
    _description = "Recovery Step"
    _order = "date desc, id desc"

    case_id = fields.Many2one(
        "telecom.blacklist.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True)
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, default=lambda self: self.env.user
    )
    name = fields.Char(string="What Was Done", required=True)
    result = fields.Char(help="What the client promised or refused.")
