from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..metric.telecom_metric import SCOPES


class TelecomContestCategory(models.Model):
    """A contest category: entrants of one kind, a metric and its bands."""

    _name = "telecom.contest.category"
    _description = "Contest Category"
    _inherit = ["telecom.state.part.mixin"]
    _order = "contest_id, sequence, id"
    _check_company_auto = True
    _part_of = "contest_id"

    contest_id = fields.Many2one(
        "telecom.contest", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contest_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("salesperson", "Salespeople"), ("team", "Teams"), ("unit", "Units")],
        string="Who",
        required=True,
        default="salesperson",
    )
    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env.ref(
            "telecom_sales_system.metric_points", raise_if_not_found=False
        ),
    )
    per_head = fields.Boolean(
        help="The metric divided by the full-time salespeople of the team or unit,"
        " today or on the last day."
    )
    expected_count = fields.Integer(
        string="Planned Entrants", help="Number of entrants planned to take part."
    )
    entrant_count = fields.Integer(
        string="Entrants",
        compute="_compute_entrant_count",
        help="Number of entrants in the last ranking.",
    )
    band_ids = fields.One2many("telecom.contest.band", "category_id", copy=True)
    bands = fields.Char(
        compute="_compute_bands",
        help="Entrants reached and planned, by band, the best band first.",
    )

    def _compute_entrant_count(self):
        counts = dict(
            self.env["telecom.contest.standing"]._read_group(
                [("category_id", "in", self.ids)], ["category_id"], ["__count"]
            )
        )
        for category in self:
            category.entrant_count = counts.get(category, 0)

    @api.depends("metric_id.direction", "band_ids.threshold")
    @api.depends("band_ids.name", "band_ids.expected_count", "band_ids.reached_count")
    def _compute_bands(self):
        for category in self:
            by_threshold = category.band_ids.sorted("threshold")
            bands = by_threshold[:: -category._get_sign()]
            category.bands = " · ".join(
                f"{band.name} {band.reached_count}/{band.expected_count}"
                for band in bands
            )

    @api.constrains("kind", "metric_id")
    def _check_metric(self):
        for category in self:
            if not category.metric_id[f"for_{category.kind}"]:
                kinds = dict(self._fields["kind"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "Category %(category)s, field Metric: %(metric)s is not"
                        " measured of “%(kind)s”. Choose another.",
                        category=category.name,
                        metric=category.metric_id.name,
                        kind=kinds[category.kind],
                    )
                )

    def _check_deletable(self):
        """Refuse to delete categories with standings: scorecards refer to them."""
        super()._check_deletable()
        self._get_wholes()._check_state("draft")

    def _get_sign(self):
        """Return 1 if higher figures are better, -1 if lower ones are."""
        return -1 if self.metric_id.direction == "lower" else 1

    def _get_entrants(self):
        """Return the units, teams or registered salespeople who take part."""
        contest = self.contest_id
        values = self.env["telecom.metric.value"]
        scopes = values._find_scopes(self.kind, contest)
        if self.kind == "salesperson":
            scopes = scopes.filtered(lambda person: person.state == "registered")
        home = contest.unit_id
        if not home:
            return scopes
        inside = home.search([("id", "child_of", home.id)])
        if self.kind == "unit":
            return scopes & inside
        return scopes.filtered(lambda scope: scope.unit_id in inside)

    def _get_entrant_model(self):
        return self.env[SCOPES[self.kind]]
