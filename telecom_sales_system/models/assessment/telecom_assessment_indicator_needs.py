from odoo import models

COUNTING = ("missing", "projects")


class TelecomAssessmentIndicatorNeeds(models.AbstractModel):
    """The fields that each rule of an indicator needs."""

    _name = "telecom.assessment.indicator.needs"
    _description = "Needs of Indicators"

    def _find_missing_fields(self):
        """Yield the names of fields that the rule needs and that are empty."""
        self.ensure_one()
        needed = {
            "ratio": ["metric_id"],
            "average": ["metric_id"],
            "projects": ["metric_id", "bonus_metric_id"],
            "conditions": ["condition_ids"],
            "veto": ["veto_on"],
        }.get(self.rule, [])
        if self.rule == "missing" and not self.duty_type_ids:
            needed = ["metric_id"]
        if self.rule == "projects" and self._counts_missed():
            needed = [*needed, "target_metric_id"]
        if self.rule == "veto" and self.veto_on in ("grave_errors", "missing"):
            needed = ["duty_type_ids"]
        if self._is_compared_with_target():
            needed = [*needed, *self._get_comparison_fields()]
        yield from (name for name in needed if not self[name])

    def _is_compared_with_target(self):
        """Tell whether the rule compares a metric with a target."""
        by_target = self.rule in ("ratio", "projects", "missing") and self.metric_id
        return bool(by_target) and not self._counts_missed()

    def _has_growth_target(self):
        """Tell whether the target is at least last year's figure with growth."""
        return self.rule == "ratio" and bool(self.growth)

    def _counts_missed(self):
        """Tell whether the metric counts missed items of another metric."""
        return self.rule in COUNTING and self.metric_counts == "missed"

    def _needs_yearly_number(self):
        """Tell whether the target is a fixed number per year."""
        return self._is_compared_with_target() and self.target_kind == "required"

    def _get_target_metric(self):
        """Return the metric that gives the target; empty if no metric does."""
        asks = self._counts_missed() or self.target_kind == "metric"
        return self.target_metric_id if asks else self.target_metric_id.browse()

    def _get_counting_fields(self):
        """Yield the fields whose metric must count items, each with its metric."""
        if self.rule in COUNTING:
            yield self._fields["metric_id"], self.metric_id
            yield self._fields["target_metric_id"], self._get_target_metric()
        if self.rule == "projects":
            yield self._fields["bonus_metric_id"], self.bonus_metric_id
        if self.rule == "average":
            yield self._fields["metric_id"], self.metric_id.denominator_id

    def _get_comparison_fields(self):
        return {"required": ["required"], "metric": ["target_metric_id"]}.get(
            self.target_kind, []
        )
