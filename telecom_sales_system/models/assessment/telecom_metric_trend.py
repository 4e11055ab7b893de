from odoo import api, fields, models


class TelecomMetric(models.Model):
    """Trend of a metric, and comparison of this year with the last."""

    _inherit = "telecom.metric"

    latest_value_ids = fields.One2many(
        "telecom.metric.value",
        string="This Year Against Last",
        compute="_compute_latest_value_ids",
        help="Figures of the units in the last month that was measured.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_latest_value_ids(self):
        values = self.env["telecom.metric.value"]
        [(last,)] = values._read_group(
            [("company_id", "=", self.env.company.id)], [], ["date:max"]
        )
        latest = values.search(
            [
                ("company_id", "=", self.env.company.id),
                ("date", "=", last),
                ("metric_id", "in", self.ids),
                ("unit_id", "!=", False),
            ]
        ).grouped("metric_id")
        for metric in self:
            metric.latest_value_ids = latest.get(metric._origin, values)

    @api.readonly
    def action_open_values(self):
        """Open the trend: a line per unit over the months."""
        return self._open_values("telecom_metric_value_action_trend")

    @api.readonly
    def action_open_years(self):
        """Open the comparison of the years of the metric, a line per year."""
        return self._open_values("telecom_metric_value_action_years")

    def _open_values(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{name}"
        )
        domain = [("metric_id", "=", self.id)]
        return action | {"domain": domain, "display_name": self.name}
