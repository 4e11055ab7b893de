from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_report_tolerance = fields.Float(
        string="Grave Beyond (%)",
        digits=(16, 2),
        default=5.0,
        help="A figure of a monthly report is a grave error if it is off by more than"
        " so many percent of what was measured; smaller differences are listed only.",
    )
    telecom_report_rounding = fields.Float(
        string="Rounding of Amounts",
        digits=(16, 2),
        default=1.0,
        help="Amounts in a monthly report that are off by no more than this agree.",
    )
    telecom_report_count_tolerance = fields.Integer(
        string="Counts Never Grave up to",
        default=1,
        help="Numbers of clients, visits ... in a monthly report that are off by no"
        " more than this are listed, but no grave error.",
    )
    telecom_report_megabytes = fields.Integer(
        string="Largest Report (MB)",
        default=10,
        help="Larger files are refused unread; a filled-in template has far below one.",
    )

    _telecom_report_limits_positive = models.Constraint(
        "CHECK (telecom_report_tolerance >= 0 AND telecom_report_rounding >= 0"
        " AND telecom_report_count_tolerance >= 0 AND telecom_report_megabytes > 0)",
        "Company: what is tolerated in monthly reports cannot be below zero, and their"
        " largest size must be above it.",
    )
