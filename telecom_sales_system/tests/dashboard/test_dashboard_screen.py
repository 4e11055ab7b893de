from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import DashboardCommon


@tagged("post_install", "-at_install")
class TestDashboardScreen(DashboardCommon, HttpCase):
    """The page in a real browser, as each role; an error in the console fails."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-02-10 02:00:00"):
            super().setUpClass()
        for user in (
            *(cls.service | cls.leader | cls.auditor),
            *(cls.county_manager | cls.anna.user_id),
        ):
            user.password = user.login

    def test_those_who_see_all(self):
        """Goals, chart, ranking, ageing; a unit opens its entries, the close opens."""
        for user in (self.leader, self.service, self.auditor):
            with self.subTest(user=user.login):
                self.start_tour(
                    "/odoo/telecom-dashboard",
                    "telecom_dashboard_glance",
                    login=user.login,
                )

    def test_those_who_see_a_part(self):
        """Tiles and no block: no other unit is named on the page."""
        for user in (self.county_manager, self.anna.user_id):
            with self.subTest(user=user.login):
                self.start_tour(
                    "/odoo/telecom-dashboard",
                    "telecom_dashboard_tiles",
                    login=user.login,
                )


@tagged("post_install", "-at_install")
class TestDashboardTelephone(TestDashboardScreen):
    """The same, 390 points wide; nothing is wider than the page."""

    browser_size = "390x844"
    touch_enabled = True
