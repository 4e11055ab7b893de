from freezegun import freeze_time

from odoo.tests import tagged, users

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientFile(ClientCommon):
    def _list(self, limit):
        """Read a page of clients the way the list does; return the queries it took."""
        self.env.flush_all()
        self.env.invalidate_all()
        names = [
            *("complete_name", "client_revenue", "client_revenue_before"),
            "client_growth",
        ]
        spec = {name: {} for name in names}
        spec |= {
            name: {"fields": {"display_name": {}}}
            for name in ("tier_id", "sales_unit_id", "client_manager_id")
        }
        before = self.env.cr.sql_log_count
        domain = [("is_key_client", "=", True)]
        found = self.env["res.partner"].web_search_read(domain, spec, limit=limit)
        self.assertEqual(len(found["records"]), limit)
        return self.env.cr.sql_log_count - before

    def test_revenue_this_year_and_the_same_days_before(self):
        """300 + 30 to 15 March 2026, 200 to 15 March 2025: 330 / 200 - 1 = 65 %.

        The 90 of 16 March 2025 lie behind, the 5,000 of savings are no revenue.
        """
        for amount, day in [
            (300, "2026-01-10"),
            (30, "2026-03-15"),
            (200, "2025-01-01"),
            (90, "2025-03-16"),
        ]:
            self._bill(self.client, amount, day)
        self._bill(self.client, 5000, "2026-02-01", product=self.savings_product)
        self.assertEqual(self.client.client_revenue, 330)
        self.assertEqual(self.client.client_revenue_before, 200)
        self.assertAlmostEqual(self.client.client_growth, 0.65)

    def test_a_contact_shows_what_its_company_was_billed(self):
        self._bill(self.client, 300, "2026-01-10")
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self.assertEqual(contact.client_revenue, 300)
        self.assertFalse(contact.client_growth)
        action = contact.action_open_client_revenue()
        self.assertEqual(action["domain"], [("partner_id", "=", self.client.id)])

    @users("bert")
    def test_figures_of_others_clients_stay_hidden(self):
        """The client is no key client, so Bert reads its name, but not its revenue."""
        self._bill(self.client, 300, "2026-01-10")
        client = self.client.with_user(self.env.user)
        self.assertEqual(client.name, "Brewery")
        self.assertEqual(client.client_revenue, 0)

    def test_the_list_takes_as_many_queries_for_80_clients_as_for_10(self):
        for number in range(80):
            client = self._create_client(f"Firm {number}", self.county, self.anna)
            client.tier_id = self.silver
        self._bill(self.client, 300, "2026-01-10")
        self._list(10)
        self.assertEqual(self._list(80), self._list(10))

    def test_posting_an_invoice_recomputes_nothing_of_the_client_file(self):
        """No stored field of ours depends on accounting, directly or by others."""
        registry = self.env.registry
        own = {
            field
            for field in self.env["res.partner"]._fields.values()
            if "telecom_sales_system" in field._modules and field.store
        }
        self.assertIn(self.env["res.partner"]._fields["is_key_client"], own)
        for model in ("account.move", "account.move.line", "account.partial.reconcile"):
            for field in self.env[model]._fields.values():
                touched = own.intersection(registry.get_dependent_fields(field))
                self.assertFalse(touched, f"{field} recomputes {touched}")

    def test_a_contact_that_changes_company_takes_the_file_of_the_new_one(self):
        self.client.tier_id = self.gold
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self.assertTrue(contact.is_key_client)
        shop = self._create_client("Shop", self.branch, self.bert)
        contact.parent_id = shop
        self.assertFalse(contact.is_key_client)
        self.assertFalse(contact.key_client_since)
        self.assertEqual(contact.client_manager_id, self.bert)

    def test_a_contact_by_itself_is_no_key_client(self):
        self.client.tier_id = self.gold
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        contact.parent_id = False
        self.assertFalse(contact.tier_id)
        self.assertFalse(contact.is_key_client)
        self.assertFalse(contact.client_manager_id)
        self.assertTrue(self.client.is_key_client)
