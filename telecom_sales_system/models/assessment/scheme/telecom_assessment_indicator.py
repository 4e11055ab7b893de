from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ....tools.assessment import scoring
from ....tools.assessment.averages import Average
from ....tools.assessment.outcome import Scale
from ....tools.decimals import exact
from ....tools.figures import CENT, rounded

COUNTING = ("missing", "projects")
SHOWN = ("actual", "target", "short", "above", "counted", "missing", "large")


class TelecomAssessmentIndicator(models.Model):
    """A line of a scheme: what is assessed, by which rule, for how many points.

    Facts of a unit, which the rules score, are a dictionary: ``actual`` and ``target``,
    and by rule ``large`` (projects), ``own`` and ``city`` (Averages), ``conditions``
    (bools), ``free`` (nothing due is full points), ``not_due`` (before the deadline),
    ``origin`` (``plan``, ``base`` and ``growth`` in percent, from which the target was
    computed).
    """

    _name = "telecom.assessment.indicator"
    _description = "Assessment Indicator"
    _inherit = ["telecom.state.part.mixin", "telecom.shared.mixin"]
    _order = "scheme_id, section_sequence, section_id, sequence, id"
    _part_of = "scheme_id"
    _company_path = "scheme_id.company_id"
    _guarded_fields = frozenset({"origin_id"})

    section_id = fields.Many2one(
        "telecom.assessment.section",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('scheme_id', '=', scheme_id)]",
    )
    section_sequence = fields.Integer(
        related="section_id.sequence", string="Order of the Section", store=True
    )
    scheme_id = fields.Many2one(
        "telecom.assessment.scheme",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        copy=False,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(related="scheme_id.state")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    requirement = fields.Text(
        translate=True, help="The wording of the regulation, as it is printed."
    )
    rule = fields.Selection(
        [
            ("missing", "Deduction per Missing Item"),
            ("conditions", "All or Nothing"),
            ("ratio", "Ratio to the Target"),
            ("average", "Ratio to the City Average"),
            ("projects", "Projects with Bonus"),
            ("veto", "One-Vote Veto"),
            ("manual", "Scored by Hand"),
        ],
        required=True,
        default="ratio",
    )
    metric_id = fields.Many2one(
        "telecom.metric", ondelete="restrict", domain=[("for_unit", "=", True)]
    )
    metric_counts = fields.Selection(
        [("done", "What Was Done"), ("missed", "What Was Missed")],
        required=True,
        default="done",
        help="Whether the metric counts what was done, out of what is needed, or what"
        " was missed.",
    )
    target_kind = fields.Selection(
        [
            ("target", "The Unit's Target"),
            ("required", "A Fixed Number per Year"),
            ("metric", "Another Metric"),
        ],
        string="Compared with",
        required=True,
        default="target",
    )
    required = fields.Integer(
        string="Number per Year",
        help="Due in equal twelfths, whole ones only: of 4 a year, 2 by June.",
    )
    target_metric_id = fields.Many2one(
        "telecom.metric",
        string="Compared with Metric",
        ondelete="restrict",
        domain=[("for_unit", "=", True)],
        help="For example the planned projects that are due.",
    )
    duty_type_ids = fields.Many2many(
        "telecom.duty.type",
        "telecom_assessment_indicator_duty_rel",
        string="Duties",
        ondelete="restrict",
    )
    counts_late = fields.Boolean(
        string="Late Counts as Missing",
        help="If off, only items that were not done count as missing.",
    )
    counts_by = fields.Selection(
        [
            ("kinds", "Kinds"),
            ("occasions", "Occasions"),
            ("single", "Single Duties and People"),
        ],
        string="Counted by",
        required=True,
        default="occasions",
        help="What costs the deduction. Kinds: each duty and the metric are missed once"
        " at most, however often it happened. Occasions: a weekly meeting counts every"
        " week, a course once, however many people missed it. Single duties and people:"
        " each of them counts.",
    )
    bonus_metric_id = fields.Many2one(
        "telecom.metric",
        string="Bonus for",
        ondelete="restrict",
        domain=[
            ("for_unit", "=", True),
            ("measure", "=", "count"),
            ("source", "!=", "ratio"),
        ],
        help="Each item counted by this metric gives the bonus, such as projects of"
        " 1,000,000 and more.",
    )
    condition_ids = fields.One2many(
        "telecom.assessment.condition", "indicator_id", string="Conditions", copy=True
    )
    points = fields.Float(string="Full Points", digits=(6, 2))
    deduction = fields.Float(
        digits=(6, 2),
        help="Points lost for each missing item, for each percent short, or for a"
        " condition that fails.",
    )
    bonus = fields.Float(
        digits=(6, 2), help="Points won for each percent above, or each large project."
    )
    cap = fields.Float(
        string="Bonus at Most",
        digits=(6, 2),
        help="Highest bonus of a ratio. Bonuses of projects: 0 for no limit.",
    )
    rounding = fields.Selection(
        [("whole", "Whole Percents"), ("proportional", "Proportional")],
        required=True,
        default="whole",
        help="Whole percents: 99.5 % of the target loses nothing.",
    )
    city_average = fields.Selection(
        [("weighted", "Weighted"), ("plain", "Mean of the Units' Averages")],
        required=True,
        default="weighted",
        help="Weighted: the totals of all units, divided, so that every client counts"
        " the same. Mean: every unit that has an average counts the same.",
    )
    growth = fields.Float(
        string="Growth on Last Year (%)",
        digits=(6, 2),
        help="The target is at least last year's figure plus this percentage.",
    )
    due_month = fields.Integer(
        string="Deadline (month)",
        help="The deadline is the end of this month, such as 6 for 30 June; full"
        " points until then. 0: no deadline.",
    )
    measured_on = fields.Selection(
        [
            ("deadline", "As of the Deadline"),
            ("end", "As of the End of the Card"),
        ],
        string="After the Deadline",
        required=True,
        default="deadline",
        help="Whether the result on the deadline counts for the rest of the year.",
    )
    veto_on = fields.Selection(
        [
            ("grave_errors", "Grave Errors in the Duties"),
            ("missing", "Missing Duties"),
            ("integrity", "Proved Integrity Cases"),
        ],
        string="Veto for",
    )
    veto_limit = fields.Integer(
        string="Veto from", default=1, help="From this number on, there is no award."
    )
    is_provisional = fields.Boolean(
        string="Provisional",
        help="Added by us, since the source is cut off; not part of the regulation.",
    )
    origin_id = fields.Many2one(
        "telecom.assessment.indicator",
        string="Copied from",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The same indicator in the first version of the scheme.",
    )

    _amounts_positive = models.Constraint(
        "CHECK (points >= 0 AND deduction >= 0 AND bonus >= 0 AND cap >= 0"
        " AND growth >= 0 AND required >= 0)",
        "Indicator: points, deductions, bonuses and targets are not below zero.",
    )
    _growth_range = models.Constraint(
        "CHECK (growth <= 100)",
        "Indicator, field Growth on Last Year (%): at most 100, which doubles last"
        " year's figure. Write 15 % as 15.",
    )
    _veto_limit_positive = models.Constraint(
        "CHECK (veto_limit > 0)", "Indicator, field Veto from: at least 1."
    )
    _month_exists = models.Constraint(
        "CHECK (due_month BETWEEN 0 AND 12)",
        "Indicator, field Deadline (month): a month from 1 to 12, or 0 for none.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("section_id")
    def _compute_scheme_id(self):
        """Set the scheme of the section on new indicators, which then keep it."""
        for indicator in self:
            scheme = indicator.scheme_id or indicator.section_id.scheme_id
            indicator.scheme_id = scheme

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("scheme_id", "metric_id", "target_metric_id", "bonus_metric_id")
    def _check_metrics_company(self):
        self.scheme_id._check_metrics_company()

    @api.constrains("section_id", "scheme_id")
    def _check_section(self):
        for indicator in self:
            section = indicator.section_id
            if section.scheme_id != indicator.scheme_id:
                raise ValidationError(
                    self.env._(
                        "Indicator %(indicator)s, field Section: %(section)s is one of"
                        " %(other)s. Choose a section of %(scheme)s.",
                        indicator=indicator.name,
                        section=section.name,
                        other=section.scheme_id.display_name,
                        scheme=indicator.scheme_id.display_name,
                    )
                )

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
                        "Indicator %s, field Full Points: a veto takes the award, not"
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

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_deletable(self):
        super()._check_deletable()
        # sudo: lines that the user cannot see must not be lost either
        lines = self.env["telecom.assessment.line"].sudo()
        lines._find_entered_lines(
            Domain("indicator_id", "in", self.ids)
        )._refuse_removal()

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

    def _get_counted_metric(self, metric):
        """Return the metric that counts by occasion what a metric counts one by one.

        Return the metric itself if it counts occasions, or if the indicator counts
        single items.
        """
        by_occasion = self.rule == "missing" and self.counts_by != "single"
        return (by_occasion and metric.occasion_metric_id) or metric

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

        :return: Outcome (see ``tools/assessment/outcome.py``)
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
        if self.rule == "missing":
            figures["counts_by"] = self.counts_by
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
                    "actual": str(rounded(actual, CENT)),
                    "holds": holds,
                }
                for condition, actual, holds in facts["details"]
            ]
        return figures

    def _get_first_version(self):
        """Return the first version of the indicator."""
        return self.origin_id or self

    def _link_copies(self, copies):
        # sudo: a guarded field, set by the new version itself
        for indicator, copied in zip(self, copies.sudo(), strict=True):
            copied.origin_id = indicator._get_first_version()
