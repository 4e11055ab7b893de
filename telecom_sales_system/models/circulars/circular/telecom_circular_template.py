from odoo import fields, models


class TelecomCircularTemplate(models.Model):
    """Template with the texts that a circular of a kind begins with."""

    _name = "telecom.circular.template"
    _description = "Circular Template"
    _inherit = ["mail.thread", "telecom.circular.words", "telecom.shared.mixin"]
    _rec_name = "kind"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies without one of their own.",
    )
    heading = fields.Char(required=True, translate=True, tracking=True)
    title = fields.Char(required=True, translate=True, tracking=True)
    body = fields.Text(translate=True, tracking=True)
    closing = fields.Text(translate=True, tracking=True)
    copy_to = fields.Char(translate=True, tracking=True)

    _kind_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), kind)",
        "Circular templates: there is one for that kind already. Change it instead.",
    )
