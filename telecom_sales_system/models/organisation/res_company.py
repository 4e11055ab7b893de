from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_tz = fields.Selection(
        related="partner_id.tz",
        string="Time Zone of the Bureau",
        readonly=False,
        help="Days, months and hours of the bureau are those of this time zone,"
        " wherever the reader is. Empty: UTC.",
    )

    def _get_telecom_lang(self):
        """Return the language of the company's papers (default: that of the user)."""
        return self.partner_id.lang or self.env.lang

    def _get_telecom_zone(self):
        """Return the time zone of the bureau (default: UTC)."""
        # sudo: the time zone of a company is no secret
        return ZoneInfo(self.sudo().telecom_tz or "UTC")
