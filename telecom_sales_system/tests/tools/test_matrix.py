from decimal import Decimal
from unittest import TestCase

from ...tools.matrix import Column, Row, Table, growth


class TestMatrix(TestCase):
    def test_growth(self):
        """From 80 to 100 is a quarter more; 2/3 less a bit rounds to 33.3 %."""
        self.assertEqual(growth(Decimal(100), Decimal(80)), Decimal("0.250"))
        self.assertEqual(growth(Decimal(4), Decimal(3)), Decimal("0.333"))
        self.assertEqual(growth(Decimal(50), Decimal(100)), Decimal("-0.500"))

    def test_growth_needs_something_to_compare_with(self):
        for before in (None, Decimal(0), Decimal(-5)):
            self.assertIsNone(growth(Decimal(100), before))

    def test_rows_are_ranked_and_the_rest_stands_below(self):
        rows = [
            Row("Low", {"points": Decimal(1)}),
            Row("Nobody's", {"points": Decimal(9)}, ranked=False),
            Row("High", {"points": Decimal(5)}),
        ]
        table = Table(
            "t", "T", "Name", [Column("points", "Points", "points")], rows, {}
        )
        self.assertEqual(
            [(row.rank, row.name) for row in table.rows],
            [(1, "High"), (2, "Low"), (None, "Nobody's")],
        )
        self.assertEqual([row.name for row in table.top], ["High", "Low"])
