from odoo import models

from ...tools import scoring
from ...tools.averages import Average
from ...tools.figures import rounded
from ...tools.outcome import Scale
from .telecom_assessment_condition import HUNDREDTH
from .telecom_target_months import exact

SHOWN = ("actual", "target", "short", "above", "counted", "missing", "large")


class TelecomAssessmentIndicatorScore(models.AbstractModel):
    """The rules of indicators, which score the facts of a unit by tools/scoring.

    Facts are a dictionary: ``actual`` and ``target``, and by rule ``large`` (projects),
    ``own`` and ``city`` (Averages), ``conditions`` (bools), ``free`` (nothing due is
    full points), ``not_due`` (before the deadline), ``origin`` (``plan``, ``base`` and
    ``growth`` in percent, which the target was worked out from).
    """

    _name = "telecom.assessment.indicator.score"
    _description = "Rules of Indicators"

    def _get_scale(self, facts):
        """Return the parameters of the rule as exact numbers."""
        self.ensure_one()
        uncapped = self.rule == "projects" and not self.cap
        return Scale(
            points=exact(self.points),
            loss=exact(self.deduction),
            gain=exact(self.bonus),
            cap=None if uncapped else exact(self.cap),
            whole_percents=self.rounding == "whole",
            lower_is_better=self.metric_id.direction == "lower",
            floor=exact(self.scheme_id.line_floor),
            free_when_nothing_due=bool(facts.get("free")),
        )

    def _get_outcome(self, facts):
        """Score facts by the rule.

        :return: Outcome (see tools/outcome)
        :raises NoFigure: there is no score; its ``reason`` says why
        """
        scale = self._get_scale(facts)
        if facts.get("not_due"):
            return scoring.not_due(scale)
        return getattr(self, f"_get_outcome_{self.rule}")(scale, facts)

    def _get_outcome_missing(self, scale, facts):
        return scoring.missing_items(
            scale, actual=facts["actual"], target=facts["target"]
        )

    def _get_outcome_conditions(self, scale, facts):
        return scoring.all_or_nothing(scale, facts["conditions"])

    def _get_outcome_ratio(self, scale, facts):
        return scoring.ratio(scale, actual=facts["actual"], target=facts["target"])

    def _get_outcome_average(self, scale, facts):
        own, city = facts.get("own"), facts.get("city")
        if own is None:
            own, city = Average(facts["actual"], 1), Average(facts["target"], 1)
        return scoring.ratio_to_average(scale, own=own, city=city)

    def _get_outcome_projects(self, scale, facts):
        return scoring.project_bonus(
            scale,
            actual=facts["actual"],
            target=facts["target"],
            large=facts["large"],
        )

    def _prepare_sentence_figures(self, outcome, facts):
        """Return the figures of the sentence that explains an outcome, for JSON."""
        figures = {
            "sentence": outcome.sentence,
            "deduction": str(outcome.deduction),
            "bonus": str(outcome.bonus),
            "floor": outcome.floor_hit,
            "cap": outcome.cap_hit,
            "lower": self.metric_id.direction == "lower",
        }
        if self.scheme_id.line_floor:
            figures["lowest"] = str(exact(self.scheme_id.line_floor))
        for name in SHOWN:
            value = getattr(outcome, name)
            if value is not None:
                figures[name] = str(value)
        for name, value in facts.get("origin", {}).items():
            figures[name] = str(value)
        if self.due_month:
            figures["month"] = str(self.due_month)
        if "details" in facts:
            figures["conditions"] = [
                {
                    "metric": condition.metric_id.id,
                    "operator": condition.operator,
                    "wanted": str(exact(condition.value)),
                    "actual": str(rounded(actual, HUNDREDTH)),
                    "holds": holds,
                }
                for condition, actual, holds in facts["details"]
            ]
        return figures
