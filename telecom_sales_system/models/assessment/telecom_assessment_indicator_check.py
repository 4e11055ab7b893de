from odoo import api, models
from odoo.exceptions import ValidationError

COUNTING = ("missing", "projects")


class TelecomAssessmentIndicatorCheck(models.AbstractModel):
    """What each rule needs in order to score anything."""

    _name = "telecom.assessment.indicator.check"
    _description = "Completeness of Indicators"

    @api.constrains(
        "rule",
        "points",
        "metric_id",
        "metric_counts",
        "target_kind",
        "required",
        "target_metric_id",
        "obligation_type_ids",
        "condition_ids",
        "veto_on",
    )
    def _check_complete(self):
        for indicator in self:
            missing = next(indicator._lacking(), None)
            if missing:
                raise ValidationError(
                    self.env._(
                        "Indicator %(indicator)s, field %(field)s: this rule needs it.",
                        indicator=indicator.name,
                        field=indicator._fields[missing]._description_string(self.env),
                    )
                )
            if indicator.rule == "veto" and indicator.points:
                raise ValidationError(
                    self.env._(
                        "Indicator %s, field Points: a veto takes the award, not"
                        " points. Set it to 0.",
                        indicator.name,
                    )
                )
            metric = indicator.metric_id
            if indicator.rule == "average" and metric.source != "ratio":
                raise ValidationError(
                    self.env._(
                        "Indicator %(indicator)s, field Metric: %(metric)s is no ratio"
                        " of two metrics, so the city has no weighted average of it.",
                        indicator=indicator.name,
                        metric=metric.name,
                    )
                )

    @api.constrains(
        "rule",
        "metric_id",
        "metric_counts",
        "target_kind",
        "target_metric_id",
        "bonus_metric_id",
    )
    def _check_counting(self):
        for indicator in self:
            for field, metric in indicator._counting():
                if metric and not metric._counts_items():
                    raise ValidationError(
                        self.env._(
                            "Indicator %(indicator)s, field %(field)s: %(metric)s does"
                            " not count items, as this rule needs it. Choose another"
                            " metric.",
                            indicator=indicator.name,
                            field=field._description_string(self.env),
                            metric=metric.name,
                        )
                    )

    def _lacking(self):
        """Yield the names of fields that the rule needs and that are empty."""
        self.ensure_one()
        needed = {
            "ratio": ["metric_id"],
            "average": ["metric_id"],
            "projects": ["metric_id", "bonus_metric_id"],
            "conditions": ["condition_ids"],
            "veto": ["veto_on"],
        }.get(self.rule, [])
        if self.rule == "missing" and not self.obligation_type_ids:
            needed = ["metric_id"]
        if self.rule == "projects" and self._counts_missed():
            needed = [*needed, "target_metric_id"]
        if self.rule == "veto" and self.veto_on in ("grave_errors", "missing"):
            needed = ["obligation_type_ids"]
        if self._compares():
            needed = [*needed, *self._needed_to_compare()]
        yield from (name for name in needed if not self[name])

    def _compares(self):
        """Tell whether the rule holds a metric against a target."""
        by_target = self.rule in ("ratio", "projects", "missing") and self.metric_id
        return bool(by_target) and not self._counts_missed()

    def _grows(self):
        """Tell whether the target is at least last year's figure with growth."""
        return self.rule == "ratio" and bool(self.growth)

    def _counts_missed(self):
        """Tell whether the metric counts what was missed of what another one asks."""
        return self.rule in COUNTING and self.metric_counts == "missed"

    def _asks_so_many(self):
        """Tell whether so many a year are needed."""
        return self._compares() and self.target_kind == "required"

    def _asking(self):
        """Return the metric that says how much is asked, if a metric does."""
        asks = self._counts_missed() or self.target_kind == "metric"
        return self.target_metric_id if asks else self.target_metric_id.browse()

    def _counting(self):
        """Yield the fields that have to count items by this rule, with their metric."""
        if self.rule in COUNTING:
            yield self._fields["metric_id"], self.metric_id
            yield self._fields["target_metric_id"], self._asking()
        if self.rule == "projects":
            yield self._fields["bonus_metric_id"], self.bonus_metric_id
        if self.rule == "average":
            yield self._fields["metric_id"], self.metric_id.denominator_id

    def _needed_to_compare(self):
        return {"required": ["required"], "metric": ["target_metric_id"]}.get(
            self.target_kind, []
        )
