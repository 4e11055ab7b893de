from odoo import api, fields, models
from odoo.fields import Command


class TelecomAssessmentWhatIf(models.TransientModel):
    """A panel that scores a card with other figures, without saving the scores."""

    _name = "telecom.assessment.what.if"
    _description = "What If"

    scheme_id = fields.Many2one(
        "telecom.assessment.scheme", required=True, readonly=True
    )
    assessment_id = fields.Many2one(
        "telecom.assessment", string="Scorecard", readonly=True
    )
    line_ids = fields.One2many(
        "telecom.assessment.what.if.line", "what_if_id", string="Lines"
    )
    card_score = fields.Float(
        string="Score of the Card", digits=(6, 2), compute="_compute_score"
    )
    score = fields.Float(
        string="Score with These Figures", digits=(6, 2), compute="_compute_score"
    )
    difference = fields.Float(digits=(6, 2), compute="_compute_score")

    @api.depends("line_ids.score", "assessment_id")
    def _compute_score(self):
        for panel in self:
            panel.card_score = panel.assessment_id.score
            panel.score = sum(panel.line_ids.mapped("score"))
            panel.difference = panel.score - panel.card_score

    @api.model
    def _open_panel(self, scheme, card=None):
        """Open the panel of a scheme, with the figures of a card if there is one."""
        lines = {line.indicator_id: line for line in card.line_ids} if card else {}
        panel = self.create(
            {
                "scheme_id": scheme.id,
                "assessment_id": card and card.id,
                "line_ids": [
                    Command.create(
                        self._prepare_line_values(indicator, lines.get(indicator))
                    )
                    for indicator in scheme.indicator_ids
                    if indicator.rule != "veto"
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If: %s", (card or scheme).display_name),
            "res_model": self._name,
            "res_id": panel.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_line_values(self, indicator, line):
        """Return the values of a line: its start figures and its score on the card."""
        values = {
            "indicator_id": indicator.id,
            "card_line_id": line and line.id,
            "card_score": line.score if line else 0,
        }
        figures = self._get_start_figures(indicator, line)
        return values | figures | {"start": figures}

    def _get_start_figures(self, indicator, line):
        """Return the start figures: those of the card, else those of full points."""
        conditions = len(indicator.condition_ids)
        if indicator.rule == "manual":
            score = line.score if line else indicator.points
            return {"actual": score, "target": indicator.points}
        if line and line.figures.get("sentence") not in (None, "not_due"):
            large = int(line.figures.get("large") or 0)
            return {"actual": line.actual, "target": line.target, "large": large}
        start = conditions or indicator.required or 100
        return {"actual": start, "target": start}
