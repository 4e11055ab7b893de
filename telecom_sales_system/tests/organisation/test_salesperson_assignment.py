import psycopg2

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestSalespersonAssignment(OrganisationCommon):
    """Anna has worked in Cili, in its team, since 1 January 2025."""

    def _assign(self, unit, date_from, date_to=False, **vals):
        row = {"salesperson_id": self.anna.id, "unit_id": unit.id}
        days = {"date_from": date_from, "date_to": date_to}
        return self.env["telecom.salesperson.assignment"].create(row | days | vals)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_one_common_day(self):
        """31 December 2024 is free, 1 January 2025 is not."""
        self._assign(self.branch, "2024-01-01", "2024-12-31")
        for days in [("2024-12-31", "2025-01-01"), ("2026-01-01", False)]:
            with self.assertRaises(psycopg2.errors.ExclusionViolation):
                with self.env.cr.savepoint():
                    self._assign(self.branch, *days)

    @mute_logger("odoo.sql_db")
    def test_last_day_before_the_first_is_refused(self):
        with self.assertRaises(psycopg2.errors.CheckViolation):
            with self.env.cr.savepoint():
                self._assign(self.branch, "2024-02-01", "2024-01-31")

    @mute_logger("odoo.sql_db")
    def test_import_names_the_person(self):
        rows = self.env["telecom.salesperson.assignment"].with_user(self.service)
        result = rows.load(
            ["salesperson_id/.id", "unit_id/.id", "date_from"],
            [[str(self.anna.id), str(self.branch.id), "2026-01-01"]],
        )
        self.assertFalse(result["ids"])
        self.assertRegex(
            result["messages"][0]["message"], "anna.*First Day and Last Day.*overlap"
        )

    def test_team_of_another_unit_is_refused(self):
        """A team serves its unit and the units below it."""
        last_year = ("2024-01-01", "2024-12-31")
        with self.assertRaisesRegex(ValidationError, "anna.*field Team: Team Cili"):
            with self.env.cr.savepoint():
                self._assign(self.branch, *last_year, team_id=self.team.id)
        row = self._assign(self.outlet, *last_year, team_id=self.team.id)
        self.assertEqual(row.team_id, self.team)

    def test_old_row_ended_and_next_one_entered_in_one_form(self):
        """The end of the old row is written before the new one is inserted."""
        self.anna.assignment_ids = [
            Command.update(self.anna.assignment_ids.id, {"date_to": "2026-04-30"}),
            Command.create({"unit_id": self.branch.id, "date_from": "2026-05-01"}),
        ]
        self.assertEqual(len(self.anna.assignment_ids), 2)
