from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.assessment.outcome import SENTENCES, Scale
from ....tools.assessment.scoring import ratio
from ..common import FigureCase

FIVE = Scale(
    points=Decimal(5), loss=Decimal("1.5"), gain=Decimal(1), cap=Decimal(3)
)  # 中小企业走访
TEN = replace(FIVE, points=Decimal(10))  # 营销业绩
PROPORTIONAL = replace(TEN, whole_percents=False)
CHURN = replace(TEN, lower_is_better=True)

CENTS = st.integers(-(10**13), 10**13).map(lambda cents: cents * Decimal("0.01"))
TARGETS = st.integers(1, 10**13).map(lambda cents: cents * Decimal("0.01"))
SCALES = st.sampled_from(
    [FIVE, TEN, PROPORTIONAL, CHURN, replace(PROPORTIONAL, lower_is_better=True)]
)


@tagged("post_install", "-at_install")
class TestRatio(FigureCase):
    def _assert_rows(self, scale, rows):
        for (
            actual,
            target,
            score,
            deduction,
            bonus,
            counted,
            floor_hit,
            cap_hit,
        ) in rows:
            with self.subTest(actual=actual, target=target):
                outcome = ratio(scale, actual=Decimal(actual), target=Decimal(target))
                self.assertIn(outcome.sentence, SENTENCES)
                self.assertFigures(
                    outcome,
                    score=score,
                    deduction=deduction,
                    bonus=bonus,
                    counted=counted,
                    floor_hit=floor_hit,
                    cap_hit=cap_hit,
                    actual=actual,
                    target=target,
                )

    def test_whole_percents(self):
        """-1.5 for each full percent short, +1 for each above, at most +3."""
        self._assert_rows(
            TEN,
            (
                ("200", "200", "10", "0", "0", "0", False, False),
                ("199", "200", "10", "0", "0", "0", False, False),  # 99.5 %
                ("198.01", "200", "10", "0", "0", "0", False, False),  # 99.005 %
                ("198", "200", "8.5", "1.5", "0", "1", False, False),  # 99 %
                ("114", "120", "2.5", "7.5", "0", "5", False, False),
                ("112.81", "120", "2.5", "7.5", "0", "5", False, False),  # 5.99 short
                ("112.8", "120", "1", "9", "0", "6", False, False),
                ("186", "200", "0", "10.5", "0", "7", True, False),  # 10 - 10.5
                ("0", "200", "0", "150", "0", "100", True, False),
                ("-10", "200", "0", "157.5", "0", "105", True, False),  # refunds
                ("201.98", "200", "10", "0", "0", "0", False, False),  # +0.99 %
                ("202", "200", "11", "0", "1", "1", False, False),
                ("206", "200", "13", "0", "3", "3", False, False),
                ("207.9", "200", "13", "0", "3", "3", False, False),
                ("218", "200", "13", "0", "3", "9", False, True),  # +9, capped
                # 297 of 300 and 3.03 of 3: no binary fraction takes a percent away
                ("297", "300", "8.5", "1.5", "0", "1", False, False),
                ("3.03", "3", "11", "0", "1", "1", False, False),
            ),
        )

    def test_the_sentence_of_the_design(self):
        """114 of 120, 5 % short, -7.5, floor 0: on 5 points."""
        self.assertFigures(
            ratio(FIVE, actual=114, target=120),
            sentence="ratio_short",
            score="0",
            deduction="7.5",
            bonus="0",
            actual="114",
            target="120",
            attainment="95",
            short="5",
            above="0",
            counted="5",
            floor_hit=True,
            cap_hit=False,
        )

    def test_proportional(self):
        """0.5 % short is -0.75; 1 of 700 short is 0.142857 %: -0.2142857, so -0.21."""
        self._assert_rows(
            PROPORTIONAL,
            (
                ("200", "200", "10", "0", "0", "0", False, False),
                ("199", "200", "9.25", "0.75", "0", "0.5", False, False),
                ("114", "120", "2.5", "7.5", "0", "5", False, False),
                ("201", "200", "10.5", "0", "0.5", "0.5", False, False),
                ("206.2", "200", "13", "0", "3", "3.1", False, True),
                ("186", "200", "0", "10.5", "0", "7", True, False),
            ),
        )
        self.assertFigures(
            ratio(PROPORTIONAL, actual=699, target=700), score="9.79", deduction="0.21"
        )

    def test_a_coarser_score(self):
        """1 of 700 short to the tenth: -0.2."""
        coarse = replace(PROPORTIONAL, unit=Decimal("0.1"))
        self.assertFigures(ratio(coarse, actual=699, target=700), score="9.8")

    def test_lower_is_better(self):
        """Churn of at most 10: 10.5 is 5 % short, 9.8 is 2 % above, 0 100 % above."""
        for actual, sentence, attainment, short, above, score, cap_hit in (
            ("10", "ratio_met", "100", "0", "0", "10", False),
            ("10.05", "ratio_short", "100.5", "0.5", "0", "10", False),
            ("10.5", "ratio_short", "105", "5", "0", "2.5", False),
            ("9.8", "ratio_above", "98", "0", "2", "12", False),
            ("0", "ratio_above", "0", "0", "100", "13", True),
            ("20", "ratio_short", "200", "100", "0", "0", False),
        ):
            with self.subTest(actual=actual):
                self.assertFigures(
                    ratio(CHURN, actual=Decimal(actual), target=10),
                    sentence=sentence,
                    attainment=attainment,
                    short=short,
                    above=above,
                    score=score,
                    cap_hit=cap_hit,
                    floor_hit=actual == "20",
                )

    def test_no_figure(self):
        for reason, actual, target in (
            ("no_actual", None, 120),
            ("no_target", 114, None),
            ("zero_target", 114, 0),
            ("zero_target", 0, Decimal("0.00")),
            ("negative_target", 114, -120),
        ):
            for scale in (TEN, CHURN):
                with self.assertNoFigure(reason):
                    ratio(scale, actual=actual, target=target)

    def test_floats_are_refused(self):
        with self.assertRaises(TypeError):
            ratio(TEN, actual=114.0, target=120)
        with self.assertRaises(ValueError):
            ratio(TEN, actual=Decimal("NaN"), target=120)

    @given(SCALES, CENTS, CENTS, TARGETS)
    def test_a_better_actual_never_scores_less(self, scale, one, other, target):
        worse, better = sorted((one, other), reverse=scale.lower_is_better)
        self.assertLessEqual(
            ratio(scale, actual=worse, target=target).score,
            ratio(scale, actual=better, target=target).score,
        )

    @given(SCALES, CENTS, TARGETS)
    def test_score_is_what_the_sentence_says_within_floor_and_cap(
        self, scale, actual, target
    ):
        found = ratio(scale, actual=actual, target=target)
        self.assertLessEqual(0, found.score)
        self.assertLessEqual(found.score, scale.points + scale.cap)
        self.assertEqual(
            found.score, max(scale.points - found.deduction + found.bonus, 0)
        )
        self.assertFalse(found.deduction and found.bonus)
        self.assertEqual(found.score, found.score.quantize(scale.unit))

    @given(CENTS, TARGETS)
    def test_whole_percents_never_cost_or_earn_more_than_proportional_ones(
        self, actual, target
    ):
        whole = ratio(TEN, actual=actual, target=target)
        proportional = ratio(PROPORTIONAL, actual=actual, target=target)
        self.assertLessEqual(whole.deduction, proportional.deduction)
        self.assertLessEqual(whole.bonus, proportional.bonus)

    @given(st.integers(0, 99), TARGETS)
    def test_full_percents_are_exact(self, percent, target):
        """So many hundredths short of any target are so many percents, not one less."""
        actual = target * (100 - percent) / 100
        self.assertEqual(ratio(TEN, actual=actual, target=target).counted, percent)
