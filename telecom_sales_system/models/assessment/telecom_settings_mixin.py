from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    _inherit = "telecom.settings.mixin"

    telecom_report_tolerance = fields.Float(
        related="company_id.telecom_report_tolerance", readonly=False
    )
    telecom_report_rounding = fields.Float(
        related="company_id.telecom_report_rounding", readonly=False
    )
    telecom_report_count_tolerance = fields.Integer(
        related="company_id.telecom_report_count_tolerance", readonly=False
    )
    telecom_report_megabytes = fields.Integer(
        related="company_id.telecom_report_megabytes", readonly=False
    )
