from datetime import date

from freezegun import freeze_time

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged, users

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestHandover(ClientCommon):
    """Anna leads Brewery and Mill, whose deputy is Bert, and deputises Mine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl = cls._create_salesperson("carl", "C-003", cls.county)
        cls.client.deputy_manager_id = cls.bert
        cls.mill = cls._create_client("Mill", cls.county, cls.anna, cls.bert)
        cls.mine = cls._create_client("Mine", cls.branch, cls.carl, cls.anna)
        cls.clients = cls.client + cls.mill + cls.mine
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.mill.id}
        )

    def _hand_over(self, person=None, **vals):
        handover = self.env["telecom.client.handover"].create(
            {"salesperson_id": (person or self.anna).id, **vals}
        )
        handover.action_apply()
        return handover

    def _managers(self, clients=None):
        return [
            (p.client_manager_id.name, p.deputy_manager_id.name)
            for p in (clients or self.clients)
        ]

    @users("service")
    def test_clients_pass_to_the_deputy(self):
        handover = self._hand_over(reason="Moved to Changsha")
        bert, carl = self.bert.name, self.carl.name
        self.assertEqual(
            self._managers(), [(bert, False), (bert, False), (carl, False)]
        )
        self.assertEqual(self.buyer.client_manager_id, self.bert)
        self.assertFalse(
            handover._get_led_and_deputised_clients()[0]
            + handover._get_led_and_deputised_clients()[1]
        )
        for client in self.clients:
            notes = " ".join(client.message_ids.mapped("body"))
            self.assertIn(f"Handed over from {self.anna.name}", notes)
            self.assertIn("Moved to Changsha", notes)

    @users("service")
    def test_clients_pass_to_chosen_people(self):
        """Bert stays deputy where Carl takes the lead, and Carl's own has none."""
        self._hand_over(new_lead_id=self.carl.id)
        bert, carl = self.bert.name, self.carl.name
        self.assertEqual(self._managers(), [(carl, bert), (carl, bert), (carl, False)])

    @users("service")
    def test_new_deputy(self):
        handover = self.env["telecom.client.handover"].create(
            {"salesperson_id": self.anna.id, "new_deputy_id": self.carl.id}
        )
        self.assertEqual((handover.lead_count, handover.deputy_count), (2, 1))
        with self._refused(UserError, "would lead and deputise at once: Mine"):
            handover.action_apply()
        self.mine.client_manager_id = self.bert
        handover.action_apply()
        self.assertEqual(set(self._managers()), {(self.bert.name, self.carl.name)})

    @users("service")
    def test_a_client_without_deputy_needs_a_new_lead(self):
        self.mill.deputy_manager_id = False
        with self._refused(UserError, "no deputy: Mill. Choose a new lead"):
            self._hand_over()
        self.assertEqual(self.client.client_manager_id, self.anna, "nothing was done")

    @users("service")
    def test_nobody_takes_over_from_himself(self):
        with self._refused(UserError, "cannot take over"):
            self._hand_over(new_lead_id=self.anna.id)

    @users("service")
    def test_leaving_with_clients_leads_to_the_handover(self):
        step = {"kind": "leave", "salesperson_id": self.anna.id, "date": "2026-03-14"}
        wizard = self.env["telecom.salesperson.step"].create(step)
        with self.assertRaises(RedirectWarning) as refusal, self.env.cr.savepoint():
            wizard.action_apply()
        message, action_id, _button, context = refusal.exception.args
        self.assertIn("leads or deputises 3 clients", message)
        action = self.env["ir.actions.act_window"].sudo().browse(action_id)
        model = self.env[action.res_model].with_context(**context)
        with Form(model) as form:
            self.assertEqual(form.salesperson_id.id, self.anna.id)
            self.assertEqual(form.lead_count, 2)
        form.record.action_apply()
        wizard.action_apply()
        self.assertEqual(self.anna.state, "left")
        self.anna.with_user(self.env.user).active = False

    def test_archiving_with_clients_is_refused(self):
        self.anna.with_context(tracking_disable=True)._set_guarded_fields(
            {"state": "left"}
        )
        with self._refused(RedirectWarning, "leads or deputises 3 clients"):
            self.anna.active = False
        self.clients.active = False
        with self._refused(RedirectWarning, "leads or deputises 3 clients"):
            self.anna.active = False

    def test_archiving_the_user_of_a_manager_is_refused(self):
        with self._refused(RedirectWarning, "leads or deputises 3 clients"):
            self.anna.user_id.active = False
        self.clients.write({"client_manager_id": False, "deputy_manager_id": False})
        self.anna.user_id.active = False
        self.assertFalse(self.anna.user_id.active)

    def test_who_has_no_clients_leaves(self):
        self.clients.write({"client_manager_id": False, "deputy_manager_id": False})
        self.anna._record_departure(date(2026, 3, 14))
        self.assertEqual(self.anna.state, "left")

    def test_smart_button_counts_and_opens_the_clients(self):
        """Three clients; the contact of one is not counted."""
        self.assertEqual(self.anna.client_count, 3)
        action = self.anna.action_open_clients()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, self.clients.sorted("complete_name"))

    @users("service")
    def test_new_client_of_an_industry_is_proposed_to_its_manager(self):
        industry = self.env["res.partner.industry"].create(
            {"name": "Brewing", "manager_id": self.bert.id}
        )
        with Form(self.env["res.partner"]) as form:
            form.name = "Distillery"
            form.company_type = "company"
            form.industry_id = industry
            self.assertEqual(form.client_manager_id, self.bert)
        with Form(self.client.with_user(self.env.user)) as form:
            form.industry_id = industry
            self.assertEqual(form.client_manager_id, self.anna, "it has a manager")
