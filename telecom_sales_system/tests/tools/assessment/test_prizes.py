from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from ....tools.assessment.bands import Band
from ....tools.assessment.ranking import (
    Entrant,
    Placing,
    prizes_by_band,
    prizes_by_rank,
    rank_eligible,
)
from ..common import FigureCase

FOUR = [Decimal(prize) for prize in (10_000, 8_000, 5_000, 2_000)]
NINETY = Decimal(90)
ORGANISATION = [Band(Decimal(95), Decimal(20_000)), Band(NINETY, Decimal(10_000))]
FIELDS = st.lists(
    st.tuples(
        st.integers(86, 100).map(Decimal),
        st.tuples(st.integers(0, 1).map(Decimal)),
        st.booleans(),
    ),
    max_size=10,
)


def _entrants(*rows):
    """Entrants a, b, c, ... of scores as text, or of (score, breakers, eligible)."""
    return [
        Entrant(key, Decimal(row))
        if isinstance(row, str)
        else Entrant(key, Decimal(row[0]), tuple(map(Decimal, row[1])), *row[2:])
        for key, row in zip("abcdefghij", rows, strict=False)
    ]


@tagged("post_install", "-at_install")
class TestRankEligible(FigureCase):
    def test_from_ninety(self):
        ranks = rank_eligible(_entrants("89.99", "96", "90"), NINETY)
        self.assertEqual(ranks, {"b": 1, "c": 2})

    def test_ties_are_broken_by_section_then_by_performance(self):
        """a and b: 61 of 综合效益 beats 60; b and c: 60 both, 900 beats 800 yuan."""
        ranks = rank_eligible(
            _entrants(
                ("92", ["60", "800"]), ("92", ["61", "100"]), ("92", ["60", "900"])
            )
        )
        self.assertEqual(ranks, {"a": 3, "b": 1, "c": 2})

    def test_vetoed_takes_no_rank(self):
        field = _entrants(("99", [], False), "93", "92")
        self.assertEqual(rank_eligible(field), {"b": 1, "c": 2})
        self.assertEqual(field[0].score, 99)

    def test_nobody(self):
        self.assertEqual(rank_eligible([]), {})
        self.assertEqual(prizes_by_rank([], FOUR), {})
        self.assertEqual(prizes_by_band([], ORGANISATION), {})

    def test_no_score(self):
        with self.assertNoFigure("no_score"):
            Entrant("a", None)
        with self.assertNoFigure("no_score"):
            Entrant("a", Decimal(92), (Decimal(60), None))


@tagged("post_install", "-at_install")
class TestPrizesByRank(FigureCase):
    def _assert_prizes(self, field, split, each):
        for shared, expected in (("split", split), ("each", each)):
            with self.subTest(shared=shared):
                self.assertEqual(
                    prizes_by_rank(field, FOUR, NINETY, shared=shared),
                    {
                        key: Placing(rank, Decimal(prize))
                        for key, (rank, prize) in expected.items()
                    },
                )

    def test_no_tie(self):
        """The fifth has a rank and no prize; 89.9 has neither."""
        placings = {
            "a": (1, "10000"),
            "b": (4, "2000"),
            "c": (2, "8000"),
            "d": (3, "5000"),
            "e": (5, "0"),
        }
        field = _entrants("98", "91", "97", "96", "90", "89.9")
        self._assert_prizes(field, placings, placings)

    def test_tie_of_two(self):
        """Two firsts: (10,000 + 8,000) / 2; the third gets the third prize."""
        self._assert_prizes(
            _entrants("98", "98", "95"),
            {"a": (1, "9000"), "b": (1, "9000"), "c": (3, "5000")},
            {"a": (1, "10000"), "b": (1, "10000"), "c": (3, "5000")},
        )

    def test_tie_of_three(self):
        """Three firsts: 23,000 / 3, up to 7,666.67, 15,333.33 and 23,000."""
        self._assert_prizes(
            _entrants("98", "98", "98", "95"),
            {
                "a": (1, "7666.67"),
                "b": (1, "7666.66"),
                "c": (1, "7666.67"),
                "d": (4, "2000"),
            },
            dict.fromkeys("abc", (1, "10000")) | {"d": (4, "2000")},
        )

    def test_tie_over_the_last_prize(self):
        """Two fourths share the one prize that is left: 2,000 / 2."""
        self._assert_prizes(
            _entrants("98", "97", "96", "95", "95"),
            {
                "a": (1, "10000"),
                "b": (2, "8000"),
                "c": (3, "5000"),
                "d": (4, "1000"),
                "e": (4, "1000"),
            },
            {
                "a": (1, "10000"),
                "b": (2, "8000"),
                "c": (3, "5000"),
                "d": (4, "2000"),
                "e": (4, "2000"),
            },
        )

    def test_all_tie(self):
        """25,000 / 5."""
        self._assert_prizes(
            _entrants("95", "95", "95", "95", "95"),
            dict.fromkeys("abcde", (1, "5000")),
            dict.fromkeys("abcde", (1, "10000")),
        )

    def test_vetoed_leaves_the_prize_to_the_next(self):
        self._assert_prizes(
            _entrants(("99", [], False), "93"),
            {"b": (1, "10000")},
            {"b": (1, "10000")},
        )

    @given(FIELDS)
    def test_split_prizes_sum_to_those_of_the_places_taken(self, rows):
        field = [Entrant(number, *row) for number, row in enumerate(rows)]
        placings = prizes_by_rank(field, FOUR, NINETY)
        self.assertEqual(
            sum(placing.prize for placing in placings.values()),
            sum(FOUR[: len(placings)]),
        )

    @given(FIELDS, st.sampled_from(["split", "each"]))
    def test_a_better_rank_never_gets_less(self, rows, shared):
        field = [Entrant(number, *row) for number, row in enumerate(rows)]
        placings = prizes_by_rank(field, FOUR, NINETY, shared=shared).values()
        for one in placings:
            for other in placings:
                if one.rank < other.rank:
                    self.assertGreaterEqual(one.prize, other.prize)


@tagged("post_install", "-at_install")
class TestPrizesByBand(FigureCase):
    def test_organisation_award(self):
        """The higher band only; a vetoed 97 gets nothing."""
        field = _entrants("95", "94.99", "90", "89.99", ("97", [], False))
        self.assertEqual(
            prizes_by_band(field, ORGANISATION),
            {"a": Decimal(20_000), "b": Decimal(10_000), "c": Decimal(10_000)},
        )
