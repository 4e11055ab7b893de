from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..common import CircularCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMatrix(CircularCommon):
    def _matrix(self, period, unit=None):
        return self.env["telecom.performance.matrix"]._build_matrix(period, unit)

    def _rows(self, table, *figures):
        return [
            (
                row.rank,
                row.name,
                *(row.figures[f] and float(row.figures[f]) for f in figures),
            )
            for row in table.rows
        ]

    def test_units_are_ranked_by_the_points_of_the_month(self):
        """Bert 3,000 x 0.35 = 1,050; Anna 350, in January 2025 175: twice as much.

        The 200 of nobody stand below as cash without a unit: 70 points.
        """
        table = self._matrix(self.january).get_table("units")
        self.assertEqual(
            self._rows(table, "month_points", "last_month_points", "month_growth"),
            [
                (1, "Letters", 1050, 0, None),
                (2, "Cili", 350, 175, 1.0),
                (None, "No unit", 70, 0, None),
            ],
        )

    def test_year_to_date(self):
        """Anna: 350 in January and 0.35 x 400 = 140 in February: 490."""
        table = self._matrix(self.february).get_table("people")
        self.assertEqual(
            self._rows(table, "month_points", "year_points", "last_year_points"),
            [
                (1, self.anna.name, 140, 490, 175),
                (2, self.bert.name, 0, 1050, 0),
                (None, "No registered salesperson", 0, 70, 0),
            ],
        )

    def test_every_table_has_the_total_of_the_ledger(self):
        """1,000 + 3,000 + 200 yuan; 350 + 1,050 + 70 points."""
        matrix = self._matrix(self.january)
        for table in matrix.tables:
            self.assertEqual(table.total["month_cash"], 4200)
            self.assertEqual(table.total["month_points"], 1470)
            self.assertEqual(
                sum(row.figures["month_points"] for row in table.rows), 1470
            )

    def test_outlets_count_for_their_county(self):
        self.anna._start_assignment(
            {
                "date_from": self.february.date_from,
                "unit_id": self.outlet.id,
                "team_id": False,
                "grade_id": False,
            }
        )
        self.february.action_compute()
        table = self._matrix(self.february).get_table("units")
        self.assertEqual(self._rows(table, "month_points")[0], (1, "Cili", 140))

    def test_archived_unit_keeps_its_rank_in_months_when_it_sold(self):
        """The branch of Bert led in January; without him it can be archived."""
        self.bert._record_departure(date(2026, 3, 1))
        self.branch.active = False
        table = self._matrix(self.january).get_table("units")
        self.assertEqual(self._rows(table, "month_points")[0], (1, "Letters", 1050))

    def test_last_year_is_unknown_before_the_ledger_begins(self):
        """January 2025 is the first period: no January 2024 to compare with."""
        matrix = self._matrix(self.last_january)
        self.assertIsNone(matrix.total["last_month_points"])
        self.assertIsNone(matrix.total["month_growth"])
        keys = [column.key for column in matrix.tables[0].columns]
        self.assertEqual(
            keys, ["month_cash", "month_points", "year_cash", "year_points"]
        )
        self.assertIn("2025", matrix.remarks[0])

    def test_queries_do_not_grow_with_the_ledger(self):
        self._matrix(self.january)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self._matrix(self.january)

    @users("anna", "county_manager")
    def test_part_of_the_ledger_makes_no_ranking(self):
        with self.assertRaises(AccessError):
            self._matrix(self.january.with_user(self.env.user))

    @users("county_manager")
    def test_unit_ranks_the_units_below_it(self):
        """February at the outlet: 0.35 x 400 = 140 points; January at Cili: 350."""
        self.anna.sudo()._start_assignment(
            {
                "date_from": self.february.date_from,
                "unit_id": self.outlet.id,
                "team_id": False,
                "grade_id": False,
            }
        )
        self.february.sudo().action_compute()
        matrix = self._matrix(self.february.with_user(self.env.user), self.county)
        self.assertEqual(
            self._rows(matrix.get_table("units"), "month_points", "year_points"),
            [(1, "Lingyang", 140, 140), (None, "Cili", 0, 350)],
        )
        self.assertEqual(matrix.total["year_points"], 490)

    @users("service", "leader", "auditor")
    def test_whole_ledger_makes_a_ranking(self):
        matrix = self._matrix(self.january.with_user(self.env.user))
        self.assertEqual(matrix.total["month_cash"], 4200)
