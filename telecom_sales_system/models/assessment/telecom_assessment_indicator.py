from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TelecomAssessmentIndicator(models.Model):
    """A line of a scheme: what is assessed, by which rule, for how many points."""

    _name = "telecom.assessment.indicator"
    _description = "Assessment Indicator"
    _inherit = [
        "telecom.assessment.scheme.part",
        "telecom.assessment.indicator.check",
        "telecom.assessment.indicator.score",
    ]
    _order = "scheme_id, section_sequence, section_id, sequence, id"

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
        string="Needed a Year",
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
        help="Otherwise only items not done are missing.",
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
        help="6 for 30 June: full points until then. 0 for none.",
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

    _amounts_positive = models.Constraint(
        "CHECK (points >= 0 AND deduction >= 0 AND bonus >= 0 AND cap >= 0"
        " AND growth >= 0 AND required >= 0)",
        "Indicator: points, deductions, bonuses and targets are not below zero.",
    )
    _veto_limit_positive = models.Constraint(
        "CHECK (veto_limit > 0)", "Indicator, field Veto from: at least 1."
    )
    _month_exists = models.Constraint(
        "CHECK (due_month BETWEEN 0 AND 12)",
        "Indicator, field Deadline: a month from 1 to 12, or 0 for none.",
    )

    @api.depends("section_id")
    def _compute_scheme_id(self):
        """Set the scheme of the section on new indicators, which then keep it."""
        for indicator in self:
            scheme = indicator.scheme_id or indicator.section_id.scheme_id
            indicator.scheme_id = scheme

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
