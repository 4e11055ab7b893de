from odoo import fields, models


class TelecomObligationType(models.Model):
    _inherit = "telecom.obligation.type"

    proof = fields.Selection(
        selection_add=[("unit_report", "Monthly Report Sent by the Unit")],
        ondelete={"unit_report": "set default"},
    )
