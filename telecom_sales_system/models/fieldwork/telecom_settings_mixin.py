from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_large_training = fields.Integer(
        related="company_id.telecom_large_training", readonly=False
    )
    telecom_large_project = fields.Monetary(
        related="company_id.telecom_large_project", readonly=False
    )
    telecom_visit_revenue_days = fields.Integer(
        related="company_id.telecom_visit_revenue_days", readonly=False
    )
    telecom_log_frequency = fields.Selection(
        related="company_id.telecom_log_frequency", readonly=False
    )
    telecom_log_frequency_from = fields.Date(
        related="company_id.telecom_log_frequency_from"
    )
    telecom_log_since = fields.Date(
        related="company_id.telecom_log_since", readonly=False
    )
    telecom_log_hour = fields.Integer(
        related="company_id.telecom_log_hour", readonly=False
    )
    telecom_log_sample = fields.Float(
        related="company_id.telecom_log_sample", readonly=False
    )
