from odoo import fields, models

from .telecom_blacklist_flow import LEADER

RECOVER = "telecom_sales_system.mail_activity_type_recover"
DECIDE = "telecom_sales_system.mail_activity_type_decide"
ORDER_REFUSED = "mail.mail_activity_data_todo"


class TelecomBlacklistCase(models.Model):
    """An arrears case with activities for the people who must act on it."""

    _inherit = "telecom.blacklist.case"

    def _update_activities(self):
        """Replace the activities of cases by those of their current stage.

        The lead manager, the deputy and the manager of the unit recover the debts;
        leaders decide proposals. Cases that are over have no activities.
        """
        # sudo: the activities of other users follow the stage of the case
        cases = self.sudo()
        cases.activity_unlink([RECOVER, DECIDE])
        cases.filtered("is_over").activity_unlink([ORDER_REFUSED])
        owing = cases.filtered(
            lambda case: not case.is_over and case.state != "release_proposed"
        )
        owing._schedule_activities(
            RECOVER, {case: case._get_people_to_recover() for case in owing}
        )
        proposals = cases.filtered(
            lambda case: case.state in ("proposed", "release_proposed")
        )
        leaders = cases.env.ref(LEADER).all_user_ids.filtered("active")
        proposals._schedule_activities(
            DECIDE, {case: leaders - case._get_proposer() for case in proposals}
        )

    def _get_people_to_recover(self):
        """Return the accountable person, the client's managers and the unit manager."""
        client = self.partner_id
        managers = client.client_manager_id | client.deputy_manager_id
        people = self.accountable_id | managers.user_id
        people |= self.sales_unit_id._find_responsible_manager()
        return people.filtered("active")

    def _get_proposer(self):
        if self.state == "proposed":
            return self.proposed_by_id
        return self.release_proposed_by_id

    def _schedule_activities(self, type_xmlid, people):
        """Create an activity for each person who can open the case.

        :param people: ``{case: users}``
        """
        kind = self.env.ref(type_xmlid)
        model_id = self.env["ir.model"]._get_id(self._name)
        today = fields.Date.context_today(self)
        values = []
        for user in self.env["res.users"].union(*people.values()):
            local = kind.with_context(lang=user.lang)
            stages = dict(self._fields["state"]._description_selection(local.env))
            values += [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": model_id,
                    "res_id": case.id,
                    "user_id": user.id,
                    "automated": True,
                    "summary": f"{stages[case.state]}: {local.name}",
                    "date_deadline": max(case.deadline or today, today)
                    if type_xmlid == RECOVER
                    else today,
                }
                for case in self._filter_readable_by(user)
                if user in people[case.with_env(self.env)]
            ]
        # Send no mails: one night may create hundreds of activities.
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(values)

    def _filter_readable_by(self, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return self.with_user(user).with_context(**companies)._filtered_access("read")
