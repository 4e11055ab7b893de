from odoo import api, fields, models
from odoo.tools import formatLang

from ..sentences import join_sentences


class TelecomGradeReviewLine(models.Model):
    """The explanation of a line's figures, in the user's language."""

    _inherit = "telecom.grade.review.line"

    explanation = fields.Char(compute="_compute_explanation")

    @api.depends_context("lang")
    @api.depends("points", "threshold", "rise_at", "duties_met", "ground", "is_below")
    @api.depends("log_rate", "firms_visited", "visits_asked", "courses_missed")
    def _compute_explanation(self):
        grounds = dict(self._fields["ground"]._description_selection(self.env))
        for line in self:
            if line.ground:
                line.explanation = self.env._(
                    "%s: keeps the grade.", grounds[line.ground]
                )
            else:
                line.explanation = line._describe_figures()

    def _describe_figures(self):
        def format_number(value):
            return formatLang(self.env, value, digits=2)

        texts = [
            self.env._(
                "%(points)s points; %(threshold)s needed to keep the grade",
                points=format_number(self.points),
                threshold=format_number(self.threshold),
            )
        ]
        if self.rise_at:
            texts.append(self.env._("%s needed to rise", format_number(self.rise_at)))
        if self.has_log_rate:
            texts.append(
                self.env._(
                    "logs in time %s%%", formatLang(self.env, self.log_rate, digits=1)
                )
            )
        if self.visits_asked:
            texts.append(
                self.env._(
                    "%(visited)s of %(asked)s small firms visited",
                    visited=self.firms_visited,
                    asked=self.visits_asked,
                )
            )
        if self.courses_missed:
            texts.append(self.env._("courses not passed: %s", self.courses_missed))
        if not self.duties_met:
            texts.append(self.env._("duties not met: one step less"))
        if self.is_below and self.failed_before:
            texts.append(self.env._("failed twice in a row"))
        return join_sentences(self.env, texts)

    def _get_outcome_note(self):
        """Return the note for the chatter of the salesperson."""
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return self.env._(
            "%(review)s: %(outcome)s, %(old)s → %(new)s",
            review=self.review_id.name,
            outcome=outcomes[self.outcome],
            old=self.grade_id.name or "—",
            new="—" if self.outcome == "exit" else self.new_grade_id.name,
        )
