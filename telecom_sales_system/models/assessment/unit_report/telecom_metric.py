from odoo import fields, models


class TelecomMetric(models.Model):
    """Metrics that units report themselves, to compare them with measured figures."""

    _inherit = "telecom.metric"

    in_unit_report = fields.Boolean(
        string="In Monthly Reports",
        help="Units enter this figure in their monthly report.",
    )
    in_person_report = fields.Boolean(
        string="Of Each Salesperson",
        help="Units enter it in their monthly report for each of their salespeople.",
    )

    _reported_is_measured = models.Constraint(
        "CHECK (NOT ((in_unit_report OR in_person_report) AND aggregation = 'ratio')"
        " AND NOT (in_unit_report AND NOT for_unit)"
        " AND NOT (in_person_report AND NOT for_salesperson))",
        "Metric: monthly reports ask for figures that are measured for units or"
        " salespeople, and for the parts of a ratio instead of the ratio.",
    )
