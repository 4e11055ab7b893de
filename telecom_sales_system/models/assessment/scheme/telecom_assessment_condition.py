from odoo import api, fields, models

from ....tools.decimals import exact
from ....tools.figures import CENT, rounded


class TelecomAssessmentCondition(models.Model):
    """One of the conditions of an all-or-nothing indicator."""

    _name = "telecom.assessment.condition"
    _description = "Condition of an Indicator"
    _inherit = ["telecom.state.part.mixin", "telecom.shared.mixin"]
    _order = "indicator_id, id"
    _part_of = "indicator_id.scheme_id"
    _company_path = "indicator_id.scheme_id.company_id"

    indicator_id = fields.Many2one(
        "telecom.assessment.indicator", required=True, index=True, ondelete="cascade"
    )
    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        ondelete="restrict",
        domain=[("for_unit", "=", True)],
    )
    operator = fields.Selection(
        [(">=", "at least"), ("<=", "at most")], required=True, default=">="
    )
    value = fields.Float(required=True, digits=(16, 2))

    @api.depends("metric_id", "operator", "value")
    def _compute_display_name(self):
        signs = dict(self._fields["operator"]._description_selection(self.env))
        for condition in self:
            condition.display_name = (
                f"{condition.metric_id.name or ''} "
                f"{signs.get(condition.operator, '')} {condition.value:g}"
            )

    @api.constrains("metric_id", "indicator_id")
    def _check_metrics_company(self):
        self.indicator_id.scheme_id._check_metrics_company()

    def _is_met_by(self, actual):
        """Tell whether a figure meets the condition; return None without a figure.

        Compare two decimals, as the screen shows them: 85 of 773 is 11.00 %.
        """
        if actual is None:
            return None
        found, wanted = rounded(actual, CENT), exact(self.value)
        return found >= wanted if self.operator == ">=" else found <= wanted
