from freezegun import freeze_time

from odoo.tests import tagged

from .sales_logs import SalesLogCommon


@tagged("post_install", "-at_install")
class TestSalesLogReminder(SalesLogCommon):
    def _remind(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(
                "telecom_sales_system.ir_cron_remind_sales_logs"
            ).method_direct_trigger()
        self.env.invalidate_all()
        return self._reminders()

    def _reminders(self):
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "telecom.sales.log"),
                ("user_id", "in", (self.anna | self.bert).user_id.ids),
            ]
        )
        logs = self.env["telecom.sales.log"].browse(activities.mapped("res_id"))
        return sorted(
            (log.user_id.login, log.date_from.day, activity.date_deadline.day)
            for log, activity in zip(logs, activities, strict=True)
        )

    def test_one_reminder_for_each_log(self):
        """Logs from Friday 17 on; on Monday 20 at 16:30 UTC it is Tuesday in Shanghai.

        Both owe Friday and then Monday, due on Monday and Tuesday. Bert's day ends with
        that of the bureau, not with that of New York (4:00 UTC).
        """
        self.company.telecom_log_since = "2026-04-17"
        expected = [("anna", 17, 20), ("bert", 17, 20)]
        self.assertEqual(self._remind("2026-04-20 15:30:00"), expected)
        expected = sorted([*expected, ("anna", 20, 21), ("bert", 20, 21)])
        self.assertEqual(self._remind("2026-04-20 16:30:00"), expected)
        self.assertEqual(self._remind("2026-04-21 05:00:00"), expected)

    def test_written_logs_need_no_reminder(self):
        self.company.telecom_log_since = "2026-04-20"
        with freeze_time("2026-04-20 10:00:00"):
            self._submit(self.anna, "2026-04-20")
            draft = self._log(self.bert, "2026-04-20")
        self.assertEqual(self._remind("2026-04-21 05:00:00"), [("bert", 20, 21)])
        self.assertEqual(draft.activity_ids.user_id, self.bert.user_id)
        with freeze_time("2026-04-21 06:00:00"):
            draft.action_submit()
        self.assertEqual(self._remind("2026-04-21 07:00:00"), [])

    def test_old_debts_are_not_dug_up(self):
        """Five weeks later the week of 13 April is older than a month."""
        reminders = self._remind("2026-05-21 02:00:00")
        self.assertNotIn(("anna", 17, 20), reminders)
        self.assertIn(("anna", 20, 21), reminders)
