from datetime import timedelta

from odoo import models

BATCH = 500


class TelecomCircularReceipt(models.Model):
    """Receipt with reminders for recipients who have not acknowledged in time."""

    _inherit = "telecom.circular.receipt"

    def _cron_remind(self):
        """Remind late recipients, a batch at a time."""
        due = self._find_due_for_reminder()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            batch._schedule_reminders()
            cron._commit_progress(len(batch))

    def _find_due_for_reminder(self):
        """Return receipts to remind: not acknowledged within the company's days."""
        due = self
        companies = self.env["res.company"]
        for company in companies.search([("telecom_circular_reminder_days", ">", 0)]):
            days = company.telecom_circular_reminder_days
            before = company._get_telecom_circular_today() - timedelta(days=days)
            due += self.search(
                [
                    ("company_id", "=", company.id),
                    ("circular_id.state", "=", "issued"),
                    ("acknowledged_at", "=", False),
                    ("is_addressed", "=", True),
                    ("user_id.active", "=", True),
                    "|",
                    "&",
                    ("reminded_on", "=", False),
                    ("issued_on", "<=", before),
                    ("reminded_on", "<=", before),
                ]
            )
        return due

    def _schedule_reminders(self):
        """Schedule a reminder activity; replace one that is still open."""
        self.activity_ids.unlink()
        for receipt in self:
            today = receipt.company_id._get_telecom_circular_today()
            # No e-mails: the recipient's list of activities shows them all.
            quiet = receipt.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(
                "telecom_sales_system.mail_activity_type_acknowledge",
                date_deadline=today,
                summary=receipt.circular_id.display_name,
                user_id=receipt.user_id.id,
            )
            receipt.reminded_on = today

    def _remove_reminders(self):
        """Remove reminders that are no longer needed."""
        self.activity_ids.unlink()
