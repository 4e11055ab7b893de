from odoo import api, fields, models

from ...tools.decimals import exact
from ...tools.figures import NoFigure

WHOLE = ("missing", "conditions", "projects")


class TelecomAssessmentWhatIfLine(models.TransientModel):
    """One indicator with figures to try, scored by the same rules as the cards."""

    _name = "telecom.assessment.what.if.line"
    _description = "What If: Line"
    _inherit = ["telecom.assessment.line.sentence"]

    what_if_id = fields.Many2one(
        "telecom.assessment.what.if", required=True, ondelete="cascade"
    )
    indicator_id = fields.Many2one(
        "telecom.assessment.indicator", required=True, readonly=True, ondelete="cascade"
    )
    card_line_id = fields.Many2one("telecom.assessment.line", readonly=True)
    start = fields.Json(string="Initial Values", readonly=True)
    rule = fields.Selection(related="indicator_id.rule")
    points = fields.Float(related="indicator_id.points")
    actual = fields.Float(digits=(16, 2))
    target = fields.Float(digits=(16, 2))
    large = fields.Integer(string="Large Projects")
    card_score = fields.Float(string="On the Card", digits=(6, 2), readonly=True)
    score = fields.Float(digits=(6, 2), compute="_compute_score")
    explanation = fields.Char(compute="_compute_score")

    @api.depends("actual", "target", "large", "indicator_id", "card_line_id", "start")
    def _compute_score(self):
        reasons = self.env["telecom.assessment.line"]._fields["error"]
        labels = dict(reasons._description_selection(self.env))
        for line in self:
            if line.card_line_id and line._is_untouched():
                line.score = line.card_score
                line.explanation = line.card_line_id.explanation
                continue
            if line.rule == "manual":
                line.score = min(max(line.actual, 0), line.points)
                line.explanation = self.env._("scored by hand")
                continue
            facts = line._get_facts()
            try:
                outcome = line.indicator_id._get_outcome(facts)
            except NoFigure as error:
                line.score = 0
                line.explanation = labels.get(error.reason, "")
                continue
            line.score = outcome.score
            line.explanation = line._build_sentence(
                line.indicator_id._prepare_sentence_figures(outcome, facts)
            )

    def _is_untouched(self):
        """Tell whether the figures are those that the panel was opened with."""
        return all(
            exact(self[name]) == exact(value)
            for name, value in (self.start or {}).items()
        )

    def _get_facts(self):
        """Return the figures as facts, with whole numbers of counted items."""
        actual, target = exact(self.actual), exact(self.target)
        if self.rule in WHOLE:
            actual, target = max(int(actual), 0), max(int(target), 0)
        facts = {"actual": actual, "target": target, "large": max(self.large, 0)}
        if self.rule == "conditions":
            held = min(actual, target)
            facts["conditions"] = [True] * held + [False] * (target - held)
        if self.rule == "missing":
            facts["free"] = True
        return facts
