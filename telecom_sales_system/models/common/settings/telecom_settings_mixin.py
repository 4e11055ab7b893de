from odoo import fields, models


class TelecomSettingsMixin(models.AbstractModel):
    """Settings of a company; each room adds its own, related to ``company_id``.

    They are on two pages: on that of Odoo, for administrators, and on one of the app,
    for the customer service department. What only an administrator decides is on
    ``res.config.settings`` alone.
    """

    _name = "telecom.settings.mixin"
    _description = "Settings of Telecom Sales"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
