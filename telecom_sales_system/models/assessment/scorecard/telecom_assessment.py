from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

from ....tools.assessment.ranking import Entrant
from ....tools.decimals import exact
from ....tools.paper.bar_chart import LAST_YEAR, THIS_YEAR, bar_chart
from ...common.decision.confirmation import ask_first
from ...common.kept_rows import keep_rows
from ...common.sentences import format_names
from ...common.unique_message import find_duplicate

# States in which a unit can object
OPEN_STATES = ("computed", "reviewed")


def _get_duplicate_card_message(env, diagnostics):
    return env._(
        "Scorecard %(holder)s exists already for this unit and period. Compute that one"
        " again.",
        holder=find_duplicate(env, "telecom.assessment", diagnostics)["holder"],
    )


class TelecomAssessment(models.Model):
    """The scorecard of a unit for a month, or for the year up to it."""

    _name = "telecom.assessment"
    _description = "Scorecard"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "date desc, span desc, unit_kind, rank, unit_id, id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"unit_id", "unit_kind", "period_id", "date", "span", "company_id"}
        | {"scheme_id", "state", "computed_on", "published_on", "points", "score"}
        | {"tie_score", "net_performance", "is_vetoed", "error_count", "rank"}
    )
    _final_states = frozenset({"published"})
    _kept_fields = _guarded_fields | {"line_ids"}

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    unit_kind = fields.Selection(
        related="scheme_id.unit_kind", store=True, precompute=True
    )
    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="restrict", readonly=True
    )
    date = fields.Date(
        related="period_id.date_to", store=True, precompute=True, string="As of"
    )
    span = fields.Selection(
        [("month", "Single Month"), ("year", "Year to Date")],
        required=True,
        readonly=True,
        default="year",
    )
    year_start = fields.Char(
        string="Cash and Points from",
        compute="_compute_year_start",
        help="The first month of the year in the ledger, if it is not January. Targets"
        " to date of cash and points count from it, too.",
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    scheme_id = fields.Many2one(
        "telecom.assessment.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    is_provisional = fields.Boolean(related="scheme_id.is_provisional")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("reviewed", "Reviewed"),
            ("published", "Published"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "telecom.assessment.line", "assessment_id", string="Lines"
    )
    objection_ids = fields.One2many(
        "telecom.assessment.objection", "assessment_id", string="Objections"
    )
    open_objection_count = fields.Integer(
        string="Open Objections", compute="_compute_open_objection_count"
    )
    can_object = fields.Boolean(compute="_compute_can_object")
    points = fields.Float(
        string="Total Points", digits=(6, 2), readonly=True, aggregator=None
    )
    score = fields.Float(digits=(6, 2), readonly=True, aggregator="avg", tracking=True)
    error_count = fields.Integer(
        string="Lines without a Score",
        readonly=True,
        help="The card cannot be published before these lines have a score.",
    )
    tie_score = fields.Float(
        string="Score That Breaks Ties", digits=(6, 2), readonly=True, aggregator=None
    )
    net_performance = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    is_vetoed = fields.Boolean(
        string="Vetoed",
        readonly=True,
        tracking=True,
        help="Not eligible for awards and without a rank; the score stays.",
    )
    rank = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Rank among the units of the scheme. 0: no rank, because of a veto or of"
        " lines without a score.",
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    chart = fields.Html(
        string="Score by Line", compute="_compute_chart", sanitize=False
    )

    _unit_period_span_uniq = models.UniqueIndex(
        "(period_id, span, unit_id)", _get_duplicate_card_message
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("unit_id", "period_id", "span")
    def _compute_display_name(self):
        spans = dict(self._fields["span"]._description_selection(self.env))
        for card in self:
            # sudo: the ranking shows names of units that the user cannot otherwise see
            card.display_name = " · ".join(
                [
                    card.sudo().unit_id.name or "",
                    card.sudo().period_id.name or "",
                    spans.get(card.span, ""),
                ]
            )

    @api.depends("period_id", "span")
    def _compute_year_start(self):
        # sudo: when the ledger begins is the same for everybody
        periods = self.sudo().period_id
        starts = {period: period._get_year_start().name for period in periods}
        for card in self:
            card.year_start = card.span == "year" and starts[card.sudo().period_id]

    @api.depends("objection_ids.state")
    def _compute_open_objection_count(self):
        counts = dict(
            self.env["telecom.assessment.objection"]._read_group(
                [("assessment_id", "in", self.ids), ("state", "=", "open")],
                ["assessment_id"],
                ["__count"],
            )
        )
        for card in self:
            card.open_objection_count = counts.get(card, 0)

    @api.depends("state", "unit_id")
    @api.depends_context("uid")
    def _compute_can_object(self):
        """Compute whether the user manages the unit, and the card is not final yet."""
        for card in self:
            managers = card.sudo().unit_id.supervisor_ids
            card.can_object = card.state in OPEN_STATES and self.env.user in managers

    def _compute_chart(self):
        for card in self:
            lines = card.line_ids.filtered("points")
            scores = [None if line.error else exact(line.score) for line in lines]
            points = [exact(line.points) for line in lines]
            series = [
                (self.env._("Score"), THIS_YEAR, scores),
                (self.env._("Full Points"), LAST_YEAR, points),
            ]
            names = lines.indicator_id.mapped("name")
            card.chart = bar_chart(names, series) if lines else False

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def init(self):
        """Create the database triggers that protect published cards."""
        keep_rows(self, lambda row: SQL("%s.state = 'published'", row))
        return super().init()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_what_if(self):
        """Open the panel that shows which score other figures would give."""
        self.ensure_one()
        return self.env["telecom.assessment.what.if"]._open_panel(self.scheme_id, self)

    @api.readonly
    def action_object(self):
        """Open the dialog in which a unit objects to a line of its card."""
        self.ensure_one()
        return self.env["telecom.assessment.objection"]._open_dialog(self)

    @api.readonly
    def action_open_heat(self):
        """Open a coloured table of the units of these rankings, line by line.

        :raises AccessError: the user does not see the lines of all units
        """
        return self.env["telecom.assessment.heat"]._open_heat_list(self)

    @api.readonly
    def action_open_lines(self):
        """Open the lines of the cards, to compare units line by line."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_line_action"
        )
        return action | {"domain": [("assessment_id", "in", self.ids)], "context": {}}

    def action_compute(self):
        """Score cards by their units' schemes. Can be repeated until published.

        Lines scored by hand keep their score; a reviewed card has to be reviewed again.

        :raises UserError: one of them is published
        """
        self._check_not_final()
        self.check_access("write")
        self.env["telecom.assessment.scoring"]._score_cards(self)

    def action_review(self):
        """Mark computed cards as reviewed.

        :raises UserError: one of them is not computed
        """
        self._check_state("computed")
        self._set_guarded_fields({"state": "reviewed"})

    @ask_first("_describe_publication")
    def action_publish(self):
        """Publish the cards of all units of a period, which makes them final.

        :raises UserError: a card of the period is not reviewed, a line has no score, an
            objection is open or was accepted since, the month is not closed, or the
            facts changed after a card was computed
        """
        for card in self._get_ranking_cards().filtered(lambda card: card not in self):
            if card.state != "published":
                raise UserError(
                    self.env._(
                        "Scorecard %s belongs to the same ranking. Publish all cards"
                        " of the period together.",
                        card.display_name,
                    )
                )
        self._check_state("reviewed")
        for card in self:
            reason = card._get_publishing_problem()
            if reason:
                raise UserError(
                    self.env._(
                        "Scorecard %(card)s: %(reason)s",
                        card=card.display_name,
                        reason=reason,
                    )
                )
        self._check_facts_unchanged()
        # Before the cards are published: nothing joins them afterwards.
        self.line_ids._keep_evidence()
        self._set_guarded_fields(
            {"state": "published", "published_on": fields.Datetime.now()}
        )
        for period, cards in self.grouped("period_id").items():
            values = self.env["telecom.metric.value"]
            values._keep_missing_figures(period, cards.sudo().unit_id)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_deletable(self):
        super()._check_deletable()
        # sudo: objections that the user cannot see must not be lost either
        for card in self.sudo().filtered("objection_ids"):
            raise UserError(
                self.env._(
                    "Scorecard %s cannot be deleted: its objections would be lost.",
                    card.display_name,
                )
            )

    def _get_date_range(self):
        """Return the first and the last day of the card."""
        self.ensure_one()
        period = self.sudo().period_id
        first = period.date_from
        if self.span == "year":
            first = first.replace(month=1)
        return first, period.date_to

    def _prepare_entrant(self, eligible):
        """Return the card as an entrant of a ranking: its score and tie-breakers."""
        net = self.net_performance if self.scheme_id.tie_by_performance else 0
        merits = (exact(self.tie_score), exact(net))
        return Entrant(self.id, exact(self.score), merits, eligible=eligible)

    @api.model
    def _create_missing_cards(self, period):
        """Create the cards that a period lacks, and return all of them.

        :return: cards of the month and of the year to date, of every unit that a
            scheme in force assesses. A unit that was added after the ranking of its
            kind was published gets none.
        """
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", period.company_id.id)]
        )
        schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(
            units, period.date_to, period
        )
        cards = self.search([("period_id", "=", period.id)])
        known = {(card.unit_id, card.span) for card in cards}
        over = cards._get_published_rankings()
        # sudo: only the computation creates cards, whoever starts it. The chatter does
        # not log the creation, since it logs the first score.
        maker = self.sudo().with_context(mail_create_nolog=True)
        return cards | maker.create(
            [
                {
                    "unit_id": unit.id,
                    "period_id": period.id,
                    "span": span,
                    "scheme_id": scheme.id,
                }
                for unit, scheme in schemes.items()
                for span in ("month", "year")
                if (unit, span) not in known
                and (period, span, scheme.unit_kind) not in over
            ]
        ).with_env(self.env)

    def _update_scheme(self):
        """Move unpublished cards to the scheme that is valid in their month.

        The cards of a ranking that is partly published keep their scheme.
        """
        over = self._get_ranking_cards()._get_published_rankings()
        for period, cards in self.grouped("period_id").items():
            schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(
                cards.unit_id, period.date_to, period
            )
            stale = cards.filtered(
                lambda card, schemes=schemes: (
                    card._get_ranking_key() not in over
                    and schemes.get(card.unit_id, card.scheme_id) != card.scheme_id
                )
            )
            for scheme, group in stale.grouped(
                lambda card, schemes=schemes: schemes[card.unit_id]
            ).items():
                group.line_ids._move_to_scheme(scheme)
                group.write({"scheme_id": scheme.id})

    def _get_ranking_key(self):
        return self.period_id, self.span, self.unit_kind

    def _get_published_rankings(self):
        """Return ``{(period, span, kind of unit)}`` of those that are published."""
        return {card._get_ranking_key() for card in self if card.state == "published"}

    def _get_publishing_problem(self):
        """Return the reason why the card cannot be published, or None."""
        if self.error_count:
            return self.env._(
                "%s lines have no score yet. Open them and enter what they ask for.",
                self.error_count,
            )
        if self.open_objection_count:
            return self.env._("an objection waits for an answer.")
        accepted = self.objection_ids.filtered(
            lambda objection: (
                objection.state == "accepted"
                and objection.answered_on > self.computed_on
            )
        )
        if accepted:
            return self.env._(
                "an objection to line %s was accepted after it was computed. Correct"
                " the facts or the score, and compute again.",
                accepted[0].line_id.display_name,
            )
        if self.period_id.state != "closed":
            return self.env._(
                "period %s is not closed yet, so its figures can still change.",
                self.period_id.name,
            )
        return None

    def _check_facts_unchanged(self):
        """Check that facts such as duties did not change since the computation."""
        changed = self.env["telecom.assessment.scoring"]._find_changed_cards(self)
        if changed:
            raise UserError(
                self.env._(
                    "The figures behind %(count)s scorecards changed after they were"
                    " computed: %(cards)s. Compute them again and review them.",
                    count=len(changed),
                    cards=format_names(self.env, changed.mapped("display_name")),
                )
            )

    def _get_ranking_cards(self):
        """Return all cards that are ranked together with these."""
        if not self:
            return self
        return self.search(
            Domain.OR(
                Domain("period_id", "=", period.id)
                & Domain("span", "=", span)
                & Domain("scheme_id", "=", scheme.id)
                for period, span, scheme in {
                    (card.period_id, card.span, card.scheme_id) for card in self
                }
            )
        )

    def _describe_publication(self):
        """Return what publishing the cards does, in figures."""
        return self.env._(
            "%(count)s scorecards are published, with scores from %(lowest)s to"
            " %(highest)s; %(vetoed)s have a veto. All units see the ranking, and no"
            " card can change any more.",
            count=len(self),
            lowest=formatLang(self.env, min(self.mapped("score"), default=0)),
            highest=formatLang(self.env, max(self.mapped("score"), default=0)),
            vetoed=len(self.filtered("is_vetoed")),
        )
