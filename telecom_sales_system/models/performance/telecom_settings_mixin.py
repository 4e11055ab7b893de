from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_points_per_yuan = fields.Float(
        related="company_id.telecom_points_per_yuan", readonly=False
    )
    telecom_default_revenue_line_id = fields.Many2one(
        related="company_id.telecom_default_revenue_line_id", readonly=False
    )
    telecom_entries_are_cash = fields.Boolean(
        related="company_id.telecom_entries_are_cash", readonly=False
    )
    telecom_close_at_once = fields.Integer(
        related="company_id.telecom_close_at_once", readonly=False
    )
