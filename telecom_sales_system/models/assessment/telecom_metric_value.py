from odoo import api, fields, models


class TelecomMetricValue(models.Model):
    """Figure of a metric in a month and in the year to date; frozen with the month."""

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
    year = fields.Char(readonly=True, help="Used to compare years in the trend.")
    month_of_year = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    metric_id = fields.Many2one(
        "telecom.metric", required=True, index=True, ondelete="restrict", readonly=True
    )
    month = fields.Float(
        string="Of the Month", digits=(16, 2), readonly=True, aggregator="avg"
    )
    has_month = fields.Boolean(string="Month Known", readonly=True, default=True)
    year_to_date = fields.Float(digits=(16, 2), readonly=True, aggregator="avg")
    has_year_to_date = fields.Boolean(string="Year to Date Known", readonly=True)
    last_year = fields.Float(
        string="Same Days Last Year",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Figure of the year before, from January to the same month.",
    )
    has_last_year = fields.Boolean(string="Last Year Known", readonly=True)
    change = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="The year to date minus the same days last year.",
    )

    @api.readonly
    def action_open_evidence(self):
        """Open the records behind the figure of the month.

        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        model, domain = self.metric_id._get_evidence(
            self._get_scope(), self.period_id.date_from, self.period_id.date_to
        )
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.metric_id.name} · {self.scope} · {self.period_id.name}",
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
        }
