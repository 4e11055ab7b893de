from odoo import fields, models


class TelecomClientSurveyLine(models.Model):
    """Potential of a client in one revenue line in a year."""

    _name = "telecom.client.survey.line"
    _description = "Resource Survey Line"
    _inherit = ["telecom.guarded.mixin"]
    _order = "survey_id, potential desc, id"
    _rec_name = "revenue_line_id"

    survey_id = fields.Many2one(
        "telecom.client.survey", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="survey_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    revenue_line_id = fields.Many2one(
        "telecom.revenue.line",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    potential = fields.Monetary(string="Potential per Year")
    note = fields.Char()

    _line_uniq = models.UniqueIndex(
        "(survey_id, revenue_line_id)",
        "Resource survey, field Revenue Line: each line only once in a survey.",
    )
    _potential_positive = models.Constraint(
        "CHECK (potential >= 0)",
        "Resource survey, field Potential per Year: it cannot be negative.",
    )
