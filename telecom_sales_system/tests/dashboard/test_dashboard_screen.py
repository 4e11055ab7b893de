from freezegun import freeze_time

from odoo.tests import tagged

from ..tours.common import TourCase
from .common import DashboardCommon


class DashboardScreen(DashboardCommon, TourCase):
    """The page in a real browser; an error in the console fails."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-02-10 02:00:00"):
            super().setUpClass()

    def _show(self, tour, user):
        self._tour(user, tour, "/odoo/telecom-dashboard")


@tagged("post_install", "-at_install")
class TestDashboardScreen(DashboardScreen):
    def test_service(self):
        """Goals, chart, ranking, ageing; a unit opens its entries, the close opens."""
        self._show("telecom_dashboard_glance", self.service)

    def test_blocks_in_the_order_of_the_server(self):
        """A block of another addon at 45 stands between units (40) and ageing (50)."""
        page = self.registry["telecom.dashboard"]
        get_order = page._get_block_order
        self.patch(
            page, "_get_block_order", lambda self: {**get_order(self), "probe": 45}
        )
        # What an addon would add; there is nothing here that could be patched.
        page._get_block_probe = lambda self, today: self._prepare_tile(
            "probe", "Probes", "fa-flask", "2"
        )
        self.addCleanup(delattr, page, "_get_block_probe")
        self._show("telecom_dashboard_order", self.leader)

    def test_month(self):
        """The department computes this month, looks at the last one, and comes back."""
        self._show("telecom_dashboard_month", self.service)

    def test_auditor(self):
        self._show("telecom_dashboard_glance", self.auditor)

    def test_unit_manager(self):
        """Tiles and no block: no other unit is named on the page."""
        self._show("telecom_dashboard_tiles", self.county_manager)


@tagged("post_install", "-at_install")
class TestDashboardTelephone(DashboardScreen):
    """390 points wide; nothing is wider than the page."""

    browser_size = "390x844"
    touch_enabled = True

    def test_leader(self):
        self._show("telecom_dashboard_glance", self.leader)

    def test_salesperson(self):
        self._show("telecom_dashboard_tiles", self.anna.user_id)
