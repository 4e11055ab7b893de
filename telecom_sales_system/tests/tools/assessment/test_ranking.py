from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.assessment.ranking import competition_ranks


@tagged("post_install", "-at_install")
class TestRanking(BaseCase):
    def test_highest_first(self):
        self.assertEqual(competition_ranks([10, 30, 20]), [3, 1, 2])

    def test_two_firsts_are_followed_by_a_third(self):
        self.assertEqual(competition_ranks([5, 5, 1]), [1, 1, 3])

    def test_all_equal_and_none(self):
        self.assertEqual(competition_ranks([7, 7, 7]), [1, 1, 1])
        self.assertEqual(competition_ranks([]), [])

    @given(st.lists(st.integers(-5, 5)))
    def test_rank_counts_the_better_ones(self, scores):
        ranks = competition_ranks(scores)
        for score, rank in zip(scores, ranks, strict=True):
            self.assertEqual(rank, 1 + sum(1 for other in scores if other > score))
