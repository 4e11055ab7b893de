from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_tz = fields.Selection(related="company_id.telecom_tz", readonly=False)
    telecom_lang = fields.Selection(related="company_id.telecom_lang", readonly=False)
