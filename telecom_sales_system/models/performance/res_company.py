from odoo import fields, models

from ..common.groups import INTERNAL_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_points_per_yuan = fields.Float(
        string="Points per Unit of Currency",
        digits=(16, 4),
        default=1.0,
        help="Performance points for each unit of currency of converted gross profit.",
        groups=INTERNAL_USER,
    )

    telecom_default_revenue_line_id = fields.Many2one(
        "telecom.revenue.line",
        string="Revenue Line of Free Text",
        help="Counts invoice lines without a product. Empty: they block the close.",
        groups=INTERNAL_USER,
    )

    telecom_entries_are_cash = fields.Boolean(
        string="Journal Entries Are Cash",
        default=True,
        help="A journal entry between a bank or cash account and a receivable counts as"
        " cash. If not, it is listed as a problem.",
        groups=INTERNAL_USER,
    )

    telecom_close_at_once = fields.Integer(
        string="Close at Once up to",
        default=20_000,
        help="Months with more receivable lines are closed in the background, step by"
        " step; smaller months are closed at once.",
        groups=INTERNAL_USER,
    )

    _telecom_points_positive = models.Constraint(
        "CHECK (telecom_points_per_yuan > 0)",
        "Company, field Points per Unit of Currency: the number must be above zero.",
    )
    _telecom_close_at_once_positive = models.Constraint(
        "CHECK (telecom_close_at_once >= 0)",
        "Company, field Close at Once up to: the number cannot be below zero.",
    )
