from odoo import fields, models


class TelecomMetricValue(models.Model):
    """What a metric was in a month and in the year up to it; frozen with the month."""

    _name = "telecom.metric.value"
    _description = "Figure of a Metric"
    _inherit = ["telecom.scope.mixin"]
    _order = "date desc, metric_id, id"
    _log_access = False
    _check_company_auto = True

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(string="Month", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    metric_id = fields.Many2one(
        "telecom.metric", required=True, index=True, ondelete="restrict", readonly=True
    )
    month = fields.Float(string="Of the Month", digits=(16, 2), readonly=True)
    year_to_date = fields.Float(digits=(16, 2), readonly=True)
    last_year = fields.Float(
        string="Same Days Last Year",
        digits=(16, 2),
        readonly=True,
        help="Of the year before, from its beginning to the same month.",
    )
