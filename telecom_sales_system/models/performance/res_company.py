from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_points_per_yuan = fields.Float(
        string="Points per Yuan",
        digits=(16, 4),
        default=1.0,
        help="Performance points for each yuan of converted gross profit.",
    )

    telecom_default_revenue_line_id = fields.Many2one(
        "telecom.revenue.line",
        string="Revenue Line of Free Text",
        help="Counts invoice lines without a product. Empty: they block the close.",
    )

    _telecom_points_positive = models.Constraint(
        "CHECK (telecom_points_per_yuan > 0)",
        "Company, field Points per Yuan: the number must be above zero.",
    )
