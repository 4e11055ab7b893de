from odoo import api, fields, models


class TelecomAssessmentLine(models.Model):
    """The explanation of a score, or of a missing one, in the reader's language."""

    _inherit = "telecom.assessment.line"

    explanation = fields.Char(compute="_compute_explanation")

    @api.depends("figures", "error", "score", "deduction", "is_manual", "manual_reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = line._get_explanation()

    def _get_explanation(self):
        self.ensure_one()
        if self.is_manual:
            return self.env._(
                "by hand: %(score)s (%(reason)s)",
                score=self._format_number(self.manual_score),
                reason=self.manual_reason,
            )
        if self.error:
            return self._get_error_text()
        figures = self.figures or {}
        return self._build_sentence(figures) if figures.get("sentence") else ""

    def _get_error_text(self):
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        metric = (self.error_metric_id or indicator.metric_id).sudo()
        unit = self.unit_id.sudo()
        if self.error in ("no_actual", "no_population") and metric:
            return metric._explain_missing(unit)[0]
        error = self.error
        if error in ("no_target", "zero_target") and indicator._get_target_metric():
            error, metric = "nothing_planned", indicator._get_target_metric()
        if error in ("zero_target", "negative_target") and indicator.rule == "average":
            error = "no_city_average"
        names = {
            "metric": metric.name or indicator.name,
            "unit": unit.name,
            "year": self.period_id.sudo().date_from.year,
        }
        return self._get_error_templates()[error] % names

    def _get_error_templates(self):
        return {
            "no_target": self.env._(
                "%(metric)s: no target for %(unit)s in %(year)s. Enter it."
            ),
            "zero_target": self.env._(
                "%(metric)s: the target of %(unit)s for %(year)s is zero by now. Enter"
                " one above zero."
            ),
            "negative_target": self.env._(
                "%(metric)s: the figure to compare %(unit)s with is below zero."
            ),
            "no_base": self.env._(
                "%(metric)s: no figure of last year for %(unit)s. Enter it with the"
                " target."
            ),
            "negative_base": self.env._(
                "%(metric)s: the figure of last year for %(unit)s is below zero."
            ),
            "no_actual": self.env._("%(metric)s: no figure for %(unit)s."),
            "no_count": self.env._(
                "%(metric)s: the figure of %(unit)s is not a number of items."
                " Choose another metric in a new version of the scheme."
            ),
            "no_population": self.env._("%(metric)s: nothing to divide by."),
            "no_duties": self.env._(
                "%(metric)s: not all duties of %(unit)s are listed. List them for the"
                " year, or enter the date from which the duty is in force; for a new"
                " unit, enter when it was founded."
            ),
            "no_conditions": self.env._(
                "%(metric)s: the scheme names no condition. Add one in a new version."
            ),
            "no_city_average": self.env._(
                "%(metric)s: the average of the whole city is not above zero, so there"
                " is nothing to compare %(unit)s with. See its figures."
            ),
            "nothing_planned": self.env._(
                "%(metric)s: nothing is planned for %(unit)s in %(year)s to compare"
                " with. Enter it."
            ),
            "no_score": self.env._("%(metric)s: enter a score and its reason."),
        }
