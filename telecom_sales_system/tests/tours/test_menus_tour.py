from odoo.tests import tagged
from odoo.tools import SQL

from ..access.common import AccessCommon
from .common import TourCase


@tagged("post_install", "-at_install")
class TestMenusTour(AccessCommon, TourCase):
    """All that each role finds in the menu opens in the browser without an error.

    Every menu and the form of one of its records; for those who see everything every
    other way to look at the records, too.
    """

    def _walk(self, role, tour="telecom_menus"):
        self._tour(self.users[role], tour, "/odoo/telecom-dashboard")

    def test_salesperson(self):
        self._walk("salesperson")

    def test_unit_manager(self):
        self._walk("unit_manager")

    def test_service(self):
        self._walk("service", "telecom_menus_and_views")

    def test_leader(self):
        self._walk("leader")

    def test_auditor_finds_nothing_to_change(self):
        """No form to fill in, no button but those that show or print something.

        That nothing can be changed past the screen either is in test_access_rpc.
        """
        before = self._versions()
        self._walk("auditor", "telecom_menus_of_auditor")
        self.assertEqual(self._versions(), before)

    def _versions(self):
        """``{table: (number of rows, last change)}`` of the addon's tables."""
        self.env.flush_all()
        return {
            model._table: self.env.execute_query(
                SQL(
                    "SELECT COUNT(*), MAX(write_date) FROM %s",
                    SQL.identifier(model._table),
                )
            )
            for model in self._telecom_models()
            if model._auto and model._log_access
        }
