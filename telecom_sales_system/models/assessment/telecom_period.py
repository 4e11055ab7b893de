from odoo import models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    def action_compute(self):
        """Measure every metric of the periods, too.

        :raises UserError: a period is closed, or another computation is running
        """
        result = super().action_compute()
        values = self.env["telecom.metric.value"]
        for period in self.sorted("date_from"):
            values._rebuild(period)
        return result

    def action_open_figures(self):
        """Open what the metrics measured in the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_metric_value_action"
        )
        return action | {"domain": [("period_id", "=", self.id)]}
