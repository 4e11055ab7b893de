from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class TelecomTierReviewMonth(models.AbstractModel):
    """Monthly creation of a review, with an activity for the department."""

    _name = "telecom.tier.review.month"
    _description = "Tier Review: Monthly Proposal"

    @api.model
    def _cron_propose(self):
        """Create the review of the last month for each company, unless it exists."""
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
        """Create the review of the month that ends on a day, unless it exists."""
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
        """Schedule an activity for each member of the department."""
        department = self.env.ref("telecom_sales_system.group_telecom_service")
        # sudo: the user who closes may not see members of other companies
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
