from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    telecom_lost_after_months = fields.Integer(
        related="company_id.telecom_lost_after_months", readonly=False
    )
    telecom_maintenance_rate_floor = fields.Float(
        related="company_id.telecom_maintenance_rate_floor", readonly=False
    )
    telecom_client_reader_group_ids = fields.Many2many(
        related="company_id.telecom_client_reader_group_ids", readonly=False
    )
