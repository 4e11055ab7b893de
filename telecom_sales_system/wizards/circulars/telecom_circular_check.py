from odoo import fields, models


class TelecomCircularCheck(models.TransientModel):
    """Result of the check of an issued circular."""

    _name = "telecom.circular.check"
    _description = "Check of a Circular"

    circular_id = fields.Many2one("telecom.circular", readonly=True)
    seal = fields.Char(related="circular_id.seal")
    pdf_sha256 = fields.Char(related="circular_id.pdf_sha256")
    is_genuine = fields.Boolean(readonly=True)
    faults = fields.Text(string="What Differs", readonly=True)
