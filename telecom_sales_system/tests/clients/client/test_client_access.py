from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...rpc import RpcCase
from ..common import ClientCommon


@tagged("post_install", "-at_install")
class TestClientAccess(ClientCommon, RpcCase):
    """Brewery is Anna's, Mill is Bert's with Anna as deputy, Mine is Bert's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls._create_client("Mill", cls.branch, cls.bert, cls.anna)
        cls.mine = cls._create_client("Mine", cls.branch, cls.bert)
        cls.clients = cls.client + cls.mill + cls.mine
        cls.clients.tier_id = cls.silver
        cls.shop = cls._create_client("Shop", cls.branch)
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Buyer", "parent_id": cls.mine.id, "phone": "0744-8380000"}
        )
        cls.env.flush_all()

    def _seen(self):
        domain = [("id", "in", (self.clients + self.shop + self.buyer).ids)]
        return sorted(self.env["res.partner"].search(domain).mapped("name"))

    @users("anna")
    def test_salesperson_sees_the_clients_led_or_deputised(self):
        self.assertEqual(self._seen(), ["Brewery", "Mill", "Shop"])
        for hidden in self.mine + self.buyer:
            with self.assertRaises(AccessError):
                hidden.with_user(self.env.user).read(["name", "phone"])

    @users("bert")
    def test_other_salesperson(self):
        self.assertEqual(self._seen(), ["Buyer", "Mill", "Mine", "Shop"])

    @users("county_manager")
    def test_unit_manager_sees_the_subtree(self):
        self.assertEqual(self._seen(), ["Brewery", "Shop"])
        self.mine.sudo().sales_unit_id = self.outlet
        self.env.flush_all()
        self.assertEqual(self._seen(), ["Brewery", "Buyer", "Mine", "Shop"])

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        everybody = ["Brewery", "Buyer", "Mill", "Mine", "Shop"]
        self.assertEqual(self._seen(), everybody)

    @users("anna")
    def test_own_partner_and_company_stay_readable(self):
        """Even if the bureau were a key client of its own."""
        self.env.company.sudo().partner_id.tier_id = self.silver
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.env.user.partner_id.name)
        self.assertTrue(self.env.company.partner_id.email_formatted is not None)
        colleague = self.bert.user_id.partner_id.with_user(self.env.user)
        self.assertTrue(colleague.name)

    @mute_logger("odoo.http")
    def test_rpc(self):
        anna = self.anna.user_id
        for hidden in self.mine + self.buyer:
            rows, message = self._call_kw(
                anna, "res.partner", "read", hidden.ids, ["phone"]
            )
            self.assertIsNone(rows)
            self.assertIn("Contact (res.partner)", message)
        for field, value in [("phone", "8380000"), ("parent_id", self.mine.id)]:
            rows, _message = self._call_kw(
                anna, "res.partner", "search_read", [(field, "like", value)], ["phone"]
            )
            self.assertEqual(rows, [])

    @mute_logger("odoo.http")
    def test_export(self):
        anna = self.anna.user_id
        anna.group_ids += self.env.ref("base.group_allow_export")
        for client, column in [(self.mine, "child_ids/phone"), (self.buyer, "phone")]:
            data, message = self._call_kw(
                anna, "res.partner", "export_data", client.ids, ["name", column]
            )
            self.assertIsNone(data)
            self.assertIn("Contact (res.partner)", message)

    @users("anna")
    def test_ledger_and_invoices_name_clients_that_one_may_not_open(self):
        """Anna sold to Bert's client: her entry shows its name, as the list asks."""
        self._pay(self._bill(self.mine, 100, "2026-01-10"), "2026-01-11")
        self.january.action_compute()
        self.env.flush_all()
        self.env.invalidate_all()
        spec = {"partner_id": {"fields": {"display_name": {}}}, "cash": {}}
        [row] = self.env["telecom.performance.entry"].web_search_read([], spec)[
            "records"
        ]
        self.assertEqual(row["partner_id"]["display_name"], "Mine")

    @users("anna")
    def test_chatter_shows_messages_of_hidden_authors(self):
        text = "Good morning"
        note = self.client.sudo().message_post(
            body=text, author_id=self.buyer.id, message_type="comment"
        )
        self.env.flush_all()
        self.env.invalidate_all()
        client = self.client.with_user(self.env.user)
        answer = client.message_ids.filtered(lambda m: m.id == note.id)
        self.assertIn(text, answer.body)
        author = {"author_id": {"fields": {"display_name": {}}}}
        [shown] = client.web_read({"message_ids": {"fields": author}})
        authors = [message["author_id"] for message in shown["message_ids"]]
        names = [name["display_name"] for name in authors if name]
        self.assertIn("Mine, Buyer", names)
