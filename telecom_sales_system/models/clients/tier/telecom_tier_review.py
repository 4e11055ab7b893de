from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.tools import SQL, format_date

from ...common.decision.confirmation import ask_first
from ...common.groups import SERVICE, check_service
from ...common.unique_message import find_duplicate

MONTHS = 12
UPGRADES = ("new", "up")


def _get_duplicate_review_message(env, diagnostics):
    return env._(
        "Tier review, field As of: %(holder)s is not applied yet. Work on that one, or"
        " delete it.",
        **find_duplicate(env, "telecom.tier.review", diagnostics),
    )


class TelecomTierReview(models.Model):
    """Review of client tiers by revenue: draft -> computed -> applied.

    Computing only proposes tiers. Applying writes them; the upgrades can be applied
    before the rest.

    The first review of a company is its opening review: its clients were key clients
    before the ledger began, so they have their tiers since a day in the past and count
    as new in no month. It also gives them unit, lead and deputy.
    """

    _name = "telecom.tier.review"
    _description = "Tier Review"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "as_of desc, id desc"
    _rec_name = "as_of"
    _guarded_fields = frozenset({"state", "computed_on", "applied_on", "applied_by_id"})
    _final_states = frozenset({"applied"})

    as_of = fields.Date(
        string="As of",
        required=True,
        default=lambda self: (
            self.env.company._telecom_today().replace(day=1) - relativedelta(days=1)
        ),
        help="Last day of the twelve months whose revenue decides.",
    )
    date_from = fields.Date(string="First Day", compute="_compute_date_from")
    kind = fields.Selection(
        [("regular", "Regular Review"), ("opening", "Opening Review")],
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="An opening review is proposed as long as no review was applied and no"
        " client has a tier.",
    )
    opening_day = fields.Date(
        string="Key Clients since",
        compute="_compute_opening_day",
        store=True,
        readonly=False,
        precompute=True,
        help="The clients of an opening review have their tiers since this day, unless"
        " their lines say another. Proposed: before the year before the ledger begins,"
        " so that comparisons with last year count them, too.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "Computed"), ("applied", "Applied")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    applied_on = fields.Datetime(readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    note = fields.Text()
    line_ids = fields.One2many("telecom.tier.review.line", "review_id", string="Lines")
    upgrade_count = fields.Integer(string="Upgrades", compute="_compute_counts")
    downgrade_count = fields.Integer(string="Downgrades", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    overridden_count = fields.Integer(string="Overrides", compute="_compute_counts")

    _open_uniq = models.UniqueIndex(
        "(company_id, kind, as_of) WHERE state <> 'applied'",
        _get_duplicate_review_message,
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("as_of", "kind")
    def _compute_display_name(self):
        for review in self:
            day = format_date(self.env, review.as_of)
            review.display_name = (
                self.env._("Opening Review %s", day)
                if review.kind == "opening"
                else self.env._("Tier Review %s", day)
            )

    @api.depends("company_id")
    def _compute_kind(self):
        for review in self:
            is_first = review.company_id._is_without_tiers()
            review.kind = "opening" if is_first else "regular"

    @api.depends("company_id")
    def _compute_opening_day(self):
        for review in self:
            first_day = self.env["telecom.period"]._get_first_day(review.company_id)
            review.opening_day = date(first_day.year - 2, 12, 31)

    @api.depends("as_of")
    def _compute_date_from(self):
        for review in self:
            # From the day after, so that a year ending in February begins in March.
            review.date_from = review.as_of and (
                review.as_of + relativedelta(days=1) - relativedelta(months=MONTHS)
            )

    @api.depends("line_ids.direction", "line_ids.is_overridden")
    def _compute_counts(self):
        counts = defaultdict(int)
        for review, direction, is_overridden, count in self.env[
            "telecom.tier.review.line"
        ]._read_group(
            [("review_id", "in", self.ids)],
            ["review_id", "direction", "is_overridden"],
            ["__count"],
        ):
            counts[review, direction] += count
            counts[review, is_overridden] += count
        for review in self:
            review.upgrade_count = counts[review, "new"] + counts[review, "up"]
            review.downgrade_count = counts[review, "down"] + counts[review, "out"]
            review.unchanged_count = counts[review, "same"]
            review.overridden_count = counts[review, True]

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("as_of")
    def _check_as_of(self):
        for review in self:
            if review.as_of > review.company_id._telecom_today():
                raise ValidationError(
                    self.env._(
                        "%s, field As of: the day has not come yet; its revenue is not"
                        " known.",
                        review.display_name,
                    )
                )

    @api.constrains("kind", "company_id")
    def _check_kind(self):
        for review in self.filtered(lambda review: review.kind == "opening"):
            review._check_nothing_applied()

    @api.constrains("kind", "opening_day")
    def _check_opening_day(self):
        for review in self.filtered(lambda review: review.kind == "opening"):
            today = review.company_id._telecom_today()
            if not review.opening_day or review.opening_day > today:
                raise ValidationError(
                    self.env._(
                        "%s, field Key Clients since: enter a day, which must have"
                        " come.",
                        review.display_name,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def action_begin_opening_review(self):
        """Open the company's opening review; compute one if there is none.

        :raises UserError: another review was applied already
        """
        review = self._find_opening_review()
        if not review:
            review = self.create({"kind": "opening"})
        if review.state == "draft":
            review.action_compute()
        return {
            "type": "ir.actions.act_window",
            "name": review.display_name,
            "res_model": self._name,
            "res_id": review.id,
            "view_mode": "form",
        }

    def action_compute(self):
        """Propose a tier for every client, without changing any tier.

        The action can be repeated: overrides and applied lines stay.

        :raises UserError: the review is applied, or somebody works on it
        """
        self._check_right_and_lock()
        self._check_not_final()
        for review in self:
            review._propose_tiers()
            if review.kind == "opening":
                self.env["telecom.tier.review.line"]._propose_service(review)
            review._set_guarded_fields(
                {"state": "computed", "computed_on": fields.Datetime.now()}
            )

    @ask_first("_describe_upgrades")
    def action_apply_upgrades(self):
        """Apply the upgrades; the other lines stay open until the review is applied.

        :raises UserError: not computed, or a client's tier has changed meanwhile
        """
        self._check_right_and_lock()
        for review in self:
            if review.kind == "opening":
                review._check_nothing_applied()
            review._find_lines_to_apply().filtered(
                lambda line: line.direction in UPGRADES
            )._apply_tiers()

    @ask_first("_describe_application")
    def action_apply(self):
        """Apply all lines and close the review; applied reviews are skipped.

        :raises UserError: not computed, or a client's tier has changed meanwhile
        """
        self._check_right_and_lock()
        for review in self.filtered(lambda review: review.state != "applied"):
            if review.kind == "opening":
                review._check_nothing_applied()
            review._find_lines_to_apply()._apply_tiers()
            review._set_guarded_fields(
                {
                    "state": "applied",
                    "applied_on": fields.Datetime.now(),
                    "applied_by_id": self.env.uid,
                }
            )
            # sudo: the activities of all members of the department are done now
            review.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    @api.readonly
    def action_open_lines(self):
        """Open the lines; context ``lines`` names the filter to begin with."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_tier_review_line_action"
        )
        wanted = self.env.context.get("lines", "attention")
        if self.kind == "opening":
            view = self.env.ref(
                "telecom_sales_system.telecom_tier_review_line_view_list_opening"
            )
            action["views"] = [(view.id, "list"), (False, "pivot")]
        action["display_name"] = self.display_name
        action["domain"] = [("review_id", "=", self.id)]
        action["context"] = {f"search_default_{wanted}": 1}
        return action

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_change(self, vals):
        super()._check_change(vals)
        if {"as_of", "company_id", "kind", "opening_day"} & vals.keys():
            for review in self.filtered(lambda review: review.state != "draft"):
                raise UserError(
                    self.env._(
                        "%s is computed. Delete it and begin a new one for another"
                        " day.",
                        review.display_name,
                    )
                )

    def _check_deletable(self):
        super()._check_deletable()
        for line in self.line_ids.filtered("applied_on")[:1]:
            raise UserError(
                self.env._(
                    "%s: upgrades were applied already; it cannot be deleted.",
                    line.review_id.display_name,
                )
            )

    @api.model
    def _get_way_out(self):
        return self.env._("Begin a new review.")

    @api.model
    def _find_opening_review(self):
        """Return the opening review of the company in use that is not applied yet."""
        return self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "=", "opening"),
                ("state", "!=", "applied"),
            ],
            limit=1,
        )

    @api.model
    def _get_opening_progress(self):
        """Return how far the company in use is with the tiers of its clients.

        :return: a dictionary: is_done (clients have tiers, and no opening review
            waits), review (the one that waits, or none), clients (that it gives a
            tier), without_lead and without_deputy (of these)
        """
        review = self._find_opening_review()
        lines = review.line_ids.filtered("tier_id")
        return {
            "is_done": not (review or self.env.company._is_without_tiers()),
            "review": review,
            "clients": len(lines),
            "without_lead": len(lines.filtered(lambda x: not x.assigned_lead_id)),
            "without_deputy": len(lines.filtered(lambda x: not x.assigned_deputy_id)),
        }

    def _check_nothing_applied(self):
        """Check that no other review of the company was applied, not even in part.

        :raises UserError: one was
        """
        # sudo: a line of any unit
        applied = (
            self.env["telecom.tier.review.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("review_id", "!=", self.id),
                    ("applied_on", "!=", False),
                ],
                limit=1,
            )
        )
        if applied:
            raise UserError(
                self.env._(
                    "%(review)s: %(applied)s was applied already, and key clients are"
                    " counted from it on. Begin a regular review instead.",
                    review=self.display_name,
                    applied=applied.review_id.display_name,
                )
            )

    def _check_right_and_lock(self):
        """Check the right to run reviews, and lock them until the transaction ends.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: somebody works on the review right now
        """
        check_service(
            self.env,
            self.env._("Only the customer service department runs tier reviews."),
        )
        try:
            self.lock_for_update()
        except LockError:
            raise UserError(
                self.env._(
                    "%s: somebody else works on it right now. Try again in a moment.",
                    self[:1].display_name,
                )
            ) from None

    def _find_lines_to_apply(self):
        if self.state == "draft":
            raise UserError(
                self.env._("%s: compute it before it is applied.", self.display_name)
            )
        lines = self.env["telecom.tier.review.line"].search(
            [("review_id", "=", self.id), ("applied_on", "=", False)]
        )
        if self.kind == "opening":
            # Clients without a tier get unit and managers, too.
            return lines
        return lines.filtered(lambda line: line.direction != "same")

    def _propose_tiers(self):
        """Write a line for each client with revenue or a tier; keep decisions.

        Clients whose tier belongs to another company are left to its own reviews.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM telecom_tier_review_line
                 WHERE review_id = %s AND applied_on IS NULL AND NOT is_overridden
                   AND is_edited IS NOT TRUE
                """,
                self.id,
            )
        )
        self.env.cr.execute(self._get_insert_query())
        self.env.invalidate_all(flush=False)

    def _get_insert_query(self):
        return SQL(
            """
            WITH revenue AS (%(revenue)s),
            proposal AS (
                SELECT p.id AS partner_id, p.sales_unit_id,
                       COALESCE(v.revenue, 0) AS revenue,
                       old.id AS old_id, old.threshold AS old_threshold,
                       new.id AS new_id, CASE WHEN kept.is_overridden
                           THEN kept.tier_id ELSE new.id END AS chosen_id,
                       kept.reason
                  FROM res_partner p
             LEFT JOIN revenue v ON v.partner_id = p.id
             LEFT JOIN telecom_client_tier old ON old.id = p.tier_id
             LEFT JOIN telecom_tier_review_line kept
                    ON kept.review_id = %(review)s AND kept.partner_id = p.id
                   AND kept.merged_ref IS NULL
             LEFT JOIN LATERAL (
                       SELECT id FROM telecom_client_tier
                        WHERE company_id = %(company)s AND active
                          AND threshold <= v.revenue
                     ORDER BY threshold DESC LIMIT 1) new ON TRUE
                 WHERE p.active AND p.commercial_partner_id = p.id
                   AND (old.id IS NULL OR old.company_id = %(company)s)
                   AND (v.revenue <> 0 OR old.id IS NOT NULL OR kept.id IS NOT NULL))
            INSERT INTO telecom_tier_review_line (
                review_id, company_id, partner_id, sales_unit_id, revenue,
                current_tier_id, proposed_tier_id, tier_id, reason, is_overridden,
                direction)
            SELECT %(review)s, %(company)s, x.partner_id, x.sales_unit_id, x.revenue,
                   x.old_id, x.new_id, x.chosen_id, x.reason,
                   x.chosen_id IS DISTINCT FROM x.new_id,
                   CASE WHEN x.chosen_id IS NOT DISTINCT FROM x.old_id THEN 'same'
                        WHEN x.old_id IS NULL THEN 'new'
                        WHEN x.chosen_id IS NULL THEN 'out'
                        WHEN chosen.threshold > x.old_threshold THEN 'up'
                        ELSE 'down' END
              FROM proposal x
         LEFT JOIN telecom_client_tier chosen ON chosen.id = x.chosen_id
       ON CONFLICT (review_id, partner_id) WHERE merged_ref IS NULL DO UPDATE
               SET revenue = EXCLUDED.revenue, sales_unit_id = EXCLUDED.sales_unit_id,
                   current_tier_id = EXCLUDED.current_tier_id,
                   proposed_tier_id = EXCLUDED.proposed_tier_id,
                   tier_id = EXCLUDED.tier_id,
                   is_overridden = EXCLUDED.is_overridden,
                   direction = EXCLUDED.direction
             WHERE telecom_tier_review_line.applied_on IS NULL
            """,
            revenue=self._get_revenue_query(),
            review=self.id,
            company=self.company_id.id,
        )

    def _get_revenue_query(self):
        """Return the query of the revenue per client in the review's twelve months."""
        return SQL(
            """
            SELECT partner_id, SUM(amount) AS revenue
              FROM (%(lines)s) line
             WHERE company_id = %(company)s
               AND date BETWEEN %(date_from)s AND %(date_to)s
          GROUP BY partner_id
            """,
            lines=self.env["telecom.client.revenue"]._table_query,
            company=self.company_id.id,
            date_from=self.date_from,
            date_to=self.as_of,
        )

    @api.model
    def _cron_propose(self):
        """Create the review of the last month for each company, unless it exists."""
        tiers = self.env["telecom.client.tier"]
        companies = [company for [company] in tiers._read_group([], ["company_id"])]
        for done, company in enumerate(companies, 1):
            company._apply_telecom_lang(self)._create_last_month_review()
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    def _create_last_month_review(self):
        first_day = self.env.company._telecom_today().replace(day=1)
        self._create_month_review(first_day - relativedelta(days=1))

    def _create_month_review(self, last_day):
        """Create the review of the month that ends on a day, unless it exists.

        As long as an opening review waits, there is none: all would count as new.
        """
        first_day = last_day.replace(day=1)
        present = [
            ("company_id", "=", self.env.company.id),
            ("as_of", ">=", first_day),
            ("as_of", "<=", last_day),
        ]
        waits = self._find_opening_review()
        if not (waits or self.search_count(present, limit=1)):
            review = self.create({"as_of": last_day})
            review.action_compute()
            review._schedule_department_activities()

    def _schedule_department_activities(self):
        """Schedule an activity for each member of the department."""
        department = self.env.ref(SERVICE)
        # sudo: the user who closes may not see members of other companies
        for user in department.sudo().all_user_ids:
            if user.active and self.company_id in user.company_ids:
                review = self.with_context(lang=user.lang)
                review.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=review.company_id._telecom_today(),
                    user_id=user.id,
                    summary=review.env._(
                        "Decide on the tiers of %s clients",
                        review.upgrade_count + review.downgrade_count,
                    ),
                )

    def _describe_upgrades(self):
        """Return what applying the upgrades does, in figures."""
        return self.env._(
            "%s clients get a higher tier now. Downgrades wait until the review is"
            " applied.",
            sum(self.mapped("upgrade_count")),
        )

    def _describe_application(self):
        """Return what applying the reviews does, in figures."""
        return self.env._(
            "All clients get their chosen tier: %(up)s go up, %(down)s go down,"
            " %(same)s stay. The review can no longer change.",
            up=sum(self.mapped("upgrade_count")),
            down=sum(self.mapped("downgrade_count")),
            same=sum(self.mapped("unchanged_count")),
        )
