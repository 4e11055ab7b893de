from math import inf

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.kept_rows import keep_rows
from ...common.screens.list_action import prepare_list_action

MANUAL = frozenset({"is_manual", "manual_score", "manual_reason"})
ENTERED = Domain("is_manual", "=", True) | Domain("objection_ids", "!=", False)
SHOWN = 5
TARGET_ERRORS = ("no_target", "zero_target", "negative_target")
BASE_ERRORS = ("no_base", "negative_base")


class TelecomAssessmentLine(models.Model):
    """A line of a scorecard: what was assessed, its score, and why.

    ``telecom.assessment.scoring`` writes all fields except those of a score by hand.
    """

    _name = "telecom.assessment.line"
    _description = "Scorecard Line"
    _inherit = [
        "telecom.state.part.mixin",
        "telecom.guarded.mixin",
        "telecom.assessment.line.sentence",
    ]
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
    _part_of = "assessment_id"
    _kept_fields = MANUAL

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
        [("month", "Single Month"), ("year", "Year to Date")], readonly=True
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
    measure = fields.Selection(related="indicator_id.metric_id.measure")
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
    manual_by_id = fields.Many2one(
        "res.users", string="Scored by", readonly=True, ondelete="restrict"
    )
    objection_ids = fields.One2many(
        "telecom.assessment.objection", "line_id", string="Objections"
    )
    explanation = fields.Char(compute="_compute_explanation")

    _once_a_card = models.UniqueIndex("(assessment_id, indicator_id)")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("figures", "error", "score", "deduction", "is_manual", "manual_reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = line._get_explanation()

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

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

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def init(self):
        """Create the database triggers that protect lines of published cards."""
        keep_rows(
            self,
            lambda row: SQL(
                "%s.assessment_id IN"
                " (SELECT id FROM telecom_assessment WHERE state = 'published')",
                row,
            ),
            of_parent=True,
        )
        return super().init()

    def write(self, vals):
        manual = MANUAL & vals.keys()
        result = super().write(vals)
        if manual:
            # sudo: a guarded field, set by the entry itself
            self.sudo().write({"manual_by_id": self.env.uid})
            self.assessment_id.action_compute()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_error(self):
        """Open what has to be entered so that the line gets a score."""
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        metric = self.error_metric_id or indicator.metric_id
        if self.error in BASE_ERRORS:
            return self._open_target(metric)
        if self.error in TARGET_ERRORS and indicator.rule == "average":
            return self._open_city_figures(metric)
        if self.error in TARGET_ERRORS and indicator._get_target_metric():
            return self._open_planned_records(indicator._get_target_metric())
        if self.error in TARGET_ERRORS and metric:
            return self._open_target(metric)
        if self.error == "no_duties":
            return self._open_duty_types()
        if self.error in ("no_conditions", "no_count"):
            return self.scheme_id.get_formview_action()
        if self.error in ("no_actual", "no_population") and metric:
            return metric._open_missing(self.unit_id)
        return self.action_open()

    @api.readonly
    def action_open(self):
        """Open the line itself, to score it by hand or to see its objections."""
        self.ensure_one()
        return self.get_formview_action() | {"target": "new"}

    @api.readonly
    def action_object(self):
        """Open the dialog in which a unit objects to the line."""
        self.ensure_one()
        return self.env["telecom.assessment.objection"]._open_dialog(
            self.assessment_id, self
        )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_highest_score(self):
        """Return the highest possible score: infinity for projects without a cap."""
        indicator = self.indicator_id
        if indicator.rule == "projects" and not indicator.cap:
            return inf
        return indicator.points + indicator.cap

    @api.model
    def _find_entered_lines(self, domain):
        """Return the lines of a domain with a score by hand or an objection."""
        return self.search(domain & ENTERED)

    def _move_to_scheme(self, scheme):
        """Move lines to another version of their scheme, by their indicators' origin.

        Lines whose indicator has no copy in that version stay as they are.
        """
        copies = {
            indicator._get_first_version(): indicator
            for indicator in scheme.indicator_ids
        }
        for indicator, lines in self.grouped("indicator_id").items():
            copied = copies.get(indicator._get_first_version())
            if copied:
                lines.write({"indicator_id": copied.id, "scheme_id": scheme.id})

    def _refuse_removal(self):
        """Refuse to remove lines with a score by hand or an objection.

        :raises UserError: the recordset is not empty; the message names the lines
        """
        if self:
            raise UserError(
                self.env._(
                    "These lines of scorecards were scored by hand or objected to, and"
                    " the scheme would no longer have them:\n%s\nKeep their indicators"
                    " in the scheme: copy the version before to a new one.",
                    "\n".join(
                        f"{line.assessment_id.display_name}: {line.display_name}"
                        for line in self[:SHOWN]
                    ),
                )
            )

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

    def _open_target(self, metric):
        year = self.period_id.date_from.year
        target = self.env["telecom.target"].search(
            [
                ("metric_id", "=", metric.id),
                ("unit_id", "=", self.unit_id.id),
                ("year", "=", year),
            ]
        )
        action = target.get_formview_action()
        if not target:
            action["context"] = {
                "default_metric_id": metric.id,
                "default_unit_id": self.unit_id.id,
                "default_year": year,
            }
        return action

    def _open_planned_records(self, metric):
        """Open the records planned for the year, such as projects, to add more."""
        end = self.period_id.date_to.replace(month=12, day=31)
        start = end.replace(month=1, day=1)
        model, domain = metric._get_evidence(self.unit_id, start, end)
        return self._open_list(metric.name, model, domain) | {
            "context": {"default_unit_id": self.unit_id.id, "default_year": end.year}
        }

    def _open_city_figures(self, metric):
        """Open the figures of all units from which the city average is computed."""
        metrics = metric | metric.numerator_id | metric.denominator_id
        return self._open_list(
            metric.name,
            "telecom.metric.value",
            [("metric_id", "in", metrics.ids), ("period_id", "=", self.period_id.id)],
        )

    def _open_duty_types(self):
        """Open the duty types, whose button lists the duties of the year."""
        types = self.indicator_id.sudo().duty_type_ids
        return self._open_list(
            self.indicator_id.name, types._name, [("id", "in", types.ids)]
        ) | {"context": {"telecom_duty_year": self.period_id.date_to.year}}

    def _open_list(self, name, model, domain):
        return prepare_list_action(self.env, name, model, domain)
