from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .cases import CaseCommon

CASE = "telecom.blacklist.case"


@tagged("post_install", "-at_install")
class TestCaseRpc(CaseCommon, RpcCase):
    """The way of a case from outside: the same people, the same order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._owe(1000, "2026-01-10")
        cls.case = cls.cases.sudo()._create_cases(
            cls.client, date(2026, 4, 12), cls.company
        )
        cls.case.sudo().reason = "Does not answer"
        cls.env.flush_all()

    def _press(self, user, button):
        with mute_logger("odoo.http"):
            return self._call_kw(user, CASE, button, self.case.ids)[1]

    def test_the_way_of_a_case(self):
        """Proposed by a leader, who cannot approve; approved by another one."""
        other = self._create_user("other_leader", "leader")
        self.env.flush_all()
        self.assertIsNone(self._press(self.leader, "action_propose"))
        self.assertIn("you proposed it", self._press(self.leader, "action_approve"))
        self.assertIn(
            "A leader other than", self._press(self.anna.user_id, "action_approve")
        )
        self.assertTrue(self._press(self.bert.user_id, "action_approve"))
        self.assertTrue(self._press(self.auditor, "action_propose_release"))
        self.assertIsNone(self._press(other, "action_approve"))
        self.case.invalidate_recordset()
        self.assertEqual(self.case.state, "blacklisted")
        self.assertEqual(self.case.approved_by_id, other)

    @mute_logger("odoo.http")
    def test_guarded_fields_at_every_door(self):
        for vals in (
            {"state": "blacklisted"},
            {"proposed_by_id": self.anna.user_id.id},
            {"outcome": "none"},
            {"deadline": "2030-01-01"},
        ):
            user = self.anna.user_id
            answers = [
                self._call_kw(user, CASE, "write", self.case.ids, vals),
                self._execute_kw(user, CASE, "write", self.case.ids, vals),
                self._json2(user, CASE, "write", ids=self.case.ids, vals=vals),
            ]
            for result, message in answers:
                with self.subTest(vals=vals):
                    self.assertIsNone(result)
                    self.assertIn(self.case.name, message)

    @mute_logger("odoo.http")
    def test_nobody_creates_or_watches_from_outside(self):
        for user in (self.service, self.leader):
            result, message = self._call_kw(
                user, CASE, "create", [{"partner_id": self.partner_b.id}]
            )
            self.assertIsNone(result)
            self.assertIn("not allowed to create", message)
        for model, method in (
            (CASE, "_create_cases"),
            (CASE, "_update_activities"),
            ("telecom.blacklist.watch", "_cron_watch"),
        ):
            result, message = self._call_kw(self.service, model, method, [])
            self.assertIsNone(result)
            self.assertIn("Private methods", message)
