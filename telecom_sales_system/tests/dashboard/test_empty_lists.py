from odoo.tests import tagged

from ..quality.lists.test_empty_lists import KINDS
from .common import DashboardCommon


def find_actions(value):
    """Yield the actions that open a screen, wherever they are in a page's data."""
    if isinstance(value, dict):
        if value.get("type") == "ir.actions.act_window":
            yield value
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        yield from find_actions(part)


@tagged("post_install", "-at_install")
class TestEmptyLists(DashboardCommon):
    """Whatever is pressed on the first page, a list without records says why."""

    def test_lists_behind_the_first_page_have_a_help(self):
        people = {
            "salesperson": (self.anna.user_id, 3),
            "unit_manager": (self.county_manager, 3),
            "service": (self.service, 10),
            "leader": (self.leader, 10),
            "auditor": (self.auditor, 10),
        }
        for role, (user, least) in people.items():
            page = self.env["telecom.dashboard"].with_user(user).read_page()
            lists = [
                action
                for action in find_actions(page)
                if KINDS & {kind for _view, kind in action["views"]}
            ]
            with self.subTest(role=role):
                self.assertGreaterEqual(len(lists), least)
                bare = [a.get("name") for a in lists if not a.get("help")]
                self.assertEqual(bare, [])
