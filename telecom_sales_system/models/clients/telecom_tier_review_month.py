from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class TelecomTierReviewMonth(models.AbstractModel):
    """Begins a review every month and asks the department to decide."""

    _name = "telecom.tier.review.month"
    _description = "Tier Review: Monthly Proposal"

    @api.model
    def _cron_propose(self):
        """Begin the review of the last month, once; no tier changes by it."""
        tiers = self.env["telecom.client.tier"]
        companies = [company for [company] in tiers._read_group([], ["company_id"])]
        for done, company in enumerate(companies, 1):
            self.with_company(company)._create_last_month_review()
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    def _create_last_month_review(self):
        local = self.with_context(tz=self.env.company.partner_id.tz)
        first_day = fields.Date.context_today(local).replace(day=1)
        self._create_month_review(first_day - relativedelta(days=1))

    def _create_month_review(self, last_day):
        """Begin the review of the month that a day ends, unless there is one."""
        first_day = last_day.replace(day=1)
        present = [
            ("company_id", "=", self.env.company.id),
            ("as_of", ">=", first_day),
            ("as_of", "<=", last_day),
        ]
        if not self.search_count(present, limit=1):
            review = self.create({"as_of": last_day})
            review.action_compute()
            review._schedule_department_activities()

    def _schedule_department_activities(self):
        """Put the review on the list of each member of the department."""
        department = self.env.ref("telecom_sales_system.group_telecom_service")
        # sudo: members of other companies too, which whoever closes may not see
        for user in department.sudo().all_user_ids:
            if user.active and self.company_id in user.company_ids:
                review = self.with_context(lang=user.lang)
                review.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=review.env._(
                        "Decide on the tiers of %s clients",
                        review.upgrade_count + review.downgrade_count,
                    ),
                )
