from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_lost_after_months = fields.Integer(
        string="Lost After (Months)",
        default=6,
        help="A key client without revenue for so many months counts as lost.",
    )

    _telecom_lost_after_months_positive = models.Constraint(
        "CHECK (telecom_lost_after_months > 0)",
        "Company, field Lost After (Months): it must be above zero.",
    )
