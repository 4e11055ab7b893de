from odoo import SUPERUSER_ID, models


class TelecomBlacklistWatch(models.AbstractModel):
    """Off the blacklist: proposed when all is paid, no more when new debts come."""

    _inherit = "telecom.blacklist.watch"

    def _propose_release(self, cases, owed, day):
        """Propose that blacklisted clients who owe nothing any more be released."""
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
        """Take back what was proposed because all was paid, if it is so no more."""
        owing = cases.filtered(
            lambda case: (
                case.state == "release_proposed"
                and case.release_proposed_by_id.id == SUPERUSER_ID
                and self._get_owed_of_client(owed, case)
            )
        )
        owing.write({"state": "blacklisted", "release_proposed_by_id": False})
        note = self.env._("New debts are overdue: the release is proposed no more.")
        owing._message_log_batch(bodies=dict.fromkeys(owing.ids, note))
        owing._update_activities()
