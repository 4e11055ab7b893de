from odoo import fields, models


class TelecomAssessmentSection(models.Model):
    """A part of a scheme, such as 基础建设 with its 15 points."""

    _name = "telecom.assessment.section"
    _description = "Section of an Assessment Scheme"
    _inherit = ["telecom.state.part.mixin", "telecom.shared.mixin"]
    _order = "scheme_id, sequence, id"
    _part_of = "scheme_id"
    _company_path = "scheme_id.company_id"

    scheme_id = fields.Many2one(
        "telecom.assessment.scheme", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    points = fields.Float(
        string="Full Points",
        digits=(6, 2),
        help="What the indicators of the section have to add up to.",
    )
    indicator_ids = fields.One2many(
        "telecom.assessment.indicator", "section_id", string="Indicators", copy=True
    )

    _points_positive = models.Constraint(
        "CHECK (points >= 0)", "Section, field Full Points: not below zero."
    )

    def _check_deletable(self):
        super()._check_deletable()
        self.indicator_ids._check_deletable()
