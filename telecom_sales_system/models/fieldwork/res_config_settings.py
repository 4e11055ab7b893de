from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    telecom_large_training = fields.Integer(
        related="company_id.telecom_large_training", readonly=False
    )
    telecom_large_project = fields.Monetary(
        related="company_id.telecom_large_project", readonly=False
    )
    telecom_visit_revenue_days = fields.Integer(
        related="company_id.telecom_visit_revenue_days", readonly=False
    )
