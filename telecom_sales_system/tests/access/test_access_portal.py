"""What portal users and visitors see of clients and orders: nothing of ours."""

from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..rpc import RpcCase
from .common import AccessCommon

ADDONS = "telecom_"


@tagged("post_install", "-at_install")
class TestAccessPortal(AccessCommon, RpcCase):
    """A buyer of Anna's key client, with an order; the client is in arrears."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.expense.partner_id
        cls.buyer = new_test_user(cls.env, "portal_buyer", groups="base.group_portal")
        cls.buyer.partner_id.parent_id = cls.client
        # sudo: somebody of sales writes the order
        orders = cls.env["sale.order"].sudo()
        cls.order = orders.create(
            {
                "partner_id": cls.client.id,
                "order_line": [Command.create({"product_id": cls.letter_product.id})],
            }
        )
        cls.order.message_subscribe(cls.buyer.partner_id.ids)
        cls.order.state = "sent"
        cls.env.flush_all()

    def _get_added_fields(self):
        """Return ``{core model: fields that our addons add to it}``."""
        found = {}
        for name, model in self.env.items():
            if name.startswith(ADDONS.replace("_", ".")) or model._transient:
                continue
            for field in model._fields.values():
                ours = field._modules and all(
                    module.startswith(ADDONS) for module in field._modules
                )
                if ours and not model._abstract:
                    found.setdefault(model, []).append(field)
        return found

    def test_every_added_field(self):
        added = self._get_added_fields()
        self.assertGreater(len(added), 6)
        visitor = self.env.ref("base.public_user")
        for user in (self.buyer, visitor.sudo()):
            for model, fields in added.items():
                mine = model.with_user(user)
                for field in fields:
                    with self.subTest(user=user.login, field=str(field)):
                        self.assertFalse(mine._has_field_access(field, "read"))

    @mute_logger("odoo.http")
    def test_calls_of_a_portal_user(self):
        """What he may read besides is answered, so that the test does not pass idly."""
        for record, known in (
            (self.buyer.partner_id, "name"),
            (self.order, "name"),
            (self.order.company_id, "name"),
        ):
            model = record._name
            fields = self._get_added_fields()[self.env[model]]
            rows, error = self._call_kw(self.buyer, model, "read", record.ids, [known])
            self.assertIsNone(error)
            self.assertEqual(rows[0][known], record[known])
            told, error = self._call_kw(self.buyer, model, "fields_get")
            self.assertIsNone(error)
            for field in fields:
                with self.subTest(field=str(field)):
                    self.assertNotIn(field.name, told)
                    rows, error = self._call_kw(
                        self.buyer, model, "read", record.ids, [field.name]
                    )
                    self.assertIsNone(rows)
                    self.assertTrue(error)
                    if field.store:
                        value = record.sudo()[field.name]
                        if field.type in ("date", "datetime"):
                            value = str(value)
                        ids = value.ids if field.relational else [value or False]
                        domain = [(field.name, "in", ids or [0])]
                        rows, error = self._execute_kw(
                            self.buyer, model, "search", domain
                        )
                        self.assertIsNone(rows)

    @mute_logger("odoo.http")
    def test_search_by_fields_that_are_not_stored(self):
        """A search method runs without a look at the groups of its field."""
        partner = self.buyer.partner_id
        for name, operator, value in (
            ("sales_block_state", "in", ["none", "warned", "blocked"]),
            ("is_idle_client", "=", True),
            ("next_visit_due", "<=", "2099-12-31"),
            ("next_visit_days", "<=", 9999),
        ):
            for user in (self.buyer, self.users["plain"]):
                if not partner.with_user(user)._has_field_access(
                    partner._fields[name], "read"
                ):
                    for path in (name, f"parent_id.{name}", f"child_ids.{name}"):
                        with self.subTest(user=user.login, path=path):
                            rows, error = self._call_kw(
                                user, "res.partner", "search", [(path, operator, value)]
                            )
                            self.assertIsNone(rows)
                            self.assertIn("not have enough rights", error)

    def test_portal_pages(self):
        self.authenticate(self.buyer.login, self._password(self.buyer))
        self.assertIn(self.case.name, self.client.sales_block_message)
        for path in ("/my/home", "/my/account", f"/my/orders/{self.order.id}"):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 200)
            for secret in (self.tier.name, self.county.name, self.case.name):
                with self.subTest(path=path, secret=secret):
                    self.assertNotIn(secret, page.text)
