from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..circular.circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestReceiptQueries(CircularsCommon):
    """An issue to many people: Odoo asks once for the rights of each, and no more."""

    def _count_queries_of_issue(self, count):
        people = [
            self._create_user(f"reader_{count}_{n}", "salesperson")
            for n in range(count)
        ]
        users = self.env["res.users"].union(*people)
        circular = self._draft(audience_user_ids=[Command.set(users.ids)])
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        circular.action_issue()
        self.env.flush_all()
        self.assertLessEqual(users, circular.sudo().receipt_ids.user_id)
        return self.env.cr.sql_log_count - before

    def test_queries_of_an_issue(self):
        """One more query for each reader, who is told about each other reader."""
        few, many = map(self._count_queries_of_issue, (4, 16))
        self.assertLessEqual(many - few, 16)
