from odoo import models

from .telecom_circular_flow import LEADER

STEP = "telecom_sales_system.mail_activity_type_circular_step"


class TelecomCircular(models.Model):
    """Circular with activities for the users who take its next step."""

    _inherit = "telecom.circular"

    def _find_signatories(self):
        """Return the users to ask: managers for a unit's own circular, else leaders."""
        # sudo: the author need not have access to managers and leaders
        circular = self.sudo()
        authors = circular.author_id | circular.author_ids
        if circular.unit_id.kind != "city":
            managers = circular.unit_id.supervisor_ids - authors
            if managers := circular._filter_writers(managers):
                return managers
        leaders = circular.env.ref(LEADER).all_user_ids
        return circular._filter_writers(leaders - authors)

    def _filter_writers(self, users):
        company = self.company_id
        own = self.with_context(allowed_company_ids=company.ids)
        return users.filtered(
            lambda user: (
                user.active
                and company in user.company_ids
                and own.with_user(user).has_access("write")
            )
        )

    def _ask_for_signature(self):
        for circular in self:
            circular._schedule_step(
                circular._find_signatories(), lambda env: env._("Sign the circular")
            )

    def _ask_for_issue(self):
        self._remove_step_activities()
        for circular in self:
            # sudo: the signatory need not have access to the author
            author = circular.sudo()._filter_writers(circular.sudo().author_id)
            circular._schedule_step(
                author, lambda env: env._("Signed: issue the circular")
            )

    def _schedule_step(self, users, what):
        # sudo: the step was checked, and its activities are for other users
        quiet = self.sudo().with_context(mail_activity_quick_update=True)
        for user in users:
            local = quiet.with_context(lang=user.lang)
            local.activity_schedule(STEP, user_id=user.id, summary=what(local.env))

    def _remove_step_activities(self):
        # sudo: the step is done for all users who were asked
        self.sudo().activity_unlink([STEP])
