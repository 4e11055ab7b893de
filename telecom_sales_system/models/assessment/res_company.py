from odoo import fields, models

from ..common.groups import INTERNAL_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_report_tolerance = fields.Float(
        string="Tolerated Difference (%)",
        digits=(16, 2),
        default=5.0,
        help="A figure of a monthly report is a grave error if it differs from the"
        " measured figure by more than this percentage. Smaller differences are only"
        " listed.",
        groups=INTERNAL_USER,
    )
    telecom_report_rounding = fields.Float(
        string="Rounding of Amounts",
        digits=(16, 2),
        default=1.0,
        help="Differences of amounts in a monthly report up to this value are ignored.",
        groups=INTERNAL_USER,
    )
    telecom_report_count_tolerance = fields.Integer(
        string="Tolerated Difference of Counts",
        default=1,
        help="Differences of numbers (clients, visits ...) in a monthly report up to"
        " this value are listed, but are no grave errors.",
        groups=INTERNAL_USER,
    )
    telecom_report_megabytes = fields.Integer(
        string="Largest Report (MB)",
        default=10,
        help="Larger files are refused without reading them. A filled-in template is"
        " far smaller than 1 MB.",
        groups=INTERNAL_USER,
    )

    _telecom_report_limits_positive = models.Constraint(
        "CHECK (telecom_report_tolerance BETWEEN 0 AND 100"
        " AND telecom_report_rounding >= 0"
        " AND telecom_report_count_tolerance >= 0 AND telecom_report_megabytes > 0)",
        "Company: the tolerated difference of monthly reports lies between 0 and 100 %,"
        " the other tolerances cannot be negative, and the largest report must be above"
        " zero.",
    )
