from odoo import SUPERUSER_ID, models


class TelecomBlacklistWatch(models.AbstractModel):
    """The nightly job that proposes releases, and withdraws them on new debts."""

    _inherit = "telecom.blacklist.watch"

    def _propose_release(self, cases, owed, day):
        """Propose the release of blacklisted clients that have no overdue debts."""
        paid = cases.filtered(
            lambda case: (
                not self._get_owed_of_client(owed, case)
                and not self._is_held(case, day)
            )
        )
        paid.write(
            {"state": "release_proposed", "release_proposed_by_id": SUPERUSER_ID}
        )
        note = self.env._("Everything overdue is paid: the release is proposed.")
        paid._message_log_batch(bodies=dict.fromkeys(paid.ids, note))
        paid._update_activities()

    def _withdraw_release_proposals(self, cases, owed):
        """Withdraw releases that the watch proposed if new debts are overdue."""
        owing = cases.filtered(
            lambda case: (
                case.state == "release_proposed"
                and case.release_proposed_by_id.id == SUPERUSER_ID
                and self._get_owed_of_client(owed, case)
            )
        )
        owing.write({"state": "blacklisted", "release_proposed_by_id": False})
        note = self.env._("New debts are overdue: the proposed release is withdrawn.")
        owing._message_log_batch(bodies=dict.fromkeys(owing.ids, note))
        owing._update_activities()
