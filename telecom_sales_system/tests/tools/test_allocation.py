from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.allocation import allocate

CENT = Decimal("0.01")
AMOUNTS = st.integers(-(10**12), 10**12).map(lambda cents: cents * CENT)
WEIGHTS = st.lists(
    st.integers(0, 10_000).map(lambda hundredths: hundredths * CENT), min_size=1
).filter(any)


def _decimals(*texts):
    return [Decimal(text) for text in texts]


@tagged("post_install", "-at_install")
class TestAllocation(BaseCase):
    def test_thirds(self):
        """100 in three: upto 33.33, 66.67, 100, so 33.33 + 33.34 + 33.33."""
        self.assertEqual(
            allocate(Decimal(100), _decimals("1", "1", "1")),
            _decimals("33.33", "33.34", "33.33"),
        )

    def test_weights_of_tiers(self):
        """24,691.36 by 8, 4, 2 and 1 of 15: upto 13,168.7253, 19,753.088, 23,045.2693
        and the whole."""
        self.assertEqual(
            allocate(Decimal("24691.36"), _decimals("8", "4", "2", "1")),
            _decimals("13168.73", "6584.36", "3292.18", "1646.09"),
        )

    def test_nobody_to_share(self):
        self.assertEqual(allocate(Decimal(100), []), [])

    def test_weights_that_cannot_be(self):
        for weights in (_decimals("0", "0"), _decimals("2", "-1")):
            with self.assertRaises(ValueError):
                allocate(Decimal(100), weights)

    @given(AMOUNTS, WEIGHTS)
    def test_parts_sum_to_the_whole(self, total, weights):
        self.assertEqual(sum(allocate(total, weights)), total)

    @given(AMOUNTS, WEIGHTS)
    def test_no_part_is_off_by_a_cent_or_has_fractions(self, total, weights):
        whole = sum(weights)
        for part, weight in zip(allocate(total, weights), weights, strict=True):
            self.assertLessEqual(abs(part - total * weight / whole), CENT)
            self.assertEqual(part, part.quantize(CENT))

    @given(AMOUNTS, WEIGHTS)
    def test_who_has_no_weight_gets_nothing(self, total, weights):
        for part, weight in zip(allocate(total, weights), weights, strict=True):
            if not weight:
                self.assertEqual(part, 0)
