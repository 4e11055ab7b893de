from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestVisitTour(OrganisationCommon, HttpCase):
    """Anna ends a visit on her telephone, 390 points wide."""

    browser_size = "390x844"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        user = self.anna.user_id
        user.password = user.login
        firm = self.env["res.partner"].create({"name": "Brewery", "is_company": True})
        self.visit = (
            self.env["telecom.visit"]
            .with_user(user)
            .create({"partner_id": firm.id, "start": Datetime.now()})
        )

    def _check_done(self):
        self.assertEqual(self.visit.state, "done")
        since = Datetime.now() - self.visit.done_at
        self.assertLess(since, timedelta(minutes=5))

    def test_two_taps(self):
        self.start_tour("/odoo", "telecom_visit_done", login=self.anna.user_id.login)
        self._check_done()

    def test_one_tap_on_the_card(self):
        login = self.anna.user_id.login
        self.start_tour("/odoo", "telecom_visit_done_card", login=login)
        self._check_done()
