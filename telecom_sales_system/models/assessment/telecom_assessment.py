from odoo import api, fields, models

from ...tools.ranking import Entrant
from ..unique_message import find_duplicate
from .telecom_target_months import exact


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
    _inherit = ["mail.thread", "mail.activity.mixin", "telecom.guarded.mixin"]
    _order = "date desc, span desc, unit_kind, rank, unit_id, id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"unit_id", "unit_kind", "period_id", "date", "span", "company_id"}
        | {"scheme_id", "state", "computed_on", "published_on", "points", "score"}
        | {"tie_score", "net_performance", "is_vetoed", "error_count", "rank"}
    )

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
        related="period_id.date_to", store=True, precompute=True, string="Until"
    )
    span = fields.Selection(
        [("month", "Month"), ("year", "Year to Date")],
        required=True,
        readonly=True,
        default="year",
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
    points = fields.Float(
        string="Points in All", digits=(6, 2), readonly=True, aggregator=None
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
        help="Among the units of the scheme; 0 for none: vetoed, or lines without a"
        " score.",
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    chart = fields.Html(
        string="Score by Line", compute="_compute_chart", sanitize=False
    )

    _unit_period_span_uniq = models.UniqueIndex(
        "(period_id, span, unit_id)", _get_duplicate_card_message
    )

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

    def action_what_if(self):
        """Open the panel that shows which score other figures would give."""
        self.ensure_one()
        return self.env["telecom.assessment.what.if"]._open_panel(self.scheme_id, self)

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
