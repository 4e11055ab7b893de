from odoo.tests import tagged

from ..assessment.scorecard.cards import CardCommon
from .common import TourCase


@tagged("post_install", "-at_install")
class TestTargetGridTour(CardCommon, TourCase):
    """The department enters the targets of 2026 in one grid, a range pasted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["telecom.metric"].search([]).is_goal = False
        # Written in SQL: January is closed, so that no user may delete them.
        cls.env.cr.execute("DELETE FROM telecom_target")
        cls.env.invalidate_all()

    def test_target_grid(self):
        self._tour(self.service, "telecom_target_grid")
        targets = self.env["telecom.target"].search([("year", "=", 2026)])
        self.assertEqual(
            {target.unit_id: target.amount for target in targets},
            {self.county: 5040, self.outlet: 40, self.branch: 3000.5},
        )
        self.assertEqual(targets.metric_id, self.points)
