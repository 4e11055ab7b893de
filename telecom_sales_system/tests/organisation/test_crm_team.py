from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestCrmTeam(OrganisationCommon):
    """A marketing team: complete or not, and of one unit."""

    def test_team_is_complete_with_all_three(self):
        self.team.write({"subject": "Mailings", "target_market": "Hotels"})
        self.assertFalse(self.team.is_complete)
        self.team.rules = "<p><br></p>"
        self.assertFalse(self.team.is_complete, "an emptied editor holds no rules")
        self.team.rules = "<p>Visit each hotel once a month.</p>"
        self.assertTrue(self.team.is_complete)
        self.team.subject = False
        self.assertFalse(self.team.is_complete)

    def test_members_are_those_assigned_now(self):
        self.assertEqual(self.team.salesperson_ids, self.anna)
        self.anna.assignment_ids.team_id = False
        self.assertFalse(self.team.salesperson_ids)

    def test_unit_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other Bureau"})
        with self.assertRaisesRegex(ValidationError, "Team Cili, field Sales Unit"):
            self.team.company_id = other

    def test_unit_stays_as_long_as_members_work_elsewhere(self):
        with self.assertRaisesRegex(ValidationError, "anna.*Team Cili belongs to"):
            self.team.unit_id = self.branch
        self.anna.assignment_ids.team_id = False
        self.team.unit_id = self.branch
        self.assertEqual(self.branch.team_ids, self.team)

    def test_sales_manager_without_a_role_in_telecom_sales(self):
        """Forms teams and reads every field that a sales manager may see."""
        manager = new_test_user(
            self.env, "sales_boss", groups="sales_team.group_sale_manager"
        )
        teams = self.env["crm.team"].with_user(manager)
        team = teams.create({"name": "Plain", "company_id": self.env.company.id})
        team.write({"name": "Plainer"})
        self.assertEqual(team.read()[0]["name"], "Plainer")
        self.assertTrue((team | self.team.with_user(manager)).read())
