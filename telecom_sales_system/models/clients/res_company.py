from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_lost_after_months = fields.Integer(
        string="Lost After (Months)",
        default=6,
        help="A key client without revenue for so many months counts as lost.",
    )
    telecom_maintenance_rate_floor = fields.Float(
        string="Maintenance Budget: Least Rate",
        digits=(8, 4),
        default=0.02,
        help="Share of last year's key-client revenue that a maintenance budget takes"
        " at least; new budgets begin with it.",
    )

    _telecom_maintenance_rate_floor_range = models.Constraint(
        "CHECK (telecom_maintenance_rate_floor > 0"
        " AND telecom_maintenance_rate_floor <= 1)",
        "Company, field Maintenance Budget: Least Rate: it must be above zero and at"
        " most 100%.",
    )

    _telecom_lost_after_months_positive = models.Constraint(
        "CHECK (telecom_lost_after_months > 0)",
        "Company, field Lost After (Months): it must be above zero.",
    )
