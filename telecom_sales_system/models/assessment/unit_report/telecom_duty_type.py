from odoo import fields, models


class TelecomDutyType(models.Model):
    _inherit = "telecom.duty.type"

    proof = fields.Selection(
        selection_add=[("unit_report", "Monthly Report Sent by the Unit")],
        ondelete={"unit_report": "set default"},
    )
