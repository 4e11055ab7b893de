from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_circular_pattern = fields.Char(
        related="company_id.telecom_circular_pattern", readonly=False
    )
    telecom_circular_reminder_days = fields.Integer(
        related="company_id.telecom_circular_reminder_days", readonly=False
    )
