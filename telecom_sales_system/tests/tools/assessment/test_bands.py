from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.assessment.bands import Band, Gap, band_of, gap_to_next
from ..common import FigureCase

MILLION = Band(Decimal(1_000_000))
HALF = Band(Decimal(500_000))
CONTEST = [HALF, MILLION]


@tagged("post_install", "-at_install")
class TestBands(FigureCase):
    def test_reaching_is_enough_and_bands_are_exclusive(self):
        for value, band in (
            ("499999.99", None),
            ("500000", HALF),
            ("999999.99", HALF),
            ("1000000", MILLION),
            ("7000000", MILLION),
            ("-3", None),
        ):
            with self.subTest(value=value):
                self.assertEqual(band_of(Decimal(value), CONTEST), band)

    def test_gap(self):
        """From 400,000: 100,000 more, 20 % of 500,000; from 500,000 as much again."""
        for value, gap in (
            ("400000", Gap(HALF, Decimal(100_000), Decimal(20))),
            ("500000", Gap(MILLION, Decimal(500_000), Decimal(50))),
            ("999999", Gap(MILLION, Decimal(1), Decimal("0.0001"))),
            ("1000000", None),
            ("-100000", Gap(HALF, Decimal(600_000), Decimal(120))),
        ):
            with self.subTest(value=value):
                self.assertEqual(gap_to_next(Decimal(value), CONTEST), gap)

    def test_a_band_from_zero_has_no_percent(self):
        zero = Band(Decimal(0))
        self.assertEqual(gap_to_next(Decimal(-5), [zero]), Gap(zero, Decimal(5), None))

    def test_no_bands_and_no_value(self):
        self.assertIsNone(band_of(Decimal(5), []))
        self.assertIsNone(gap_to_next(Decimal(5), []))
        for ask in (band_of, gap_to_next):
            with self.assertNoFigure("no_score"):
                ask(None, CONTEST)

    def test_two_bands_at_one_threshold(self):
        with self.assertRaises(ValueError):
            band_of(Decimal(5), [HALF, Band(Decimal(500_000), Decimal(1))])

    @given(st.integers(-100, 2_000_000).map(Decimal))
    def test_closing_the_gap_reaches_the_band(self, value):
        gap = gap_to_next(value, CONTEST)
        if gap:
            self.assertEqual(band_of(value + gap.missing, CONTEST), gap.band)
            self.assertNotEqual(
                band_of(value + gap.missing - Decimal("0.01"), CONTEST), gap.band
            )
