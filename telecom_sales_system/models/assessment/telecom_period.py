from odoo import api, models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    def _rebuild_figures(self):
        """Measure every metric of the month, too."""
        result = super()._rebuild_figures()
        self._rebuild_metrics()
        return result

    def _rebuild_metrics(self):
        self.env["telecom.metric.value"]._rebuild_values(self)
        # sudo: reports of all units follow the figures, whoever computes the month
        self.env["telecom.unit.report"].sudo()._check_period(self)

    @api.readonly
    def action_open_figures(self):
        """Open what the metrics measured in the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_metric_value_action"
        )
        return action | {"domain": [("period_id", "=", self.id)]}
