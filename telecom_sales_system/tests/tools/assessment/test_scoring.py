from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.assessment.outcome import SENTENCES, Scale
from ....tools.assessment.scoring import (
    all_or_nothing,
    missing_items,
    not_due,
    project_bonus,
    vetoes_held,
)
from ..common import FigureCase

FOUR_PAPERS = Scale(points=Decimal(5), loss=Decimal(1))
ACTIVITIES = Scale(points=Decimal(10), loss=Decimal("2.5"))
REQUESTS = Scale(points=Decimal(5), loss=Decimal("0.5"), free_when_nothing_due=True)
TEAMS = Scale(points=Decimal(5), loss=Decimal(5))
LATE_PLAN = Scale(points=Decimal(7), loss=Decimal(5))
PROJECTS = Scale(points=Decimal(10), loss=Decimal(1), gain=Decimal(1))

NUMBERS, TARGETS = st.integers(0, 200), st.integers(1, 200)


@tagged("post_install", "-at_install")
class TestMissingItems(FigureCase):
    def test_papers_activities_and_requests(self):
        """Points less the loss for each missing one, but never below 0."""
        for scale, actual, target, score, deduction, floor_hit in (
            (FOUR_PAPERS, 4, 4, "5", "0", False),
            (FOUR_PAPERS, 3, 4, "4", "1", False),
            (FOUR_PAPERS, 0, 4, "1", "4", False),
            (FOUR_PAPERS, 5, 4, "5", "0", False),  # one more earns nothing
            (ACTIVITIES, 1, 4, "2.5", "7.5", False),  # 3 x 2.5
            (ACTIVITIES, 0, 4, "0", "10", False),  # exactly 0 needs no floor
            (FOUR_PAPERS, 4, 10, "0", "6", True),  # 5 - 6
            (REQUESTS, 17, 18, "4.5", "0.5", False),
            (REQUESTS, 0, 11, "0", "5.5", True),  # 5 - 5.5
        ):
            with self.subTest(actual=actual, target=target, loss=scale.loss):
                self.assertFigures(
                    missing_items(scale, actual=actual, target=target),
                    sentence="missing_none" if actual >= target else "missing_some",
                    score=score,
                    deduction=deduction,
                    bonus="0",
                    actual=actual,
                    target=target,
                    missing=max(target - actual, 0),
                    floor_hit=floor_hit,
                    cap_hit=False,
                )

    def test_nothing_owed_is_an_error_unless_the_scale_gives_it_away(self):
        with self.assertNoFigure("zero_target"):
            missing_items(FOUR_PAPERS, actual=0, target=0)
        self.assertFigures(
            missing_items(REQUESTS, actual=0, target=0),
            sentence="nothing_due",
            score="5",
            deduction="0",
        )

    def test_unknown_numbers(self):
        """None is an error even where nothing owed is not."""
        for scale in (FOUR_PAPERS, REQUESTS):
            with self.assertNoFigure("no_target"):
                missing_items(scale, actual=3, target=None)
            with self.assertNoFigure("no_actual"):
                missing_items(scale, actual=None, target=4)

    @given(st.integers(0, 30), st.integers(1, 30))
    def test_one_more_never_scores_less_and_stays_within_the_points(self, done, owed):
        found = missing_items(ACTIVITIES, actual=done, target=owed)
        more = missing_items(ACTIVITIES, actual=done + 1, target=owed)
        self.assertLessEqual(0, found.score)
        self.assertLessEqual(found.score, more.score)
        self.assertLessEqual(more.score, ACTIVITIES.points)

    def test_numbers_that_cannot_be(self):
        """Less than none and half an item are no numbers of items."""
        for actual in (-1, Decimal("0.5")):
            with self.assertNoFigure("no_count"):
                missing_items(FOUR_PAPERS, actual=actual, target=4)
        with self.assertRaises(ValueError):
            missing_items(FOUR_PAPERS, actual=Decimal("NaN"), target=4)
        with self.assertRaises(TypeError):
            missing_items(FOUR_PAPERS, actual=3.0, target=4)


@tagged("post_install", "-at_install")
class TestAllOrNothing(FigureCase):
    def test_one_failing_costs_what_all_failing_cost(self):
        for scale, conditions, score, deduction, missing in (
            (TEAMS, [True, True, True], "5", "0", 0),
            (TEAMS, [True, False, True], "0", "5", 1),
            (TEAMS, [False, False, False], "0", "5", 3),
            (LATE_PLAN, [False], "2", "5", 1),  # annex 2: late -5 of 7
        ):
            with self.subTest(conditions=conditions):
                self.assertFigures(
                    all_or_nothing(scale, iter(conditions)),
                    sentence="conditions_failing" if missing else "conditions_met",
                    score=score,
                    deduction=deduction,
                    missing=missing,
                    actual=len(conditions) - missing,
                    target=len(conditions),
                    floor_hit=False,
                )

    def test_unknown_conditions(self):
        with self.assertNoFigure("no_conditions"):
            all_or_nothing(TEAMS, [])
        with self.assertNoFigure("no_actual"):
            all_or_nothing(TEAMS, [False, None])


