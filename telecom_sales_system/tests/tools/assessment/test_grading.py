from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.assessment.grading import measure_step, propose_outcome, prorate

KEEP_AT, RISE_AT = Decimal(30_000), Decimal(60_000)
POINTS = st.decimals(-10_000, 200_000, places=2)


@tagged("post_install", "-at_install")
class TestGrading(BaseCase):
    def test_step(self):
        for points, duties_met, reached in (
            ("60000", True, 1),
            ("59999.99", True, 0),
            ("30000", True, 0),
            ("29999.99", True, -1),
            ("-5", True, -1),
            ("60000", False, 0),
            ("30000", False, -1),
            ("0", False, -1),
        ):
            with self.subTest(points=points, duties_met=duties_met):
                found = measure_step(Decimal(points), KEEP_AT, RISE_AT, duties_met)
                self.assertEqual(found, reached)

    def test_highest_grade_does_not_rise(self):
        self.assertEqual(measure_step(Decimal(999_999), KEEP_AT, None, True), 0)

    def test_outcome(self):
        for reached, failed_before, has_lower, expected in (
            (1, True, True, "promote"),
            (0, True, True, "keep"),
            (-1, False, True, "demote"),
            (-1, False, False, "keep"),
            (-1, True, True, "exit"),
            (-1, True, False, "exit"),
        ):
            with self.subTest(reached=reached, failed_before=failed_before):
                self.assertEqual(
                    propose_outcome(reached, failed_before, has_lower), expected
                )

    def test_prorated(self):
        """30,000 for 100 of 181 days: 16,574.585 and a bit, 16,574.59."""
        self.assertEqual(prorate(Decimal(30_000), 100, 181), Decimal("16574.59"))
        self.assertEqual(prorate(Decimal(30_000), 181, 181), Decimal(30_000))
        self.assertEqual(prorate(Decimal(0), 10, 181), 0)

    @given(POINTS, POINTS, st.booleans())
    def test_more_points_never_lead_lower(self, points, others, duties_met):
        low, high = sorted((points, others))
        lower = measure_step(low, KEEP_AT, RISE_AT, duties_met)
        self.assertLessEqual(lower, measure_step(high, KEEP_AT, RISE_AT, duties_met))

    @given(POINTS)
    def test_duties_never_help_by_being_missed(self, points):
        missed = measure_step(points, KEEP_AT, RISE_AT, False)
        self.assertLessEqual(missed, measure_step(points, KEEP_AT, RISE_AT, True))
