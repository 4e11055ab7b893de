from odoo import api, fields, models

from ...common.groups import INTERNAL_USER


class ResCompany(models.Model):
    """Bureau with what its setup page has been told."""

    _inherit = "res.company"

    telecom_setup_put_away = fields.Boolean(
        string="Setup Put Away",
        readonly=True,
        copy=False,
        help="The setup page is no longer the first page of the app.",
        groups=INTERNAL_USER,
    )
    telecom_samples_confirmed_on = fields.Date(
        string="Samples Confirmed on",
        readonly=True,
        copy=False,
        help="Conversion rates, tiers, grades and arrears limits are samples until"
        " somebody of the customer service department has confirmed them.",
        groups=INTERNAL_USER,
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["telecom.setup.step"]._create_missing_steps()
        return companies
