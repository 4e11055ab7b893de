from odoo import api, fields, models

from ...common.screens.list_action import prepare_list_action


class TelecomContestStanding(models.Model):
    """The place of a person, team or unit in a contest; only the ranking writes it.

    An entrant keeps its standing through all rankings, since published scorecards refer
    to it. That of an entrant who no longer takes part is archived.
    """

    _name = "telecom.contest.standing"
    _description = "Contest Standing"
    _inherit = ["telecom.scope.mixin"]
    _order = "category_id, has_value desc, rank, id"
    _check_company_auto = True
    _log_access = False

    active = fields.Boolean(default=True, readonly=True)
    contest_id = fields.Many2one(
        "telecom.contest", required=True, index=True, ondelete="cascade", readonly=True
    )
    state = fields.Selection(related="contest_id.state", string="State of Contest")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    category_id = fields.Many2one(
        "telecom.contest.category",
        string="Contest Category",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    home_unit_id = fields.Many2one(
        "telecom.sales.unit",
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    scope = fields.Char(compute_sudo=True)
    name = fields.Char(readonly=True, help="Name at the time of the ranking.")
    measure = fields.Selection(related="category_id.metric_id.measure")
    # A graph needs an aggregator; without a figure it is 0, which an average counts.
    value = fields.Float(digits=(16, 2), readonly=True, aggregator="max")
    has_value = fields.Boolean(readonly=True)
    heads = fields.Integer(
        readonly=True,
        help="Full-time salespeople today or on the last day, if it is per head.",
        aggregator=None,
    )
    rank = fields.Integer(
        readonly=True, aggregator=None, help="0 if there is no figure to rank."
    )
    band_id = fields.Many2one("telecom.contest.band", readonly=True, index=True)
    next_band_id = fields.Many2one("telecom.contest.band", readonly=True)
    gap = fields.Float(
        string="To the Next Band", digits=(16, 2), readonly=True, aggregator=None
    )
    prize = fields.Monetary(readonly=True)

    _entrant_once = models.UniqueIndex(
        "(category_id, COALESCE(unit_id, 0), COALESCE(team_id, 0),"
        " COALESCE(salesperson_id, 0))"
    )

    @api.readonly
    def action_open_evidence(self):
        """Open the records from which the figure was computed.

        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        contest = self.contest_id
        model, domain = self.category_id.metric_id._get_evidence(
            self._get_scope(), contest.date_from, contest._get_last_measured_day()
        )
        self.env[model].check_access("read")
        return prepare_list_action(
            self.env,
            f"{self.category_id.metric_id.name} · {self.name}",
            model,
            domain,
        )
