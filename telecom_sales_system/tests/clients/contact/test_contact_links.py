"""Nobody points a record at a client whom he may not read."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ....models.clients.contact.contact_copies import CLIENT
from .canaries import CanaryCommon

REFUSED = "contact data you may not read"
# Where Odoo itself reads the partner before it is written.
UNREADABLE = r"Contact \(res\.partner\)"


@tagged("post_install", "-at_install")
class TestContactLinks(CanaryCommon):
    """Anna and the key client Mine, which is Bert's."""

    # ------------------------------------------------------------
    # ALL MODELS, OVER HTTP
    # ------------------------------------------------------------

    def test_no_model_of_a_salesperson_points_at_a_hidden_client(self):
        self._point_all_models("anna")

    def test_no_model_of_a_manager_points_at_a_hidden_client(self):
        self._point_all_models("county_manager")

    @mute_logger("odoo.http", "odoo.sql_db")
    def _point_all_models(self, login):
        user = self.users[login]
        self._sign_in(user)
        tried = 0
        for model_name, model in self.env.items():
            mine = model.with_user(user)
            if model._abstract or not mine.has_access("create"):
                continue
            for name, field in model._fields.items():
                if field.comodel_name == CLIENT and field.store:
                    tried += 1
                    with self.subTest(model=model_name, field=name):
                        self._point_field(mine, field)
        self.assertGreater(tried, 40)

    def _point_field(self, model, field):
        value = self.mine.id
        if field.type != "many2one":
            value = [Command.set(self.mine.ids)]
        vals = {field.name: value}
        text = {
            name: {}
            for name, other in model._fields.items()
            if other.type in ("char", "text", "html")
            and model._has_field_access(other, "read")
        }
        calls = [
            ("create", [vals]),
            ("onchange", [], vals, [field.name], text),
            ("onchange", [], {}, [], {field.name: {}, **text}),
            ("default_get", [field.name, *text]),
        ]
        context = {f"default_{field.name}": value}
        pointing = model.sudo().with_context(active_test=False)
        before = pointing.search_count([(field.name, "in", self.mine.ids)])
        for method, *arguments in calls:
            by_context = vals not in arguments and [vals] not in arguments
            answer, error = self._call(
                model._name, method, *arguments, context=context if by_context else {}
            )
            if by_context and not error:
                # Fields set by buttons take no default from a context.
                self.assertFalse((answer.get("value") or answer).get(field.name))
            elif method == "create":
                # Before the client, a required value may be missed.
                self.assertTrue(error)
            else:
                self.assertRegex(error or "", f"{REFUSED}|{UNREADABLE}", method)
        if record := model.search([(field.name, "not in", self.mine.ids)], limit=1):
            for method, *arguments in (
                ("write", record.ids, vals),
                ("web_save", record.ids, vals, text),
                ("onchange", record.ids, vals, [field.name], text),
            ):
                _answer, error = self._call(model._name, method, *arguments)
                self.assertTrue(error, method)
            self._call(model._name, "copy", record.ids, vals)
        after = pointing.search_count([(field.name, "in", self.mine.ids)])
        self.assertEqual(after, before)

    # ------------------------------------------------------------
    # WHAT STAYS
    # ------------------------------------------------------------

    def _as_anna(self, record):
        return record.with_user(self.anna.user_id)

    def test_own_clients_are_taken(self):
        """A lead, a quotation and a meeting with Brewery, by the forms."""
        anna = self.anna.user_id
        lead = Form(self.env["crm.lead"].with_user(anna))
        lead.name, lead.partner_id = "Letters", self._as_anna(self.client)
        self.assertEqual(lead.save().partner_id, self.client)
        order = Form(self.env["sale.order"].with_user(anna))
        order.partner_id = self._as_anna(self.client)
        self.assertEqual(order.save().partner_id, self.client)
        event = (
            self.env["calendar.event"]
            .with_user(anna)
            .create(
                {
                    "name": "Tea",
                    "start": "2026-01-13 08:00:00",
                    "stop": "2026-01-13 09:00:00",
                    "partner_ids": [Command.set((self.client + anna.partner_id).ids)],
                }
            )
        )
        self.assertEqual(event.attendee_ids.partner_id, event.partner_ids)
        text = "See you"
        event.message_post(body=text, partner_ids=self.client.ids)

    def test_unchanged_values_are_let_through(self):
        """Anna's own quotation for Mine can be worked on, but not copied."""
        order = self._as_anna(self.order)
        order.write({"partner_id": self.mine.id, "note": "By letter"})
        self.assertIn("By letter", order.note)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        with self._refused(AccessError, REFUSED):
            order.copy()

    def test_line_of_a_form_points_at_no_hidden_client(self):
        """Attendees and contacts among the values of a form that is not saved."""
        self._sign_in(self.anna.user_id)
        child = {"name": "Copy", "parent_id": self.mine.id}
        for values in (
            {"child_ids": [Command.create(child)]},
            {"child_ids": [Command.link(self.buyer.id)]},
            {"bank_ids": [Command.link(self.account.id)]},
        ):
            with mute_logger("odoo.http"):
                _result, error = self._call(
                    CLIENT, "onchange", [], values, list(values), {"phone": {}}
                )
            self.assertRegex(error or "", REFUSED)

    def test_own_default_points_at_no_hidden_client(self):
        anna = self.anna.user_id
        self.env["ir.default"].with_user(anna).set(
            "crm.lead", "partner_id", self.mine.id, user_id=True
        )
        with self._refused(AccessError, REFUSED):
            self.env["crm.lead"].with_user(anna).create({"name": "By default"})

    def test_form_of_a_document_of_a_hidden_client(self):
        """A payment link takes the client from the order that it is for."""
        self._sign_in(self.anna.user_id)
        context = {"active_model": "sale.order", "active_id": self.order.id}
        spec = {name: {} for name in ("partner_email", "partner_phone", "link")}
        with mute_logger("odoo.http"):
            result, error = self._call(
                "payment.link.wizard", "onchange", [], {}, [], spec, context=context
            )
        self.assertFalse(result)
        self.assertTrue(error)
