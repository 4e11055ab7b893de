from odoo import fields, models


class TelecomObligationType(models.Model):
    _inherit = "telecom.obligation.type"

    proof = fields.Selection(
        selection_add=[("circular", "Circular Issued by the Unit")],
        ondelete={"circular": "set default"},
    )
