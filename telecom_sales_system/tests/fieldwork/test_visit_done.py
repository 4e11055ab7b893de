from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestVisitDone(OrganisationCommon):
    """Anna notes a visit with its result in one dialog, and takes a mis-tap back.

    It is 10 March 2026; at 17:00 UTC it is the 11th in Shanghai.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-10 03:00:00"))
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.firm = cls.env["res.partner"].create({"name": "Brewery", "is_company": 1})
        visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
        cls.visit = visits.create(
            {"partner_id": cls.firm.id, "start": "2026-03-10 01:00:00"}
        )

    def _note(self, **values):
        """Fill in the dialog and press its button."""
        action = self.visit.action_open_done()
        form = Form(
            self.visit, view=self.env["ir.ui.view"].browse(action["views"][0][0])
        )
        for name, value in values.items():
            form[name] = value
        form.save().action_done()

    def test_result_and_next_step_in_the_dialog(self):
        self._note(result="Wants labels", next_step="visit", next_date="2026-03-17")
        self.assertEqual(
            (self.visit.state, self.visit.result), ("done", "Wants labels")
        )
        self.assertEqual(self.visit.done_by_id, self.anna.user_id)
        self.assertEqual(self.visit.next_visit_id.start, datetime(2026, 3, 17, 1))
        with self.assertRaisesRegex(UserError, "this step needs “Planned”"):
            self.visit.action_open_done()

    def test_a_tap_is_taken_back_with_all_that_followed(self):
        self._note(next_step="visit", next_date="2026-03-17")
        follow = self.visit.next_visit_id
        self.assertTrue(self.visit.can_undo)
        self.visit.action_undo()
        self.assertEqual((self.visit.state, self.visit.done_at), ("planned", False))
        self.assertFalse(self.visit.done_by_id)
        self.assertFalse(follow.exists())
        self.visit.action_done()
        self.assertEqual(self.visit.next_visit_id.start, datetime(2026, 3, 17, 1))

    def test_the_activity_that_followed_is_taken_back(self):
        self._note(next_step="activity", next_date="2026-03-17", next_note="Call")
        activity = self.visit.next_activity_id
        self.assertEqual(activity.date_deadline, date(2026, 3, 17))
        self.visit.action_undo()
        self.assertFalse(activity.exists())

    def test_only_by_whoever_tapped(self):
        self.visit.action_done()
        for user in (self.county_manager, self.service):
            visit = self.visit.with_user(user)
            self.assertFalse(visit.can_undo)
            with self.assertRaisesRegex(UserError, "only whoever marked it as done"):
                visit.action_undo()

    def test_only_on_the_same_day_of_the_bureau(self):
        self.visit.action_done()
        with freeze_time("2026-03-10 15:59:00"):
            self.assertTrue(self.visit._is_undoable())
        with freeze_time("2026-03-10 16:01:00"):
            with self.assertRaisesRegex(UserError, "on the same day"):
                self.visit.action_undo()

    def test_not_if_the_next_visit_took_place(self):
        self._note(next_step="visit", next_date="2026-03-10")
        self.visit.next_visit_id.action_done()
        with self.assertRaisesRegex(UserError, "was done already"):
            self.visit.action_undo()

    def test_a_corrected_visit_keeps_its_moment(self):
        """The department reopens a visit of the 9th; it took place all the same."""
        with freeze_time("2026-03-09 03:00:00"):
            self.visit.action_done()
        self.visit.with_user(self.service)._reopen_for_correction("Wrong firm")
        self.visit.action_done()
        self.visit.action_undo()
        self.assertEqual(self.visit.done_at, datetime(2026, 3, 9, 3))
        self.assertEqual(self.visit.state, "planned")


@tagged("post_install", "-at_install")
class TestClientPicker(OrganisationCommon):
    """Pickers of clients offer own clients first, then firms, never colleagues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.contact = partners.create({"name": "Lishui A"})
        cls.firm = partners.create({"name": "Lishui B", "is_company": True})
        cls.own = partners.create(
            {
                "name": "Lishui C",
                "is_company": True,
                "sales_unit_id": cls.county.id,
                "client_manager_id": cls.anna.id,
            }
        )
        cls.anna.user_id.name = "Lishui Anna"
        cls.domain = cls.env["telecom.visit"]._fields["partner_id"].domain

    def _pick(self, limit=8, name="Lishui"):
        partners = self.env["res.partner"].with_user(self.anna.user_id)
        partners = partners.with_context(telecom_own_clients_first=True)
        rows = partners.name_search(name, self.domain, limit=limit)
        return partners.browse(row[0] for row in rows)

    def test_own_clients_then_firms(self):
        self.assertEqual(self._pick().ids, [self.own.id, self.firm.id, self.contact.id])

    def test_the_limit_cuts_the_others(self):
        self.assertEqual(self._pick(limit=2).ids, [self.own.id, self.firm.id])

    def test_elsewhere_by_name(self):
        rows = self.env["res.partner"].name_search("Lishui", self.domain)
        names = [self.contact.id, self.firm.id, self.own.id]
        self.assertEqual([row[0] for row in rows], names)

    def test_no_picker_of_a_client_offers_a_colleague(self):
        """All editable fields for clients of all our models, found in the registry."""
        colleague = self.anna.user_id.partner_id
        seen = set()
        for name, model in self.env.items():
            if not name.startswith("telecom.") or model._abstract:
                continue
            for field in model._fields.values():
                if (
                    field.comodel_name == "res.partner"
                    and field.name in ("partner_id", "partner_ids")
                    and not field.readonly
                ):
                    seen.add((name, field.name))
                    with self.subTest(model=name, field=field.name):
                        domain = field.domain or []
                        self.assertNotIsInstance(domain, str)
                        self.assertFalse(colleague.filtered_domain(domain))
                        self.assertTrue(domain)
        self.assertIn(("telecom.visit", "partner_id"), seen)
        self.assertIn(("telecom.blacklist.case", "partner_id"), seen)
