from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ..rpc import RpcCase
from .common import AccessCommon


@tagged("post_install", "-at_install")
class TestAccessCirculars(AccessCommon, RpcCase):
    """Salespeople read what they were sent; managers the papers of their units."""

    def _seen(self):
        return self.env["telecom.circular"].search([])

    @users("anna", "bert")
    def test_salesperson_reads_what_was_sent(self):
        self.assertEqual(self._seen(), self.circular)
        form = self.env["telecom.circular"].get_views([(False, "form")])
        names = list(form["models"]["telecom.circular"]["fields"])
        self.circular.with_user(self.env.user).read(names)
        self.assertFalse(self.circular.with_user(self.env.user).has_access("write"))

    @users("county_manager")
    def test_manager_reads_what_was_sent_and_no_draft_of_others(self):
        """As a recipient the manager writes nothing on the city's circular."""
        self.assertEqual(self._seen(), self.circular)
        self.assertFalse(self.circular.with_user(self.env.user).has_access("write"))

    @users("service", "leader", "auditor")
    def test_all_are_read(self):
        self.assertEqual(self._seen(), self.circular + self.circular_draft)

    @mute_logger("odoo.http")
    def test_buttons_are_shut_for_the_auditor(self):
        for circular, method in (
            (self.circular_draft, "action_review"),
            (self.circular_draft, "action_refresh"),
            (self.circular_draft, "action_sign"),
            (self.circular_draft, "action_issue"),
            (self.circular, "action_correct"),
            (self.circular, "action_acknowledge"),
        ):
            result, message = self._call_kw(
                self.auditor, circular._name, method, circular.ids
            )
            with self.subTest(method=method):
                self.assertIsNone(result)
                self.assertTrue(message)
        self.assertEqual(self.circular_draft.state, "draft")
