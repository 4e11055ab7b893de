from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    telecom_tz = fields.Selection(related="company_id.telecom_tz", readonly=False)
    telecom_lang = fields.Selection(related="company_id.telecom_lang", readonly=False)
