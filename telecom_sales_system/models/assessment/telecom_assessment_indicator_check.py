from odoo import api, models
from odoo.exceptions import ValidationError


class TelecomAssessmentIndicatorCheck(models.AbstractModel):
    """The checks that an indicator has all that its rule needs."""

    _name = "telecom.assessment.indicator.check"
    _description = "Completeness of Indicators"
    _inherit = ["telecom.assessment.indicator.needs"]

    @api.constrains(
        "rule",
        "points",
        "metric_id",
        "metric_counts",
        "target_kind",
        "required",
        "target_metric_id",
        "duty_type_ids",
        "condition_ids",
        "veto_on",
    )
    def _check_complete(self):
        for indicator in self:
            missing = next(indicator._find_missing_fields(), None)
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
            for field, metric in indicator._get_counting_fields():
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
