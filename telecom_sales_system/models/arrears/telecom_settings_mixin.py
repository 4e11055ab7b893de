from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_arrears_started_on = fields.Date(
        related="company_id.telecom_arrears_started_on"
    )
    telecom_ageing_1 = fields.Integer(
        related="company_id.telecom_ageing_1", readonly=False
    )
    telecom_ageing_2 = fields.Integer(
        related="company_id.telecom_ageing_2", readonly=False
    )
    telecom_ageing_3 = fields.Integer(
        related="company_id.telecom_ageing_3", readonly=False
    )
    telecom_net_credits = fields.Boolean(
        related="company_id.telecom_net_credits", readonly=False
    )
    telecom_warning_days = fields.Integer(
        related="company_id.telecom_warning_days", readonly=False
    )
    telecom_circular_days = fields.Integer(
        related="company_id.telecom_circular_days", readonly=False
    )
    telecom_blacklist_days = fields.Integer(
        related="company_id.telecom_blacklist_days", readonly=False
    )
    telecom_warning_floor = fields.Monetary(
        related="company_id.telecom_warning_floor", readonly=False
    )
    telecom_circular_floor = fields.Monetary(
        related="company_id.telecom_circular_floor", readonly=False
    )
    telecom_blacklist_floor = fields.Monetary(
        related="company_id.telecom_blacklist_floor", readonly=False
    )
    telecom_recovery_days = fields.Integer(
        related="company_id.telecom_recovery_days", readonly=False
    )
    telecom_allow_prepaid = fields.Boolean(
        related="company_id.telecom_allow_prepaid", readonly=False
    )
