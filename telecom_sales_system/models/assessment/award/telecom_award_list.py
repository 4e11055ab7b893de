from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list, formatLang

from ....tools.assessment.bands import Band
from ....tools.assessment.ranking import prizes_by_band, prizes_by_rank
from ....tools.decimals import exact
from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, check_service
from ...common.unique_message import find_duplicate

YEAR_END = (12, 31)


def _get_duplicate_list_message(env, diagnostics):
    return env._(
        "Award list, field Period: %(holder)s exists already. Work on that one.",
        **find_duplicate(env, "telecom.award.list", diagnostics),
    )


class TelecomAwardList(models.Model):
    """The prizes of the units by their published cards of the year, for signature.

    The regulation, annexes 1 and 2: by bands of points, or by rank above a floor; a
    veto removes the award, not the score. Somebody other than its maker approves it.

    A veto (一票否决) that is found after the cards were published, by an integrity case
    of the year or by duties, removes the award but does not change the card. After the
    approval a leader withdraws the list with a reason, and another list is computed.
    """

    _name = "telecom.award.list"
    _description = "Award List"
    _inherit = ["mail.thread", "telecom.proposal.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "approved_on", "line_ids"}
        | {"computed_on", "left_out_ids", "author_ids"}
        | {"withdrawn_by_id", "withdrawn_on", "withdrawal_reason"}
        | {"reported_unit_ids"}
    )
    _proposal_fields = frozenset({"period_id"})

    period_id = fields.Many2one(
        "telecom.period",
        required=True,
        index=True,
        ondelete="restrict",
        help="The cards of the year until the end of this month count. Only a list of"
        " December can be approved; one of an earlier month is a preview.",
    )
    date = fields.Date(related="period_id.date_to", store=True, string="As of")
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one(
        "res.users",
        string="Withdrawn by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    withdrawn_on = fields.Date(readonly=True, copy=False)
    withdrawal_reason = fields.Text(readonly=True, copy=False)
    is_of_year = fields.Boolean(compute="_compute_is_of_year")
    line_ids = fields.One2many(
        "telecom.award.list.line", "list_id", string="Lines", readonly=True
    )
    total = fields.Monetary(compute="_compute_total", store=True)
    left_out_ids = fields.Many2many(
        "telecom.sales.unit",
        "telecom_award_list_left_out_rel",
        string="Left Out for Vetoes",
        readonly=True,
        copy=False,
        help="A veto was found after their scorecards were published: an integrity case"
        " of the year, or duties.",
    )
    vetoed_unit_ids = fields.Many2many(
        "telecom.sales.unit",
        string="Vetoed since the Approval",
        compute="_compute_vetoed_unit_ids",
        compute_sudo=True,
        help="Units with a prize of an approved list, to which a veto applies by now.",
    )

    reported_unit_ids = fields.Many2many(
        "telecom.sales.unit",
        "telecom_award_list_reported_rel",
        string="Vetoes That Leaders Know",
        readonly=True,
        copy=False,
    )

    _period_uniq = models.UniqueIndex(
        "(period_id) WHERE state != 'withdrawn'", _get_duplicate_list_message
    )
    # A list covers all schemes, so each scheme pays its prizes once a year.
    _approved_uniq = models.UniqueIndex(
        "(company_id, EXTRACT(YEAR FROM date)) WHERE state = 'approved'",
        "An award list of this year is approved already: each scheme pays its prizes"
        " once a year.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("period_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "Awards until %s", record.sudo().period_id.name or ""
            )

    @api.depends("line_ids.amount")
    def _compute_total(self):
        for record in self:
            record.total = sum(record.line_ids.mapped("amount"))

    @api.depends("date")
    def _compute_is_of_year(self):
        for record in self:
            day = record.date
            record.is_of_year = day and (day.month, day.day) == YEAR_END

    @api.depends("state", "line_ids")
    def _compute_vetoed_unit_ids(self):
        for record in self:
            record.vetoed_unit_ids = record._find_vetoed_units()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_compute(self):
        """Compute the prizes from published cards. Can be repeated.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: approved already, or a card of the year is not published
        """
        check_service(
            self.env,
            self.env._("Only the customer service department makes award lists."),
        )
        self._check_state("draft")
        for record in self:
            cards = record._get_published_cards()
            record._set_guarded_fields(
                {"left_out_ids": record._find_late_vetoed_cards(cards).unit_id}
            )
            # sudo: lines are written by this computation only
            record.sudo().line_ids.unlink()
            record.line_ids.sudo().create(
                [
                    {
                        "list_id": record.id,
                        "assessment_id": card.id,
                        "rank": card.rank,
                        "score": card.score,
                        "amount": amount,
                    }
                    for card, amount in record._get_prizes(cards)
                ]
            )
        self._set_guarded_fields(
            {"computed_on": fields.Datetime.now(), "proposed_by_id": self.env.uid}
        )
        self._add_author()

    @ask_first("_describe_approval")
    def action_approve(self):
        """Approve the prizes; the lists can no longer change.

        :raises AccessError: the user is not a leader, made the list, or set its prizes
        :raises UserError: approved already, or another list of the year is; it is not
            of December; a veto was found since it was computed
        """
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(self.env._("Awards are approved by a leader."))
        for record in self:
            if not record.computed_on:
                raise UserError(
                    self.env._("%s: compute it first.", record.display_name)
                )
            record._check_of_year()
            record._check_first_of_year()
            record._check_no_new_vetoes()
        self._check_not_prize_author()
        self._approve_proposals()
        for company, records in self.grouped("company_id").items():
            records._set_guarded_fields({"approved_on": company._telecom_today()})

    @api.readonly
    def action_open_withdrawal(self):
        """Open the dialog that asks for the reason to withdraw an approved list."""
        self.ensure_one()
        self._check_state("approved")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw"),
            "res_model": "telecom.award.withdrawal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_list_id": self.id},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _withdraw_awards(self, reason):
        """Withdraw approved lists; the prizes can be computed in a new list then.

        :raises AccessError: the user is not a leader
        :raises UserError: not approved, or no reason
        """
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(self.env._("Awards are withdrawn by a leader."))
        self._check_state("approved")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the awards are withdrawn."))
        for record in self:
            record._set_guarded_fields(
                {
                    "state": "withdrawn",
                    "withdrawn_by_id": self.env.uid,
                    "withdrawn_on": record.company_id._telecom_today(),
                    "withdrawal_reason": reason,
                }
            )
        # The unique index has to see it before a new list is created.
        self.flush_recordset(["state"])

    @api.model
    def _find_approved_lists(self, company, date_from):
        # sudo: only for those who may read the list it is named
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "approved"),
                ("date", ">=", date_from),
            ]
        )

    @api.model
    def _find_lists_with_vetoes(self, company, date_from):
        """Return approved lists from a day on with a prize that is vetoed by now."""
        approved = self._find_approved_lists(company, date_from)
        return approved.filtered(lambda record: record._find_vetoed_units()).with_env(
            self.env
        )

    @api.model
    def _send_veto_notices(self, company, date_from):
        """Tell leaders of vetoes on approved lists, whatever they come from, once."""
        for record in self._find_approved_lists(company, date_from):
            vetoed = record._find_vetoed_units()
            if new := vetoed - record.reported_unit_ids:
                record._ask_for_withdrawal(new)
            if vetoed != record.reported_unit_ids:
                record.reported_unit_ids = vetoed

    def _ask_for_withdrawal(self, units):
        # sudo: leaders are told, whoever found the veto
        leaders = self.env.ref(LEADER).sudo().all_user_ids
        told = leaders.filtered(lambda user: self.company_id in user.company_ids)
        self.message_post(
            body=self.env._(
                "A veto applies to %s by now. Withdraw the list, then compute a new"
                " one.",
                format_list(self.env, units.mapped("name")),
            ),
            partner_ids=told.partner_id.ids,
        )

    def _find_vetoed_units(self):
        """Return the units of an approved list whose prize is vetoed by now."""
        cards = self.line_ids.assessment_id
        if self.state != "approved":
            cards = cards.browse()
        return self._find_late_vetoed_cards(cards).unit_id

    def _get_published_cards(self):
        """Return the cards of the year of all units.

        :raises UserError: there are none, or one is not published
        """
        cards = self.env["telecom.assessment"].search(
            [("period_id", "=", self.period_id.id), ("span", "=", "year")]
        )
        if not cards:
            raise UserError(
                self.env._(
                    "%s: there are no scorecards of the year to that month. Score the"
                    " month first.",
                    self.period_id.name,
                )
            )
        waiting = cards.filtered(lambda card: card.state != "published")
        if waiting:
            raise UserError(
                self.env._(
                    "%(period)s: %(count)s scorecards are not published yet, such as"
                    " %(card)s. Awards follow published cards only.",
                    period=self.period_id.name,
                    count=len(waiting),
                    card=waiting[0].display_name,
                )
            )
        return cards

    @api.model
    def _get_prizes(self, cards):
        """Return ``[(card, amount)]`` of the winners, by scheme and rank."""
        won = []
        late = self._find_late_vetoed_cards(cards)
        for scheme, group in cards.grouped("scheme_id").items():
            by_key = {card.id: card for card in group.sorted(lambda c: (c.rank, c.id))}
            entrants = [
                card._prepare_entrant(eligible=not (card.is_vetoed or card in late))
                for card in by_key.values()
            ]
            amounts = self._get_prize_amounts(scheme, entrants)
            won += [(by_key[key], amount) for key, amount in amounts.items() if amount]
        return won

    @api.model
    def _get_prize_amounts(self, scheme, entrants):
        if scheme.award_kind == "band":
            bands = [
                Band(scheme._get_award_minimum(award.floor), exact(award.amount))
                for award in scheme.award_ids
            ]
            return prizes_by_band(entrants, bands)
        prizes = [exact(a.amount) for a in scheme.award_ids.sorted("rank")]
        placings = prizes_by_rank(
            entrants,
            prizes,
            minimum=scheme._get_award_minimum(scheme.award_floor),
            shared=scheme.tied_prizes,
        )
        return {key: placing.prize for key, placing in placings.items()}

    def _check_of_year(self):
        if not self.is_of_year:
            raise UserError(
                self.env._(
                    "%s: prizes of a year follow the scorecards of the whole year. This"
                    " list is a preview; approve one of December.",
                    self.display_name,
                )
            )

    def _check_first_of_year(self):
        other = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "approved"),
                ("date", ">=", self.date.replace(month=1, day=1)),
                ("date", "<=", self.date.replace(month=12, day=31)),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(list)s: %(other)s is approved already, and each scheme pays its"
                    " prizes once a year.",
                    list=self.display_name,
                    other=other.display_name,
                )
            )

    @api.model
    def _check_not_prize_author(self):
        """Check that somebody else set the prizes of the schemes.

        :raises AccessError: the user set them
        """
        for record in self:
            # sudo: schemes of cards that the user need not see
            schemes = record.sudo().line_ids.assessment_id.scheme_id
            own = schemes.with_env(self.env).filtered(lambda s: s._is_author())
            if own:
                raise AccessError(
                    self.env._(
                        "%(awards)s: you set prizes of scheme %(scheme)s, so somebody"
                        " else has to approve them.",
                        awards=record.display_name,
                        scheme=own[:1].display_name,
                    )
                )

    def _find_late_vetoed_cards(self, cards):
        """Return the published cards with a veto that was found since then.

        :param cards: of one period and span
        """
        free = cards.filtered(lambda card: not card.is_vetoed)
        return self.env["telecom.assessment.scoring"]._find_vetoed_cards(free)

    def _check_no_new_vetoes(self):
        late = self._find_late_vetoed_cards(self._get_published_cards()).unit_id
        changed = (late - self.left_out_ids) | (self.left_out_ids - late)
        if changed:
            raise UserError(
                self.env._(
                    "%(list)s: the vetoes of %(units)s have changed since it was"
                    " computed. Compute it again.",
                    list=self.display_name,
                    units=format_list(self.env, changed.sudo().mapped("name")),
                )
            )

    def _describe_approval(self):
        """Return what approving the lists does, in figures."""
        return self.env._(
            "%(count)s prizes of %(amount)s in all are approved. They can no longer"
            " change, except that a list is withdrawn.",
            count=len(self.line_ids),
            amount=formatLang(
                self.env, sum(self.mapped("total")), currency_obj=self.currency_id[:1]
            ),
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(LEADER):
            return None
        return (
            Domain("state", "=", "draft")
            & Domain("computed_on", "!=", False)
            & Domain("author_ids", "not in", user.ids)
        )
