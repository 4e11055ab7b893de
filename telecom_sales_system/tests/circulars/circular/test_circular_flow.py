from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularFlow(CircularsCommon):
    """Draft, reviewed, signed by somebody else, issued."""

    def test_way_of_a_circular(self):
        circular = self._draft()
        self.assertEqual(circular.state, "draft")
        circular.action_review()
        self.assertEqual(circular.reviewed_by_id, self.service)
        circular.with_user(self.leader).action_sign()
        self.assertEqual(circular.signed_by_id, self.leader)
        self.assertFalse(circular.name)
        circular.action_issue()
        self.assertEqual(circular.state, "issued")
        self.assertEqual(circular.name, "张电营销〔2026〕1号")
        self.assertEqual(circular.display_name, "张电营销〔2026〕1号 Spring Campaign")
        self.assertEqual(str(circular.issued_on), "2026-03-15")
        self.assertEqual(circular.issued_by_id, self.service)

    def test_steps_come_in_order(self):
        circular = self._draft()
        with self._refused(UserError, "is “Draft”; this step needs “Reviewed”"):
            circular.with_user(self.leader).action_sign()
        with self._refused(UserError, "this step needs “Signed”"):
            circular.action_issue()
        circular.action_review()
        with self._refused(UserError, "this step needs “Draft”"):
            circular.action_review()

    def test_author_does_not_sign(self):
        """Nor does a leader who only changed a word of somebody else's draft."""
        both = self.service
        both.group_ids += self.leader.group_ids
        circular = self._draft(user=both)
        circular.with_user(self.outsider).write({"closing": "Hurry."})
        circular.action_review()
        for writer in (both, self.outsider):
            self.assertFalse(circular.with_user(writer).can_sign)
            with self._refused(AccessError, "somebody else has to sign it"):
                circular.with_user(writer).action_sign()
        mine = circular.with_user(self.leader)
        self.assertTrue(mine.can_sign)
        mine.action_sign()
        self.assertEqual(circular.state, "signed")
        self.assertFalse(mine.can_sign, "signed once")

    def test_city_circular_is_signed_by_a_leader(self):
        circular = self._draft()
        circular.action_review()
        self.city.manager_id = self.county_manager
        self.assertFalse(circular.with_user(self.county_manager).can_sign)
        with self._refused(AccessError, "leaders sign circulars"):
            circular.with_user(self.county_manager).action_sign()

    def test_unit_issues_its_own(self):
        """Drafted by the outlet's manager, signed by the county's, who is above."""
        outlet_manager = self._create_user("outlet_manager", "unit_manager")
        self.outlet.manager_id = outlet_manager
        circular = self._draft(user=outlet_manager, unit=self.outlet)
        circular.action_review()
        with self._refused(AccessError, "you wrote it"):
            circular.action_sign()
        circular.with_user(self.county_manager).action_sign()
        circular.action_issue()
        self.assertEqual(circular.name, "LY〔2026〕1号", "no prefix: the unit's code")
        self.assertEqual(list(self._receipts(circular)), ["outlet_manager"])

    def test_manager_drafts_for_the_own_subtree_only(self):
        manager = self.county_manager
        for unit in (self.county, self.outlet):
            self.assertTrue(self._draft(user=manager, unit=unit))
        for unit in (self.city, self.branch):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._draft(user=manager, unit=unit)

    def test_new_circular_is_of_the_own_unit(self):
        for user, unit in (
            (self.service, self.city),
            (self.county_manager, self.county),
        ):
            circulars = self.env["telecom.circular"].with_user(user)
            self.assertEqual(Form(circulars).unit_id, unit)

    def test_only_drafts_are_changed(self):
        circular = self._draft()
        circular.action_review()
        for vals in ({"body": "No."}, {"unit_id": self.county.id}, {"title": "No"}):
            with self._refused(UserError, "this step needs “Draft”"):
                circular.write(vals)
        with self._refused(UserError, "this step needs “Draft”"):
            circular.unlink()

    def test_state_number_and_seal_are_set_by_buttons_only(self):
        circular = self._draft()
        for vals in (
            {"state": "issued"},
            {"name": "张电营销〔2026〕99号"},
            {"signed_by_id": self.leader.id},
            {"author_ids": [(5,)]},
            {"figures": {}},
            {"seal": "0" * 64},
        ):
            with self._refused(AccessError, "use the buttons"):
                circular.write(vals)

    def test_sent_back_with_a_reason(self):
        circular = self._draft()
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        action = circular.with_user(self.leader).action_open_return()
        wizards = self.env[action["res_model"]].with_user(self.leader)
        wizards = wizards.with_context(**action["context"])
        wizards.create({"reason": "Name the branches"}).action_return()
        self.assertEqual(circular.state, "draft")
        self.assertFalse(circular.signed_by_id | circular.reviewed_by_id)
        self.assertIn("Sent back: Name the branches", circular.message_ids[0].body)
        self.assertEqual(circular.message_ids[0].partner_ids, self.service.partner_id)

    def test_what_is_issued_is_what_was_signed(self):
        circular = self._draft()
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE telecom_circular SET body = 'Forged' WHERE id = %s", circular.ids
        )
        circular.invalidate_recordset()
        with self._refused(UserError, "has changed since it was signed"):
            circular.action_issue()

    def test_addressees_are_part_of_what_is_signed(self):
        circular = self._draft()
        circular.audience_unit_ids = self.city
        circular.action_review()
        for step in ("“Reviewed”", "“Signed”"):
            for change in (
                {"audience_unit_ids": [Command.set(self.county.ids)]},
                {"audience_user_ids": [Command.link(self.outsider.id)]},
            ):
                with self._refused(UserError, f"is {step}"):
                    circular.write(change)
            if step == "“Reviewed”":
                circular.with_user(self.leader).action_sign()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE telecom_circular_audience_unit_rel SET telecom_sales_unit_id = %s"
            " WHERE telecom_circular_id = %s",
            (self.county.id, circular.id),
        )
        circular.invalidate_recordset()
        with self._refused(UserError, "has changed since it was signed"):
            circular.action_issue()

    def _asked(self, circular):
        """``{login: what}`` of those on whose list the circular lies."""
        return {
            activity.user_id.login: activity.summary
            for activity in circular.sudo().activity_ids
        }

    def test_lies_on_the_list_of_whoever_is_next(self):
        """Leaders who did not write it sign; then its author issues it."""
        circular = self._draft()
        circular.with_user(self.outsider).write({"closing": "Hurry."})
        self.assertEqual(self._asked(circular), {})
        circular.action_review()
        self.assertEqual(self._asked(circular), {"leader": "Sign the circular"})
        circular.with_user(self.leader)._return_to_draft("Shorter")
        self.assertEqual(self._asked(circular), {})
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        self.assertEqual(
            self._asked(circular), {"service": "Signed: issue the circular"}
        )
        circular.action_issue()
        self.assertEqual(self._asked(circular), {})

    def test_leader_of_another_company_is_not_asked(self):
        """Nor is whoever may not see that company refused because of it."""
        company = self.env["res.company"].create({"name": "Sister"})
        stranger = self._create_user("sister_leader", "leader")
        stranger.write({"company_ids": company.ids, "company_id": company.id})
        circular = self._draft()
        self.env.invalidate_all()
        circular.action_review()
        asked = circular.sudo().activity_ids.user_id
        self.assertIn(self.leader, asked)
        self.assertNotIn(stranger, asked)

    def test_units_own_lies_on_the_list_of_managers_above(self):
        """Of the outlet's manager, who wrote it, and the county's: the county's; of
        the county's own, which has nobody above: the leaders."""
        outlet_manager = self._create_user("outlet_manager", "unit_manager")
        self.outlet.manager_id = outlet_manager
        circular = self._draft(user=outlet_manager, unit=self.outlet)
        circular.action_review()
        self.assertEqual(self._asked(circular), {"county_manager": "Sign the circular"})
        circular = self._draft(user=self.county_manager, unit=self.county)
        circular.action_review()
        self.assertEqual(
            self._asked(circular),
            dict.fromkeys(("leader", "outsider"), "Sign the circular"),
        )

    def test_who_holds_no_right_to_sign_is_not_asked(self):
        """A manager of the county without the role of one could not open it."""
        plain = self._create_user("plain", "salesperson")
        circular = self._draft(user=self.county_manager, unit=self.county)
        self.county.manager_id = plain
        self.city.manager_id = self.county_manager
        circular.with_user(self.service).action_review()
        self.assertEqual(set(self._asked(circular)), {"leader", "outsider"})

    def test_who_wrote_or_signed_it_stays(self):
        circular = self._issue(self._draft())
        self.env.flush_all()
        for user in (self.service, self.leader):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self.env.cr.execute(
                        "DELETE FROM res_users WHERE id = %s", (user.id,)
                    )
        self.assertTrue(circular.author_id.exists())

    def test_empty_circular_is_not_ready(self):
        circular = self._draft(body="")
        with self._refused(UserError, "field Text before the Tables: it is empty"):
            circular.action_review()

    def test_nobody_to_receive_it(self):
        circular = self._draft(audience_unit_ids=[(6, 0, self.outlet.ids)])
        with self._refused(UserError, "nobody would receive it"):
            circular.action_review()
