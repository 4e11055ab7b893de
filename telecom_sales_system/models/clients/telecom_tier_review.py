from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tools import format_date

from ..unique_message import find_duplicate

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
    """

    _name = "telecom.tier.review"
    _description = "Tier Review"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.guarded.mixin",
        "telecom.tier.review.proposals",
        "telecom.tier.review.month",
    ]
    _order = "as_of desc, id desc"
    _rec_name = "as_of"
    _guarded_fields = frozenset({"state", "computed_on", "applied_on", "applied_by_id"})

    as_of = fields.Date(
        string="As of",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(day=1) - relativedelta(days=1)
        ),
        help="Last day of the twelve months whose revenue decides.",
    )
    date_from = fields.Date(string="First Day", compute="_compute_date_from")
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
    applied_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    note = fields.Text()
    line_ids = fields.One2many("telecom.tier.review.line", "review_id", string="Lines")
    upgrade_count = fields.Integer(string="Upgrades", compute="_compute_counts")
    downgrade_count = fields.Integer(string="Downgrades", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    overridden_count = fields.Integer(string="Overrides", compute="_compute_counts")

    _open_uniq = models.UniqueIndex(
        "(company_id, as_of) WHERE state <> 'applied'", _get_duplicate_review_message
    )

    @api.depends("as_of")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "Tier Review %s", format_date(self.env, review.as_of)
            )

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

    @api.constrains("as_of")
    def _check_as_of(self):
        for review in self:
            if review.as_of > fields.Date.context_today(review):
                raise ValidationError(
                    self.env._(
                        "%s, field As of: the day has not come yet; its revenue is not"
                        " known.",
                        review.display_name,
                    )
                )

    def write(self, vals):
        self._check_not_applied()
        if {"as_of", "company_id"} & vals.keys():
            for review in self.filtered(lambda review: review.state != "draft"):
                raise UserError(
                    self.env._(
                        "%s is computed. Delete it and begin a new one for another"
                        " day.",
                        review.display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unapplied(self):
        self._check_not_applied()
        for line in self.line_ids.filtered("applied_on")[:1]:
            raise UserError(
                self.env._(
                    "%s: upgrades were applied already; it cannot be deleted.",
                    line.review_id.display_name,
                )
            )

    def _check_not_applied(self):
        for review in self:
            if review.state == "applied":
                raise UserError(
                    self.env._(
                        "%s is applied and stays as it is. Begin a new review.",
                        review.display_name,
                    )
                )

    def _check_right_and_lock(self):
        """Check the right to run reviews, and lock them until the transaction ends.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: somebody works on the review right now
        """
        service = "telecom_sales_system.group_telecom_service"
        if not (self.env.su or self.env.user.has_group(service)):
            raise AccessError(
                self.env._("Only the customer service department runs tier reviews.")
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

    def action_compute(self):
        """Propose a tier for every client, without changing any tier.

        The action can be repeated: overrides and applied lines stay.

        :raises UserError: the review is applied, or somebody works on it
        """
        self._check_right_and_lock()
        self._check_not_applied()
        for review in self:
            review._propose_tiers()
            review._set_guarded(
                {"state": "computed", "computed_on": fields.Datetime.now()}
            )

    def action_apply_upgrades(self):
        """Apply the upgrades; the other lines stay open until the review is applied.

        :raises UserError: not computed, or a client's tier has changed meanwhile
        """
        self._check_right_and_lock()
        for review in self:
            review._find_lines_to_apply().filtered(
                lambda line: line.direction in UPGRADES
            )._apply_tiers()

    def action_apply(self):
        """Apply all lines and close the review; applied reviews are skipped.

        :raises UserError: not computed, or a client's tier has changed meanwhile
        """
        self._check_right_and_lock()
        for review in self.filtered(lambda review: review.state != "applied"):
            review._find_lines_to_apply()._apply_tiers()
            review._set_guarded(
                {
                    "state": "applied",
                    "applied_on": fields.Datetime.now(),
                    "applied_by_id": self.env.uid,
                }
            )
            # sudo: the activities of all members of the department are done now
            review.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _find_lines_to_apply(self):
        if self.state == "draft":
            raise UserError(
                self.env._("%s: compute it before it is applied.", self.display_name)
            )
        return self.env["telecom.tier.review.line"].search(
            [
                ("review_id", "=", self.id),
                ("direction", "!=", "same"),
                ("applied_on", "=", False),
            ]
        )

    @api.readonly
    def action_open_lines(self):
        """Open the lines; context ``lines`` names the filter to begin with."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_tier_review_line_action"
        )
        wanted = self.env.context.get("lines", "attention")
        action["display_name"] = self.display_name
        action["domain"] = [("review_id", "=", self.id)]
        action["context"] = {f"search_default_{wanted}": 1}
        return action
