from datetime import timedelta

from odoo import api, fields, models

from .telecom_sales_log_flow import REMINDER

REMIND_FOR = timedelta(days=31)


class TelecomSalesLog(models.Model):
    """Sales log with reminders for writers of due logs."""

    _inherit = "telecom.sales.log"

    @api.model
    def _cron_remind(self):
        """Create a draft and a reminder for each log that is due.

        A log is due once its day or week is over in the time zone of the person. Each
        log gets one reminder. Logs that are older than a month get none.
        """
        today = fields.Datetime.now().date()
        # sudo: the cron looks after all companies
        owed = self.env["telecom.sales.log.due"].sudo()
        owed = owed.search(
            [
                ("state", "in", ("open", "missing")),
                ("is_over", "=", True),
                ("date", ">=", today - REMIND_FOR),
                ("salesperson_id.state", "=", "registered"),
                ("user_id.active", "=", True),
            ]
        )
        logs = owed.log_id | self.sudo().create(
            [
                {"salesperson_id": row.salesperson_id.id, "date": row.date}
                for row in owed
                if not row.log_id
            ]
        )
        deadlines = {(row.salesperson_id, row.date): row.deadline for row in owed}
        logs._create_reminders(deadlines)
        self.env["ir.cron"]._commit_progress(len(logs), remaining=0)

    def _create_reminders(self, deadlines):
        """Create the activities for logs that have no reminder yet."""
        kind = self.env.ref(REMINDER)
        reminded = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )
        values = []
        for log in self.filtered(lambda log: log.id not in reminded.mapped("res_id")):
            deadline = deadlines[log.salesperson_id, log.date_from]
            values.append(
                {
                    "activity_type_id": kind.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": log.id,
                    "user_id": log.user_id.id,
                    "automated": True,
                    "summary": log.with_context(lang=log.user_id.lang).display_name,
                    "date_deadline": log._convert_to_local_time(deadline).date()
                    if deadline
                    else log.date_to,
                }
            )
        # No mails: the list of activities shows them.
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(values)
