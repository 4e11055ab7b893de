from datetime import timedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError

LEADER = "telecom_sales_system.group_telecom_leader"


class TelecomBlacklistFlow(models.AbstractModel):
    """The steps of a case: proposal, approval by a leader, release by a leader.

    The proposer cannot approve (design.md, Arrears). The nightly watch proposes as
    Odoo's own user, so that any leader may approve.
    """

    _name = "telecom.blacklist.flow"
    _description = "Steps of an Arrears Case"

    def action_propose(self):
        """Propose that the client be put on the blacklist.

        :raises UserError: the case is past that step, gives no reason, or nothing is
            overdue any more
        """
        self._check_state("warning", "circulated")
        self._check_overdue_debts()
        for case in self:
            if not case.reason:
                raise UserError(
                    self.env._(
                        "Case %s, field Reason: say why the client is to be put on the"
                        " blacklist.",
                        case.display_name,
                    )
                )
        self._set_guarded(
            {
                "state": "proposed",
                "proposed_on": fields.Date.context_today(self),
                "proposed_by_id": self.env.uid,
            }
        )
        self._update_activities()

    def action_approve(self):
        """Put the clients on the blacklist: no orders until they are released.

        :raises AccessError: the user is no leader, or proposed it
        :raises UserError: nothing is proposed, or nothing is overdue any more
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        self._check_overdue_debts()
        self._set_guarded(
            {
                "state": "blacklisted",
                "blacklisted_on": fields.Date.context_today(self),
                "approved_by_id": self.env.uid,
            }
        )
        self._update_activities()

    def action_refuse(self):
        """Refuse the proposal: the case goes on where it was, with a new deadline.

        :raises AccessError: the user is no leader, or proposed it
        :raises UserError: nothing is proposed
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        for case in self:
            case._return_to_state("circulated" if case.circulated_on else "warning")

    def action_propose_release(self):
        """Propose that the client be taken off the blacklist.

        :raises UserError: the client is not on it
        """
        self._check_state("blacklisted")
        self._set_guarded(
            {"state": "release_proposed", "release_proposed_by_id": self.env.uid}
        )
        self._update_activities()

    def action_release(self):
        """Take the clients off the blacklist.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed, or it was because all was paid, and
            new debts are overdue
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        self._check_still_paid()
        self._set_guarded(
            {
                "state": "released",
                "closed_on": fields.Date.context_today(self),
                "released_by_id": self.env.uid,
            }
        )
        self._update_activities()

    def action_refuse_release(self):
        """Refuse the release: the client stays on the blacklist, until a new deadline.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        for case in self:
            case._return_to_state("blacklisted")

    def _return_to_state(self, state):
        """Return to a state; the watch proposes nothing until the new deadline."""
        today = fields.Date.context_today(self)
        deadline = today + timedelta(days=self.company_id.telecom_recovery_days)
        self._set_guarded(
            {
                "state": state,
                "refused_on": today,
                "deadline": max(self.deadline or deadline, deadline),
            }
        )
        self._update_activities()

    def _check_overdue_debts(self):
        """Refuse to blacklist clients whose debts are paid."""
        for case in self:
            if case.currency_id.is_zero(case.overdue_now):
                raise UserError(
                    self.env._(
                        "Case %s: nothing is overdue any more. The next nightly watch"
                        " closes the case.",
                        case.display_name,
                    )
                )

    def _check_still_paid(self):
        """Refuse releases that the watch proposed if new debts are overdue since."""
        for case in self:
            if (
                case.release_proposed_by_id.id == SUPERUSER_ID
                and not case.currency_id.is_zero(case.overdue_now)
            ):
                raise UserError(
                    self.env._(
                        "Case %(case)s: the release was proposed because everything was"
                        " paid; since then %(amount)s have become overdue. Refuse it;"
                        " somebody may propose it again in spite of the debt.",
                        case=case.display_name,
                        amount=case.currency_id.format(case.overdue_now),
                    )
                )

    def _check_state(self, *states):
        for case in self:
            if case.state not in states:
                labels = dict(case._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "Case %(case)s is in state “%(state)s”; this step needs"
                        " “%(needed)s”. Reload the page to see where it stands.",
                        case=case.display_name,
                        state=labels[case.state],
                        needed=labels[states[0]],
                    )
                )

    def _check_leader(self, proposer):
        """Refuse users who are not leaders, and the leader who proposed it."""
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._("A leader other than the proposer must decide this case.")
            )
        for case in self:
            if case[proposer] == self.env.user:
                raise AccessError(
                    self.env._(
                        "Case %s: you proposed it, so another leader has to decide.",
                        case.display_name,
                    )
                )
