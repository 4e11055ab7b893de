from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list, formatLang

from ....tools.decimals import exact
from ....tools.figures import CENT
from ...common.decision.confirmation import ask_first

UNIT_KINDS = [
    ("city", "City Bureau"),
    ("branch", "Branch"),
    ("county", "County Bureau"),
    ("outlet", "Outlet"),
]
ALWAYS_FREE = {"active", "state"}


class TelecomAssessmentScheme(models.Model):
    """A published table of points for one kind of unit, with its awards.

    Source: the regulation, annexes 1 and 2. Only a draft is edited: a scheme in force
    is copied to a new version.
    """

    _name = "telecom.assessment.scheme"
    _description = "Assessment Scheme"
    _inherit = [
        "mail.thread",
        "telecom.author.mixin",
        "telecom.shared.mixin",
    ]
    _order = "year desc, unit_kind, version desc, id"
    _check_company_auto = True
    _guarded_fields = frozenset({"state", "version", "author_ids"})
    # What prizes depend on: who sets them approves no awards of the scheme.
    _counted_fields = frozenset(
        {"award_kind", "award_floor", "award_limit", "tied_prizes"}
    )
    _final_states = frozenset({"in_force"})

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In Force")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    unit_kind = fields.Selection(
        UNIT_KINDS, string="Assesses", required=True, default="county"
    )
    year = fields.Integer(
        string="Valid from Year",
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._telecom_today().year,
        help="Cards of this year and of later years are scored by it, until a version"
        " of a later year is in force. Cards of the years before keep theirs.",
    )
    start_month = fields.Integer(
        string="Valid from Month",
        compute="_compute_start_month",
        store=True,
        readonly=False,
        required=True,
        copy=False,
        precompute=True,
        aggregator=None,
        help="Cards of the months before keep their scheme, whether they are published"
        " or not. A scheme that replaces another in the course of the year is valid"
        " from the month in which it is drafted, unless you choose another.",
    )
    version = fields.Integer(readonly=True, default=1, copy=False, aggregator=None)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    total = fields.Float(
        string="Points to Reach",
        required=True,
        default=100,
        digits=(6, 2),
        help="What the points of all sections have to add up to.",
    )
    section_ids = fields.One2many(
        "telecom.assessment.section", "scheme_id", string="Sections", copy=True
    )
    indicator_ids = fields.One2many(
        "telecom.assessment.indicator", "scheme_id", string="Indicators"
    )
    award_ids = fields.One2many(
        "telecom.assessment.award", "scheme_id", string="Awards", copy=True
    )
    award_kind = fields.Selection(
        [("band", "By Score"), ("rank", "By Rank")],
        string="Award Method",
        required=True,
        default="band",
    )
    award_floor = fields.Float(
        string="Awards from",
        digits=(6, 2),
        default=90,
        help="Points that a unit needs for an award by rank.",
    )
    tied_prizes = fields.Selection(
        [("split", "Divided"), ("each", "Full Prize to Each")],
        string="Prizes of Tied Units",
        required=True,
        default="split",
        help="Tied units divide the prizes of their ranks, or each gets the full prize"
        " of the rank that they share.",
    )
    tie_section_id = fields.Many2one(
        "telecom.assessment.section",
        string="Ties Broken by",
        ondelete="set null",
        copy=False,
        domain="[('scheme_id', '=', id)]",
        help="Equal scores are ranked by the score of this section first.",
    )
    tie_by_performance = fields.Boolean(
        string="Then by Net Performance",
        default=True,
        help="Units that are still tied are ranked by net performance. Otherwise they"
        " share the rank and the prize.",
    )
    award_limit = fields.Selection(
        [("reached", "Reaching It Is Enough"), ("above", "Only Above It")],
        string="Limit of an Award",
        required=True,
        default="reached",
        help="How “90分以上” is read: 90 points are enough, or 90.01 are needed.",
    )
    line_floor = fields.Float(
        string="Lowest Score of a Line",
        digits=(6, 2),
        help="0: deductions take at most the points of their line. Below zero: they may"
        " take up to this number of points from the other lines.",
    )
    year_targets = fields.Selection(
        [("to_date", "Targets to Date"), ("year", "Targets of the Whole Year")],
        string="Targets of Yearly Cards",
        required=True,
        default="to_date",
        help="The targets that yearly cards are compared with. Duties always count by"
        " their due date.",
    )
    note = fields.Text(
        string="How It Is Read",
        translate=True,
        help="Printed under the scorecards: where the regulation leaves something open,"
        " and how it is read here.",
    )
    points = fields.Float(
        string="Total Points", digits=(6, 2), compute="_compute_points"
    )
    complaint = fields.Text(
        string="What Is Missing",
        compute="_compute_points",
        help="Why the scheme cannot be put in force yet.",
    )
    is_provisional = fields.Boolean(
        string="Partly Provisional", compute="_compute_points"
    )
    card_count = fields.Integer(string="Scorecards", compute="_compute_card_count")
    is_used = fields.Boolean(
        string="Used by Published Cards",
        compute="_compute_card_count",
        help="Published scorecards were scored by this version.",
    )

    _award_floor_reachable = models.Constraint(
        "CHECK (total > 0 AND award_floor >= 0)",
        "Scheme: Points to Reach are above zero, and the field Awards from is not below"
        " zero.",
    )
    _start_month_exists = models.Constraint(
        "CHECK (start_month BETWEEN 1 AND 12)",
        "Scheme, field Valid from Month: enter a month from 1 to 12.",
    )
    _floor_not_above_zero = models.Constraint(
        "CHECK (line_floor <= 0)",
        "Scheme, field Lowest Score of a Line: 0, or a number below it.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    def _compute_currency_id(self):
        for scheme in self:
            company = scheme.company_id or self.env.company
            scheme.currency_id = company.currency_id

    @api.depends("name", "year", "version")
    def _compute_display_name(self):
        for scheme in self:
            scheme.display_name = self.env._(
                "%(name)s (version %(version)s)",
                name=scheme.name or "",
                version=scheme.version,
            )

    @api.depends(
        "total",
        "section_ids.points",
        "section_ids.indicator_ids.points",
        "section_ids.indicator_ids.is_provisional",
        "section_ids.indicator_ids.condition_ids",
    )
    def _compute_points(self):
        for scheme in self:
            indicators = scheme.section_ids.indicator_ids
            scheme.points = sum(indicators.mapped("points"))
            scheme.is_provisional = any(indicators.mapped("is_provisional"))
            scheme.complaint = "\n".join(scheme._get_complaints())

    def _compute_card_count(self):
        # sudo: published cards that the user cannot see are counted too
        cards = self.env["telecom.assessment"].sudo()
        by_state = cards._read_group(
            [("scheme_id", "in", self.ids)], ["scheme_id", "state"], ["__count"]
        )
        for scheme in self:
            mine = {state: n for owner, state, n in by_state if owner == scheme}
            scheme.card_count = sum(mine.values())
            scheme.is_used = "published" in mine

    @api.depends("year", "unit_kind", "company_id")
    def _compute_start_month(self):
        """Propose January, or this month if a scheme in force scored those before."""
        today = self.env.company._telecom_today()
        for scheme in self:
            replaces = scheme.year == today.year and scheme._has_predecessor()
            scheme.start_month = today.month if replaces else 1

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("company_id")
    def _check_metrics_company(self):
        """Refuse metrics of another company; shared schemes have shared ones only."""
        for scheme in self:
            foreign = scheme._get_metrics().filtered(
                lambda metric, scheme=scheme: (
                    metric.company_id and metric.company_id != scheme.company_id
                )
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "Scheme %(scheme)s: the metric %(metric)s belongs to"
                        " %(company)s only. Choose a metric of the scheme's company or"
                        " of all companies.",
                        scheme=scheme.display_name,
                        metric=foreign[:1].name,
                        company=foreign[:1].company_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def copy_data(self, default=None):
        """Copy schemes to drafts that are valid from this month at the earliest.

        So cards of the months before keep the version that scored them.
        """
        this_year = self.env.company._telecom_today().year
        return [
            {**vals, "year": max(scheme.year, this_year), **(default or {})}
            for scheme, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def copy(self, default=None):
        """Copy schemes with sections, indicators and awards, as drafts of the next
        version."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            sections = dict(zip(old.section_ids, new.section_ids.sorted(), strict=True))
            new.tie_section_id = sections.get(old.tie_section_id)
            for section, twin in sections.items():
                indicators = section.indicator_ids.sorted()
                indicators._link_copies(twin.indicator_ids.sorted())
            # sudo: a guarded field; versions count up within a kind of unit
            new.sudo().version = old._get_last_version() + 1
            # sudo: whoever set the prizes did so in the copy too
            new.sudo().author_ids |= old.sudo().author_ids
        return copies

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @ask_first("_describe_force")
    def action_put_in_force(self):
        """Put drafts in force: cards of the units are scored by them from now on.

        :raises UserError: the points do not add up
        """
        for scheme in self:
            if scheme.complaint:
                raise UserError(
                    self.env._(
                        "Scheme %(scheme)s cannot be put in force:\n%(complaint)s",
                        scheme=scheme.display_name,
                        complaint=scheme.complaint,
                    )
                )
        self._set_guarded_fields({"state": "in_force"})

    def action_what_if(self):
        """Open the panel that shows which score a figure would give."""
        self.ensure_one()
        return self.env["telecom.assessment.what.if"]._open_panel(self)

    def action_new_version(self):
        """Copy the scheme to a draft of its next version, and open that."""
        self.ensure_one()
        return self.copy().get_formview_action()

    def action_revise(self):
        """Make schemes drafts again, as long as no published card was scored by them.

        :raises UserError: there are such cards
        """
        for scheme in self:
            if scheme.is_used:
                raise UserError(
                    self.env._(
                        "Scheme %s: published scorecards were scored by it, so it stays"
                        " as it is. Make a new version and change that.",
                        scheme.display_name,
                    )
                )
        self._set_guarded_fields({"state": "draft"})

    @api.readonly
    def action_open_cards(self):
        """Open the cards that were scored by the scheme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_action"
        )
        return action | {"domain": [("scheme_id", "=", self.id)], "context": {}}

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_complaints(self):
        """Yield what is wrong in the scheme: sums of points, incomplete indicators."""
        self.ensure_one()
        for section in self.section_ids:
            found = sum(map(exact, section.indicator_ids.mapped("points")))
            if found != exact(section.points):
                yield self.env._(
                    "Section %(section)s: its indicators add up to %(found)s points,"
                    " not to %(points)s.",
                    section=section.name or "",
                    found=found,
                    points=exact(section.points),
                )
        for indicator in self.section_ids.indicator_ids:
            if lacking := next(indicator._find_missing_fields(), None):
                yield self.env._(
                    "Indicator %(indicator)s, field %(field)s: this rule needs it.",
                    indicator=indicator.name or "",
                    field=indicator._fields[lacking]._description_string(self.env),
                )
        found = sum(map(exact, self.section_ids.mapped("points")))
        if found != exact(self.total):
            yield self.env._(
                "The sections add up to %(found)s points, not to %(total)s.",
                found=found,
                total=exact(self.total),
            )

    def _get_metrics(self):
        """Return the metrics that the indicators measure or compare with."""
        indicators = self.indicator_ids
        # sudo: a metric of another company is found, too
        return (
            indicators.sudo().metric_id
            | indicators.sudo().target_metric_id
            | indicators.sudo().bonus_metric_id
            | indicators.sudo().condition_ids.metric_id
        )

    @api.model
    def _find_by_metrics(self, metrics):
        """Return the schemes that measure by metrics, or compare with them."""
        return self.search(
            Domain("indicator_ids.metric_id", "in", metrics.ids)
            | Domain("indicator_ids.target_metric_id", "in", metrics.ids)
            | Domain("indicator_ids.bonus_metric_id", "in", metrics.ids)
            | Domain("indicator_ids.condition_ids.metric_id", "in", metrics.ids)
        )

    def _get_award_minimum(self, limit):
        """Return the lowest score that gets an award with a limit, to two decimals."""
        return exact(limit) + (CENT if self.award_limit == "above" else 0)

    @api.model
    def _is_kept_field(self, name):
        return name not in ALWAYS_FREE and super()._is_kept_field(name)

    @api.model
    def _get_way_out(self):
        return self.env._("Make a new version and change that.")

    def _get_last_version(self):
        schemes = self.sudo().with_context(active_test=False)
        [(last,)] = schemes._read_group(
            [
                ("unit_kind", "=", self.unit_kind),
                ("company_id", "=", self.company_id.id),
            ],
            [],
            ["version:max"],
        )
        return last or 0

    def _has_predecessor(self):
        """Return whether another scheme of the kind was valid when the year began."""
        others = self.search_count(
            [
                ("state", "=", "in_force"),
                ("unit_kind", "=", self.unit_kind),
                ("year", "<=", self.year),
                ("company_id", "in", [False, self.company_id.id]),
                ("id", "not in", self._origin.ids),
            ],
            limit=1,
        )
        return bool(others)

    @api.model
    def _get_schemes_by_unit(self, units, day, month=None):
        """Return ``{unit: scheme}`` valid in the month of a day: the newest one.

        A company's own scheme goes before one for all companies.

        :param month: the period; units have the kinds that they had when it was closed
        """
        facts = month._get_unit_facts() if month else {}
        kinds = {
            unit: facts[unit.id][1] if unit.id in facts else unit.kind for unit in units
        }
        schemes = self.search(
            [
                ("state", "=", "in_force"),
                ("unit_kind", "in", list({*kinds.values()})),
                ("year", "<=", day.year),
                ("company_id", "in", [False, *units.company_id.ids]),
            ]
        )
        schemes = schemes.filtered(
            lambda s: (s.year, s.start_month) <= (day.year, day.month)
        ).sorted(
            lambda s: (bool(s.company_id), s.year, s.start_month, s.version, s.id),
            reverse=True,
        )
        by_kind = schemes.grouped("unit_kind")
        found = {}
        for unit in units:
            for scheme in by_kind.get(kinds[unit], ()):
                if not scheme.company_id or scheme.company_id == unit.company_id:
                    found[unit] = scheme
                    break
        return found

    def _describe_force(self):
        """Return what putting schemes in force does, in figures."""
        return self.env._(
            "From now on, units are scored by %(names)s: %(count)s indicators,"
            " %(points)s points.",
            names=format_list(self.env, self.mapped("display_name")),
            count=len(self.indicator_ids),
            points=formatLang(self.env, sum(self.mapped("points"))),
        )
