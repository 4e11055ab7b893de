from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

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
            with self._refused(AccessError, "somebody else has to sign it"):
                circular.with_user(writer).action_sign()
        circular.with_user(self.leader).action_sign()
        self.assertEqual(circular.state, "signed")

    def test_city_circular_is_signed_by_a_leader(self):
        circular = self._draft()
        circular.action_review()
        self.city.manager_id = self.county_manager
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
        with self._refused(UserError, "is not what was signed"):
            circular.action_issue()

    def test_empty_circular_is_not_ready(self):
        circular = self._draft(body="")
        with self._refused(UserError, "field Text before the Tables: it is empty"):
            circular.action_review()

    def test_nobody_to_receive_it(self):
        circular = self._draft(audience_unit_ids=[(6, 0, self.outlet.ids)])
        with self._refused(UserError, "nobody would receive it"):
            circular.action_review()
