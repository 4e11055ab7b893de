from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class TelecomAssessment(models.Model):
    """The states of a scorecard: draft, computed, reviewed, published (final)."""

    _inherit = "telecom.assessment"

    def _check_not_published(self):
        for card in self:
            if card.state == "published":
                raise UserError(
                    self.env._(
                        "Scorecard %s is published and stays as it is.",
                        card.display_name,
                    )
                )

    def write(self, vals):
        if vals.keys() & {*self._guarded_fields, "line_ids"}:
            self._check_not_published()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_published(self):
        self._check_not_published()
        # sudo: objections that the user cannot see must not be lost either
        for card in self.sudo().filtered("objection_ids"):
            raise UserError(
                self.env._(
                    "Scorecard %s cannot be deleted: its objections would be lost.",
                    card.display_name,
                )
            )

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
            units, period.date_to
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

    def action_compute(self):
        """Score cards by their units' schemes. Can be repeated until published.

        Lines scored by hand keep their score; a reviewed card has to be reviewed again.

        :raises UserError: one of them is published
        """
        self._check_not_published()
        self.check_access("write")
        self.env["telecom.assessment.scoring"]._score_cards(self)

    def _update_scheme(self):
        """Move unpublished cards to the scheme that is in force.

        The cards of a ranking that is partly published keep their scheme.
        """
        over = self._get_ranking_cards()._get_published_rankings()
        for period, cards in self.grouped("period_id").items():
            schemes = self.env["telecom.assessment.scheme"]._get_schemes_by_unit(
                cards.unit_id, period.date_to
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

    def action_review(self):
        """Mark computed cards as reviewed.

        :raises UserError: one of them is not computed
        """
        self._check_state("computed")
        self._set_guarded({"state": "reviewed"})

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
        self._set_guarded({"state": "published", "published_on": fields.Datetime.now()})
        for period, cards in self.grouped("period_id").items():
            values = self.env["telecom.metric.value"]
            values._keep_missing_figures(period, cards.sudo().unit_id)

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
                    cards=", ".join(changed[:5].mapped("display_name")),
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

    def _check_state(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for card in self:
            if card.state != state:
                raise UserError(
                    self.env._(
                        "Scorecard %(card)s is “%(state)s”; this step needs"
                        " “%(needed)s”.",
                        card=card.display_name,
                        state=labels[card.state],
                        needed=labels[state],
                    )
                )
