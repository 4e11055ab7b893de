from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..circulars.circular.circulars import CircularsCommon
from .common import TourCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestLeaderTour(CircularsCommon, TourCase):
    """Two circulars wait for signature; the leader wrote the end of one of them."""

    @mute_logger("odoo.http")
    def test_signature(self):
        circular = self._draft()
        own = self._draft(title="Autumn Campaign")
        own.with_user(self.leader).closing = "Hurry."
        (circular + own).with_user(self.service).action_review()
        self._tour(self.leader, "telecom_leader_signature")
        self.assertEqual(circular.state, "signed")
        self.assertEqual(circular.signed_by_id, self.leader)
        self.assertEqual(str(circular.signed_on), "2026-03-15")
        self.assertEqual(own.state, "reviewed")
        self.assertFalse(own.signed_by_id)