@tagged("post_install", "-at_install")
class TestNotDue(FigureCase):
    def test_full_points_before_the_deadline(self):
        self.assertFigures(
            not_due(TEAMS), sentence="not_due", score="5", deduction="0", bonus="0"
        )


@tagged("post_install", "-at_install")
class TestProjectBonus(FigureCase):
    def test_missing_and_large_projects(self):
        for actual, target, large, score, deduction, bonus, floor_hit in (
            (6, 6, 0, "10", "0", "0", False),
            (4, 6, 0, "8", "2", "0", False),
            (6, 6, 1, "11", "0", "1", False),
            (8, 6, 25, "35", "0", "25", False),  # no cap
            (4, 6, 3, "11", "2", "3", False),  # 10 - 2 + 3
            (0, 12, 1, "0", "12", "1", True),  # 10 - 12 + 1 is still below 0
            (0, 12, 3, "1", "12", "3", False),  # 10 - 12 + 3
        ):
            with self.subTest(actual=actual, target=target, large=large):
                self.assertFigures(
                    project_bonus(PROJECTS, actual=actual, target=target, large=large),
                    sentence="projects_missing" if actual < target else "projects_done",
                    score=score,
                    deduction=deduction,
                    bonus=bonus,
                    missing=max(target - actual, 0),
                    large=large,
                    floor_hit=floor_hit,
                    cap_hit=False,
                )

    def test_without_a_plan(self):
        """No plan is an error; where a scale gives it away, large ones still count."""
        with self.assertNoFigure("zero_target"):
            project_bonus(PROJECTS, actual=2, target=0, large=1)
        free = Scale(
            Decimal(10), Decimal(1), gain=Decimal(1), free_when_nothing_due=True
        )
        self.assertFigures(
            project_bonus(free, actual=0, target=0, large=1),
            sentence="nothing_due",
            score="11",
        )

    def test_unknown_numbers(self):
        for reason, numbers in (
            ("no_target", {"actual": 2, "target": None, "large": 0}),
            ("no_actual", {"actual": None, "target": 2, "large": 0}),
            ("no_actual", {"actual": 2, "target": 2, "large": None}),
        ):
            with self.assertNoFigure(reason):
                project_bonus(PROJECTS, **numbers)

    @given(NUMBERS, TARGETS, NUMBERS, st.none() | st.integers(0, 50))
    def test_bounds_and_parts(self, actual, target, large, cap):
        """Points - loss + gain, not below 0, the gain at most the cap if there is one;
        another one done never costs, nor does another large one."""
        scale = replace(PROJECTS, cap=None if cap is None else Decimal(cap))

        def score(done, big):
            return project_bonus(scale, actual=done, target=target, large=big).score

        outcome = project_bonus(scale, actual=actual, target=target, large=large)
        most = large if cap is None else min(large, cap)
        self.assertTrue(0 <= outcome.score <= 10 + most)
        self.assertEqual(outcome.bonus, most)
        self.assertEqual(outcome.deduction, max(target - actual, 0))
        self.assertEqual(outcome.score, max(0, 10 - outcome.deduction + most))
        self.assertGreaterEqual(score(actual + 1, large), outcome.score)
        self.assertGreaterEqual(score(actual, large + 1), outcome.score)


@tagged("post_install", "-at_install")
class TestVetoes(FigureCase):
    def test_grave_errors_circular_and_fraud(self):
        """3 grave errors; no circular by 31 March: 1 missing of 1; fraud: any case."""
        for errors, circulars_missing, frauds, held in (
            (0, 0, 0, ()),
            (2, 0, 0, ()),
            (3, 0, 0, ("errors",)),
            (4, 1, 0, ("errors", "circular")),
            (0, 0, 1, ("fraud",)),
        ):
            with self.subTest(errors=errors, frauds=frauds):
                vetoes = (
                    ("errors", errors, 3),
                    ("circular", circulars_missing, 1),
                    ("fraud", frauds, 1),
                )
                self.assertEqual(vetoes_held(vetoes), held)

    def test_an_unknown_number_is_no_pardon(self):
        with self.assertNoFigure("no_actual"):
            vetoes_held([("fraud", None, 1)])


@tagged("post_install", "-at_install")
class TestScale(FigureCase):
    def test_parameters_that_cannot_be(self):
        for wrong in (
            {"points": Decimal(-1)},
            {"loss": Decimal(-1)},
            {"gain": Decimal(-1)},
            {"cap": Decimal(-1)},
            {"unit": Decimal(0)},
        ):
            with self.assertRaises(ValueError):
                Scale(**{"points": Decimal(5), "loss": Decimal(1)} | wrong)

    def test_frozen(self):
        with self.assertRaises(FrozenInstanceError):
            FOUR_PAPERS.points = Decimal(6)
        with self.assertRaises(FrozenInstanceError):
            missing_items(FOUR_PAPERS, actual=4, target=4).score = Decimal(6)

    def test_every_sentence_is_listed_once(self):
        self.assertEqual(len(SENTENCES), len(set(SENTENCES)))
