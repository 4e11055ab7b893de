from odoo import fields, models


class TelecomDutyType(models.Model):
    _inherit = "telecom.duty.type"

    proof = fields.Selection(
        selection_add=[("circular", "Circular Issued by the Unit")],
        ondelete={"circular": "set default"},
    )
