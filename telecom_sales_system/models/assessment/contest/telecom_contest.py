from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ....tools.assessment.bands import Band, band_of, gap_to_next
from ....tools.assessment.ranking import competition_ranks
from ....tools.decimals import exact
from ....tools.figures import CENT
from ...common.decision.confirmation import ask_first
from ...common.groups import check_service
from ..metric.telecom_metric import SCOPES

NO_RANK = {
    "value": 0,
    "has_value": False,
    "rank": 0,
    "band_id": False,
    "prize": 0,
    "next_band_id": False,
    "gap": 0,
}


class TelecomContest(models.Model):
    """A labour contest (双百优 劳动竞赛) with categories, bands and standings.

    draft -> running (standings follow the ledger) -> closed (standings are final).
    """

    _name = "telecom.contest"
    _description = "Contest"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset({"state", "refreshed_on", "closed_on"})
    _final_states = frozenset({"closed"})
    # Scorecards refer to the standings of a contest that began.
    _deletable_states = frozenset({"draft"})

    name = fields.Char(required=True, translate=True)
    date_from = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self.env.company._telecom_today().replace(month=1, day=1),
    )
    date_to = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: self.env.company._telecom_today().replace(
            month=12, day=31
        ),
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Within",
        ondelete="restrict",
        check_company=True,
        help="Who takes part: the people and teams of this unit and those below it."
        " Empty: of the whole company.",
    )
    bands_exclusive = fields.Boolean(
        string="Exclusive Bands",
        default=True,
        help="An entrant counts in the highest band reached only: above 1,000,000, not"
        " also at 500,000. Otherwise an entrant counts in each band reached. The prize"
        " is that of the highest band.",
    )
    rules = fields.Html(translate=True, help="What is contested, and by which rules.")
    category_ids = fields.One2many(
        "telecom.contest.category", "contest_id", string="Categories", copy=True
    )
    standing_ids = fields.One2many(
        "telecom.contest.standing", "contest_id", string="Standings"
    )
    standing_count = fields.Integer(compute="_compute_standing_count")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Ended")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    refreshed_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Date(string="Ended On", readonly=True, copy=False)

    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)",
        "Contest, field Last Day: it cannot lie before the first.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    def _compute_standing_count(self):
        counts = dict(
            self.env["telecom.contest.standing"]._read_group(
                [("contest_id", "in", self.ids)], ["contest_id"], ["__count"]
            )
        )
        for contest in self:
            contest.standing_count = counts.get(contest, 0)

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def copy_data(self, default=None):
        """Copy contests with their categories and bands to the next year."""
        return [
            {
                **vals,
                "name": self.env._("%s (copy)", contest.name),
                "date_from": fields.Date.add(contest.date_from, years=1),
                "date_to": fields.Date.add(contest.date_to, years=1),
                **(default or {}),
            }
            for contest, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_start(self):
        """Start the contests: their standings are kept up to date from now on.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: the contest is not a draft, or has no category
        """
        self._check_service()
        for contest in self:
            contest._check_state("draft")
            if not contest.category_ids:
                raise UserError(
                    self.env._(
                        "Contest %s, field Categories: add at least one category.",
                        contest.name,
                    )
                )
        self._set_guarded_fields({"state": "running"})
        self._refresh_standings()

    def action_refresh(self):
        """Rank all entrants by the current values of the metrics.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: the contest is not running
        """
        self._check_service()
        for contest in self:
            contest._check_state("running")
        self._refresh_standings()

    @ask_first("_describe_end")
    def action_close(self):
        """Rank all entrants a last time and close the contests.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: the contest is not running, or its last day is not over
        """
        self._check_service()
        for contest in self:
            contest._check_state("running")
            if contest.date_to >= contest.company_id._telecom_today():
                raise UserError(
                    self.env._(
                        "Contest %(contest)s: its last day, %(day)s, is not over yet.",
                        contest=contest.name,
                        day=format_date(self.env, contest.date_to),
                    )
                )
        self._refresh_standings()
        for contest in self:
            today = contest.company_id._telecom_today()
            contest._set_guarded_fields({"state": "closed", "closed_on": today})

    @api.readonly
    def action_open_standings(self):
        """Open the standings, by category."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_contest_standing_action"
        )
        return action | {
            "display_name": self.name,
            "domain": [("contest_id", "=", self.id)],
            "context": {"search_default_group_category": 1},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_service(self):
        check_service(
            self.env,
            self.env._("Only the customer service department runs contests."),
        )

    @api.model
    def _cron_refresh(self):
        """Keep the standings of all running contests up to date, until they close."""
        contests = self.search([("state", "=", "running")])
        for done, contest in enumerate(contests, 1):
            contest.company_id._apply_telecom_lang(contest)._refresh_standings()
            self.env["ir.cron"]._commit_progress(1, remaining=len(contests) - done)

    def _refresh_standings(self):
        """Rank all entrants by their figures until today, and store the standings."""
        self.check_access("write")
        for contest in self:
            # sudo: all entrants are ranked, and only the ranking writes standings
            contest.sudo()._update_standings()
            contest._set_guarded_fields({"refreshed_on": fields.Datetime.now()})

    def _get_last_measured_day(self):
        """Return the day until which figures count, at most the last day."""
        self.ensure_one()
        today = self.company_id._telecom_today()
        return min(self.closed_on or today, self.date_to)

    def _update_standings(self):
        """Rank all entrants; each keeps its standing, with what changed in it."""
        with self.env["telecom.metric"]._keep_facts():
            rows = [
                row
                for each in self.category_ids
                for row in self._prepare_standings_vals(each)
            ]
        standings = self.env["telecom.contest.standing"].with_context(active_test=False)
        known = {
            (standing.category_id.id, standing._get_scope()): standing
            for standing in standings.search([("contest_id", "=", self.id)])
        }
        new = []
        for row in rows:
            scope = self._get_entrant(row)
            standing = known.pop((row["category_id"], scope), None)
            if standing is None:
                new.append(row)
            else:
                standing.write(row)
        standings.create(new)
        standings.union(*known.values()).filtered("active").active = False

    def _get_entrant(self, row):
        """Return the unit, team or salesperson of the values of a standing."""
        return next(
            self.env[model].browse(row[f"{kind}_id"])
            for kind, model in SCOPES.items()
            if row.get(f"{kind}_id")
        )

    def _prepare_standings_vals(self, category):
        """Return the values of the standings of a category, the best first."""
        scopes = category._get_entrants()
        field = category.env["telecom.scope.mixin"]._get_scope_field(
            category._get_entrant_model()
        )
        figures, heads = self._measure_entrants(category, scopes)
        counted = [scope for scope in scopes if scope.id in figures]
        sign = category._get_sign()
        ranks = competition_ranks([sign * figures[scope.id] for scope in counted])
        bands = {
            Band(sign * exact(band.threshold), exact(band.prize)): band
            for band in category.band_ids
        }
        rows = [
            self._prepare_entrant_vals(category, scope, field, heads)
            | self._prepare_ranking_vals(figures[scope.id], rank, bands, sign)
            for rank, scope in sorted(
                zip(ranks, counted, strict=True), key=lambda pair: (pair[0], pair[1].id)
            )
        ]
        left = [scope for scope in scopes if scope.id not in figures]
        return rows + [
            self._prepare_entrant_vals(category, s, field, heads) for s in left
        ]

    def _measure_entrants(self, category, scopes):
        """Return the figures, rounded as they are shown, and the heads, by scope.

        A team or unit without full-time salespeople has no figure per head.
        """
        days = self.date_from, self._get_last_measured_day()
        figures = category.metric_id._measure_scopes(scopes, *days)
        heads = {}
        if category.per_head:
            metric = self.env.ref("telecom_sales_system.metric_full_time")
            heads = metric._measure_scopes(scopes, *days)
            figures = {
                scope_id: value / heads[scope_id]
                for scope_id, value in figures.items()
                if heads.get(scope_id)
            }
        return {key: value.quantize(CENT) for key, value in figures.items()}, heads

    def _prepare_entrant_vals(self, category, scope, field, heads):
        home = scope if category.kind == "unit" else scope.unit_id
        return {
            "contest_id": self.id,
            "company_id": self.company_id.id,
            "category_id": category.id,
            field: scope.id,
            "home_unit_id": home.id,
            "name": scope.display_name,
            "heads": int(heads.get(scope.id, 0)),
            "active": True,
            **NO_RANK,
        }

    def _prepare_ranking_vals(self, value, rank, bands, sign):
        reached = band_of(sign * value, bands)
        gap = gap_to_next(sign * value, bands)
        band = bands[reached] if reached else self.env["telecom.contest.band"]
        return {
            "value": value,
            "has_value": True,
            "rank": rank,
            "band_id": band.id,
            "prize": reached.prize if reached else 0,
            "next_band_id": bands[gap.band].id if gap else False,
            "gap": gap.missing if gap else 0,
        }

    def _describe_end(self):
        """Return what ending the contests does, in figures."""
        return self.env._(
            "All entrants of %(names)s are ranked a last time, %(count)s at present."
            " Then the ranks and prizes can no longer change.",
            names=format_list(self.env, self.mapped("name")),
            count=sum(self.mapped("standing_count")),
        )
