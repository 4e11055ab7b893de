from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.assessment.averages import Average
from ....tools.assessment.outcome import Scale
from ....tools.assessment.scoring import ratio, ratio_to_average
from ..common import FigureCase

TEN = Scale(points=Decimal(10), loss=Decimal("1.5"), gain=Decimal(1), cap=Decimal(3))
PROPORTIONAL = replace(TEN, whole_percents=False)
CENTS = st.integers(-(10**13), 10**13).map(lambda cents: cents * Decimal("0.01"))
TARGETS = st.integers(1, 10**13).map(lambda cents: cents * Decimal("0.01"))
SCALES = st.sampled_from([TEN, PROPORTIONAL, replace(TEN, lower_is_better=True)])


@tagged("post_install", "-at_install")
class TestRatioToAverage(FigureCase):
    def test_against_the_average(self):
        """The city's average is 40,000."""
        city = Average(Decimal(12_280_000), 307)
        for revenue, clients, sentence, score, attainment, counted in (
            ("400000", 10, "average_met", "10", "100", "0"),
            ("398000", 10, "average_short", "10", "99.5", "0"),
            ("380000", 10, "average_short", "2.5", "95", "5"),
            ("404000", 10, "average_above", "11", "101", "1"),
            ("1200000", 10, "average_above", "13", "300", "200"),
            ("0", 10, "average_short", "0", "0", "100"),
        ):
            with self.subTest(revenue=revenue):
                self.assertFigures(
                    ratio_to_average(
                        TEN, own=Average(Decimal(revenue), clients), city=city
                    ),
                    sentence=sentence,
                    score=score,
                    attainment=attainment,
                    counted=counted,
                    actual=Decimal(revenue) / clients,
                    target="40000",
                )

    def test_averages_without_an_end(self):
        """95 / 3 against 100 / 3 is exactly 5 % short, although neither has an end."""
        outcome = ratio_to_average(
            TEN, own=Average(Decimal(95), 3), city=Average(Decimal(100), 3)
        )
        self.assertFigures(outcome, short="5", counted="5", score="2.5")

    def test_no_figure(self):
        unit, nobody = Average(Decimal(400), 10), Average(Decimal(400), 0)
        for reason, own, city in (
            ("no_population", nobody, unit),
            ("no_population", unit, nobody),
            ("zero_target", unit, Average(Decimal(0), 10)),
            ("negative_target", unit, Average(Decimal(-5), 10)),
        ):
            with self.assertNoFigure(reason):
                ratio_to_average(TEN, own=own, city=city)
        with self.assertNoFigure("no_actual"):
            Average(None, 3)
        with self.assertNoFigure("no_actual"):
            Average(Decimal(3), None)

    @given(SCALES, CENTS, TARGETS, st.integers(1, 1000))
    def test_of_as_many_clients_it_is_the_ratio_of_the_totals(
        self, scale, total, city_total, number
    ):
        by_average = ratio_to_average(
            scale, own=Average(total, number), city=Average(city_total, number)
        )
        by_ratio = ratio(scale, actual=total, target=city_total)
        self.assertEqual(by_average.score, by_ratio.score)
        self.assertEqual(by_average.counted, by_ratio.counted)
