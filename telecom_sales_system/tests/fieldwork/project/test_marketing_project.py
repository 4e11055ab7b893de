from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .projects import ProjectCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 02:00:00")
class TestMarketingProject(ProjectCommon):
    def _stage(self, name):
        return self.env.ref(f"telecom_sales_system.project_stage_{name}")

    def test_new_project_has_a_campaign_of_its_own(self):
        self.assertEqual(self.project.stage_id, self._stage("planned"))
        self.assertEqual(self.project.display_name, "Spring · 2026")
        campaign = self.project.campaign_id
        self.assertEqual(campaign.title, "Spring · 2026")
        self.project.action_create_campaign()
        self.assertEqual(self.project.campaign_id, campaign)
        self.assertFalse(self.project.copy().campaign_id)

    @mute_logger("odoo.sql_db")
    def test_two_projects_do_not_share_a_campaign(self):
        other = self._plan("Autumn", self.branch, self.bert)
        with self.assertRaisesRegex(Exception, "campaign_uniq|revenue counts once"):
            with self.env.cr.savepoint():
                other.campaign_id = self.project.campaign_id
                self.env.flush_all()

    def test_closing_wants_a_review(self):
        for review in (False, "<p><br></p>"):
            self.project.review = review
            with self._refused(UserError, "Spring.*field Closing Review"):
                self.project.action_close()

    def test_closing_wants_a_campaign(self):
        self.project.write({"campaign_id": False, "review": "<p>It went well.</p>"})
        with self._refused(UserError, "Spring.*field Campaign: without one"):
            self.project.action_close()
        self.project.action_create_campaign()
        self.project.action_close()

    def test_closing_freezes_plan_and_revenue(self):
        """600,000 at closing; 500,000 more were billed afterwards and count no more."""
        self._bill(self.project, 600_000)
        self._close_project(self.project)
        self._bill(self.project, 500_000)
        self.project.invalidate_recordset()
        self.assertEqual(self.project.achieved_revenue, 600_000)
        self.assertEqual(self.project.achieved_rate, 0.75)
        self.assertEqual(self.project.stage_id, self._stage("closed"))
        self.assertEqual(self.project.done_on, date(2026, 6, 15))
        for vals in (
            {"planned_revenue": 1},
            {"review": "<p>Better</p>"},
            {"stage_id": self._stage("running").id},
            {"deadline": "2026-12-31"},
            {"active": False},
        ):
            with self._refused(UserError, "Spring .* is “closed on .*” and stays"):
                self.project.write(vals)
        with self._refused(UserError, "is “closed on .*” and stays"):
            self.project.action_close()
        with self._refused(UserError, "is “closed on .*” and stays"):
            self.project.unlink()
        for name in ("done_on", "closed_revenue", "counts_as_large"):
            with self._refused(AccessError, "use the buttons"):
                self.project.write({name: False})

    def test_only_closing_leads_to_the_last_stage(self):
        self.project.stage_id = self._stage("running")
        with self._refused(UserError, "Spring.*field Stage: “Completed” is for closed"):
            self.project.stage_id = self._stage("closed")
        with self._refused(UserError, "is for closed projects"):
            self._plan("New", self.county, stage_id=self._stage("closed").id)

    def test_reopening_is_for_the_service_department(self):
        self._bill(self.project, 1_200_000)
        self._close_project(self.project)
        with self._refused(AccessError, "only the customer service department"):
            self.project.with_user(self.county_manager)._reopen_for_correction("Please")
        action = self.project.action_open_reopen()
        wizards = self.env["telecom.fieldwork.reopen"].with_user(self.service)
        wizards.with_context(**action["context"]).create(
            {"reason": "Invoice lacked"}
        ).action_reopen()
        self.assertFalse(self.project.done_on or self.project.counts_as_large)
        self.assertEqual(self.project.stage_id, self._stage("planned"))
        self.assertIn("Invoice lacked", self.project.message_ids[0].body)
        with self._refused(UserError, "is not closed"):
            self.project._reopen_for_correction("Again")

    def test_late(self):
        """Due on 30 June: in time on that day, late on the next; done late stays so."""
        projects = self.env["telecom.marketing.project"]
        late = [("id", "=", self.project.id), ("is_late", "=", True)]
        for today, expected in (("2026-06-30", False), ("2026-07-01", True)):
            with freeze_time(f"{today} 02:00:00"):
                self.project.invalidate_recordset()
                self.assertEqual(self.project.is_late, expected)
                self.assertEqual(bool(projects.search(late)), expected)
        with freeze_time("2026-07-02 02:00:00"):
            self._close_project(self.project)
        self.project.invalidate_recordset()
        self.assertTrue(self.project.is_late)
        self.assertTrue(projects.search(late))
        self.assertFalse(projects.search([*late[:1], ("is_late", "=", False)]))

    @freeze_time("2026-06-30 17:00:00")
    def test_done_on_is_the_day_in_shanghai(self):
        """17:00 of 30 June in Greenwich is 01:00 of 1 July in Shanghai: late."""
        self._close_project(self.project)
        self.assertEqual(self.project.done_on, date(2026, 7, 1))
        self.assertTrue(self.project.closed_late)

    @users("anna")
    def test_owner_carries_out_what_the_manager_plans(self):
        project = self.project.with_env(self.env)
        project.stage_id = self._stage("running")
        project.review = "<p>Half way</p>"
        with self.assertRaisesRegex(AccessError, "plan of the unit"):
            project.planned_revenue = 1
        with self.assertRaisesRegex(AccessError, "plan of the unit"):
            project.action_close()
        with self.assertRaises(AccessError):
            project.copy()

    @users("bert")
    def test_others_do_not_see_it_unless_in_the_team(self):
        projects = self.env["telecom.marketing.project"]
        self.assertFalse(projects.search([]))
        self.assertFalse(self.env["telecom.marketing.plan"].search([]))
        bert = self.bert.sudo().assignment_ids
        self.team.sudo().unit_id = False
        bert.team_id = self.team
        self.project.sudo().team_id = self.team
        self.env.flush_all()
        self.assertEqual(projects.search([]).name, "Spring")
        with self.assertRaises(AccessError):
            projects.search([]).review = "<p>Mine</p>"

    @users("county_manager")
    def test_unit_manager_plans_the_subtree(self):
        own = self._plan("Outlet", self.outlet, self.anna, self.env.user)
        self._close_project(own)
        with self.assertRaises(AccessError):
            self._plan("Letters", self.branch, self.bert, self.env.user)

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        self.assertTrue(self.env["telecom.marketing.project"].search([]))
        self.assertTrue(self.env["telecom.marketing.plan"].search([]))


@tagged("post_install", "-at_install")
class TestMarketingProjectRpc(ProjectCommon, RpcCase):
    @mute_logger("odoo.http")
    def test_closing_cannot_be_written_from_outside(self):
        vals = {"done_on": "2026-01-01", "closed_revenue": 5_000_000}
        for door in (self._call_kw, self._execute_kw):
            _result, message = door(
                self.service,
                "telecom.marketing.project",
                "write",
                self.project.ids,
                vals,
            )
            self.assertIn("use the buttons", message)
        self.assertFalse(self.project.done_on)
