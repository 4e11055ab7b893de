from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_idle_after_months = fields.Integer(
        related="company_id.telecom_idle_after_months", readonly=False
    )
    telecom_maintenance_rate_floor = fields.Float(
        related="company_id.telecom_maintenance_rate_floor", readonly=False
    )
