from odoo import fields, models
from odoo.exceptions import AccessError, UserError

LEADER = "telecom_sales_system.group_telecom_leader"


class TelecomBlacklistFlow(models.AbstractModel):
    """The way of a case: proposed, approved by a leader, released by a leader.

    Whoever proposes does not approve (design.md, Arrears); the nightly watch proposes
    as Odoo's own user, which is nobody's approval either.
    """

    _name = "telecom.blacklist.flow"
    _description = "Steps of an Arrears Case"

    def action_propose(self):
        """Propose that the client be put on the blacklist.

        :raises UserError: the case is past that step, or gives no reason
        """
        self._check_state("warning", "circulated")
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

    def action_approve(self):
        """Put the clients on the blacklist: no orders until they are released.

        :raises AccessError: the user is no leader, or proposed it
        :raises UserError: nothing is proposed
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        self._set_guarded(
            {
                "state": "blacklisted",
                "blacklisted_on": fields.Date.context_today(self),
                "approved_by_id": self.env.uid,
            }
        )

    def action_refuse(self):
        """Refuse the proposal: the case goes on without a block.

        :raises AccessError: the user is no leader, or proposed it
        :raises UserError: nothing is proposed
        """
        self._check_state("proposed")
        self._check_leader("proposed_by_id")
        self._set_guarded(
            {"state": "circulated", "refused_on": fields.Date.context_today(self)}
        )

    def action_propose_release(self):
        """Propose that the client be taken off the blacklist.

        :raises UserError: the client is not on it
        """
        self._check_state("blacklisted")
        self._set_guarded(
            {"state": "release_proposed", "release_proposed_by_id": self.env.uid}
        )

    def action_release(self):
        """Take the clients off the blacklist.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        self._set_guarded(
            {
                "state": "released",
                "closed_on": fields.Date.context_today(self),
                "released_by_id": self.env.uid,
            }
        )

    def action_refuse_release(self):
        """Refuse the release: the client stays on the blacklist.

        :raises AccessError: the user is no leader, or proposed the release
        :raises UserError: no release is proposed
        """
        self._check_state("release_proposed")
        self._check_leader("release_proposed_by_id")
        self._set_guarded({"state": "blacklisted"})

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
        """Refuse everybody but leaders, and the leader who proposed it."""
        if not (self.env.su or self.env.user.has_group(LEADER)):
            raise AccessError(
                self.env._("Cases are decided by a leader, who is not the proposer.")
            )
        for case in self:
            if case[proposer] == self.env.user:
                raise AccessError(
                    self.env._(
                        "Case %s: you proposed it, so another leader has to decide.",
                        case.display_name,
                    )
                )
