from odoo import fields, models

from ..common.groups import INTERNAL_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_lost_after_months = fields.Integer(
        string="Lost After (Months)",
        default=6,
        help="A key client without revenue for so many months counts as lost.",
        groups=INTERNAL_USER,
    )
    telecom_maintenance_rate_floor = fields.Float(
        string="Minimum Rate of Maintenance Budgets",
        digits=(8, 4),
        default=0.02,
        help="Minimum share of last year's key-client revenue in a maintenance budget;"
        " also the default of new budgets.",
        groups=INTERNAL_USER,
    )

    _telecom_maintenance_rate_floor_range = models.Constraint(
        "CHECK (telecom_maintenance_rate_floor > 0"
        " AND telecom_maintenance_rate_floor <= 1)",
        "Company, field Minimum Rate of Maintenance Budgets: it must be above zero and"
        " at most 100%.",
    )
    _telecom_lost_after_months_positive = models.Constraint(
        "CHECK (telecom_lost_after_months > 0)",
        "Company, field Lost After (Months): it must be above zero.",
    )
