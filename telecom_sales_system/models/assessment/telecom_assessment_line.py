from math import inf

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MANUAL = {"is_manual", "manual_score", "manual_reason"}


class TelecomAssessmentLine(models.Model):
    """A line of a scorecard: what was assessed, its score, and why.

    ``telecom.assessment.writing`` writes all fields except those of a score by hand.
    """

    _name = "telecom.assessment.line"
    _description = "Scorecard Line"
    _inherit = ["telecom.guarded.mixin", "telecom.assessment.line.sentence"]
    _order = "assessment_id, section_sequence, section_id, sequence, id"
    _rec_name = "indicator_id"
    _log_access = False
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"assessment_id", "unit_id", "period_id", "span", "scheme_id", "company_id"}
        | {"indicator_id", "section_id", "points", "target", "actual", "attainment"}
        | {"deduction", "bonus", "score", "figures", "error", "is_veto", "sequence"}
        | {"section_sequence", "error_metric_id", "manual_by_id"}
    )

    assessment_id = fields.Many2one(
        "telecom.assessment",
        string="Scorecard",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit", index=True, ondelete="restrict", readonly=True
    )
    period_id = fields.Many2one(
        "telecom.period", index=True, ondelete="restrict", readonly=True
    )
    span = fields.Selection(
        [("month", "Month"), ("year", "Year to Date")], readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    scheme_id = fields.Many2one(
        "telecom.assessment.scheme", index=True, ondelete="restrict", readonly=True
    )
    state = fields.Selection(related="assessment_id.state")
    indicator_id = fields.Many2one(
        "telecom.assessment.indicator",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    section_id = fields.Many2one(
        "telecom.assessment.section", ondelete="cascade", readonly=True
    )
    section_sequence = fields.Integer(string="Order of the Section", readonly=True)
    sequence = fields.Integer(readonly=True)
    rule = fields.Selection(related="indicator_id.rule")
    requirement = fields.Text(related="indicator_id.requirement")
    is_provisional = fields.Boolean(related="indicator_id.is_provisional")
    points = fields.Float(string="Full Points", digits=(6, 2), readonly=True)
    target = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    actual = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    attainment = fields.Float(
        string="Attainment (%)", digits=(16, 2), readonly=True, aggregator=None
    )
    deduction = fields.Float(digits=(8, 2), readonly=True)
    bonus = fields.Float(digits=(8, 2), readonly=True)
    score = fields.Float(digits=(6, 2), readonly=True, aggregator="avg")
    figures = fields.Json(readonly=True)
    error = fields.Selection(
        [
            ("no_target", "No Target"),
            ("zero_target", "Target Is Zero"),
            ("negative_target", "Target below Zero"),
            ("no_base", "No Figure of Last Year"),
            ("negative_base", "Figure of Last Year below Zero"),
            ("no_actual", "No Figure"),
            ("no_count", "No Number of Items"),
            ("no_population", "Nothing to Divide by"),
            ("no_duties", "Duties Not Listed"),
            ("no_conditions", "No Conditions"),
            ("no_score", "Not Scored Yet"),
        ],
        string="Open Question",
        readonly=True,
        help="Why there is no score; the card cannot be published with it.",
    )
    error_metric_id = fields.Many2one(
        "telecom.metric", ondelete="restrict", readonly=True
    )
    is_veto = fields.Boolean(string="Veto", readonly=True)
    is_manual = fields.Boolean(
        string="Scored by Hand", help="The score below replaces the measured one."
    )
    manual_score = fields.Float(string="Score by Hand", digits=(6, 2))
    manual_reason = fields.Char(string="Reason")
    manual_by_id = fields.Many2one("res.users", string="Scored by", readonly=True)
    objection_ids = fields.One2many(
        "telecom.assessment.objection", "line_id", string="Objections"
    )

    _once_a_card = models.UniqueIndex("(assessment_id, indicator_id)")

    @api.constrains(*MANUAL)
    def _check_manual(self):
        for line in self.filtered("is_manual"):
            most = line._get_highest_score()
            if not line.manual_reason:
                raise ValidationError(
                    self.env._(
                        "Scorecard %(card)s, line %(line)s, field Reason: say why it is"
                        " scored by hand.",
                        card=line.assessment_id.display_name,
                        line=line.indicator_id.name,
                    )
                )
            if line.rule == "veto" or not (0 <= line.manual_score <= most):
                raise ValidationError(
                    self.env._(
                        "Scorecard %(card)s, line %(line)s, field Score by Hand: it"
                        " lies between 0 and %(most)s.",
                        card=line.assessment_id.display_name,
                        line=line.indicator_id.name,
                        most=f"{most:g}",
                    )
                )

    def _get_highest_score(self):
        """Return the highest possible score: infinity for projects without a cap."""
        indicator = self.indicator_id
        if indicator.rule == "projects" and not indicator.cap:
            return inf
        return indicator.points + indicator.cap

    def write(self, vals):
        manual = MANUAL & vals.keys()
        if manual:
            self.assessment_id._check_not_published()
        result = super().write(vals)
        if manual:
            # sudo: a guarded field, set by the entry itself
            self.sudo().write({"manual_by_id": self.env.uid})
            self.assessment_id.action_compute()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_published(self):
        self.assessment_id._check_not_published()
