from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ....tools.paper.matrix import Column, Row, Table, fold_rows, growth


@tagged("post_install", "-at_install")
class TestMatrix(BaseCase):
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

    def test_fold_keeps_ranks_and_sums(self):
        """5, 0, 0, -2: ranks 1, 2, 2, 4; the two idle ones share a line of 3 a year."""
        columns = [
            Column("points", "Points", "points"),
            Column("year", "Year", "points"),
            Column("growth", "Growth", "percent"),
        ]

        def row(name, points, year):
            figures = {"points": Decimal(points), "year": Decimal(year), "growth": None}
            return Row(name, figures)

        rows = [row("A", 5, 9), row("B", 0, 1), row("C", 0, 2), row("D", -2, 4)]
        table = Table("t", "T", "Name", columns, rows, {})
        shorter = fold_rows(
            table, lambda row: not row.figures["points"], lambda count: f"{count} idle"
        )
        self.assertEqual(
            [(r.rank, r.name, r.figures["year"]) for r in shorter.rows],
            [(1, "A", 9), (4, "D", 4), (None, "2 idle", 3)],
        )
        self.assertIsNone(shorter.rows[-1].figures["growth"])
        self.assertEqual(len(table.rows), 4)

    def test_one_idle_row_keeps_its_line(self):
        columns = [Column("points", "Points", "points")]
        rows = [Row("A", {"points": Decimal(5)}), Row("B", {"points": Decimal(0)})]
        table = Table("t", "T", "Name", columns, rows, {})
        self.assertIs(
            fold_rows(table, lambda row: not row.figures["points"], str), table
        )
