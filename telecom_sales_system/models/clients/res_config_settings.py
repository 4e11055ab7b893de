from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Who reads contact data is decided by administrators alone.
    telecom_client_reader_group_ids = fields.Many2many(
        related="company_id.telecom_client_reader_group_ids", readonly=False
    )
