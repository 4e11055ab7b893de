from odoo import models

from ...tools.bar_chart import LAST_YEAR, THIS_YEAR, bar_chart
from .telecom_target_months import exact


class TelecomAssessment(models.Model):
    """The bar chart of a scorecard: the score and the full points of each line."""

    _inherit = "telecom.assessment"

    def _compute_chart(self):
        for card in self:
            lines = card.line_ids.filtered("points")
            scores = [None if line.error else exact(line.score) for line in lines]
            points = [exact(line.points) for line in lines]
            series = [
                (self.env._("Score"), THIS_YEAR, scores),
                (self.env._("Full Points"), LAST_YEAR, points),
            ]
            names = lines.indicator_id.mapped("name")
            card.chart = bar_chart(names, series) if lines else False
