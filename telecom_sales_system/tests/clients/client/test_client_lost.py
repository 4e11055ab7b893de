from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.fields import Domain
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientLost(ClientCommon):
    """Six months before 15 March 2026 is 15 September 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-03-01"):
            cls.client.tier_id = cls.silver

    def _found(self, domain=(("is_idle_client", "=", True),)):
        domain = Domain(domain) & Domain("sales_unit_id", "=", self.county.id)
        return self.env["res.partner"].search(domain)

    def test_six_months_without_revenue(self):
        """Billed on the 15th: lost; on the 16th: not, until a credit note."""
        self._bill(self.client, 10_000, "2025-09-15")
        self.assertEqual(self._found(), self.client)
        self.assertTrue(self.client.is_idle_client)
        self.assertEqual(str(self.client.last_revenue_date), "2025-09-15")
        self._bill(self.client, 500, "2025-09-16")
        self.assertFalse(self._found())
        self.client.invalidate_recordset()
        self.assertFalse(self.client.is_idle_client)
        self._bill(self.client, 500, "2025-10-01", move_type="out_refund")
        self.assertEqual(self._found(), self.client)

    def test_months_are_a_setting(self):
        """Seven months before is 15 August: 15 September is revenue then."""
        self._bill(self.client, 10_000, "2025-09-15")
        self.env.company.telecom_idle_after_months = 7
        self.assertFalse(self._found())
        message = "telecom_idle_after_months"
        with mute_logger("odoo.sql_db"), self._refused(CheckViolation, message):
            self.env.company.telecom_idle_after_months = 0
            self.env.company.flush_recordset()

    def test_who_is_new_or_no_key_client_is_not_lost(self):
        new = self._create_client("New", self.county, tier_id=self.silver.id)
        plain = self._create_client("Plain", self.county)
        lost = self._found()
        self.assertNotIn(new, lost)
        self.assertNotIn(plain, lost)

    def test_out_of_the_tiers_is_lost_all_the_same(self):
        self.client.tier_id = False
        self.assertEqual(self._found(), self.client)

    def test_not_lost_is_the_opposite(self):
        plain = self._create_client("Plain", self.county)
        self.assertEqual(self._found([("is_idle_client", "=", False)]), plain)

    def test_contacts_follow_their_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self.assertTrue(contact.is_idle_client)
        self._bill(contact, 10_000, "2026-01-10")
        contact.invalidate_recordset()
        self.assertFalse(contact.is_idle_client)

    @users("anna")
    def test_manager_reads_the_own_lost_clients(self):
        client = self.client.with_user(self.env.user)
        self._bill(self.client, 10_000, "2025-09-15")
        client.invalidate_recordset()
        self.assertEqual(self._found(), client)
        self.assertEqual(str(client.last_revenue_date), "2025-09-15")

    def test_list_takes_as_many_queries_for_ten_times_as_many(self):
        """3 and 30 lost clients: the same number of queries."""

        def count_queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self._found()
            found.mapped("last_revenue_date")
            return len(found), self.env.cr.sql_log_count - before

        def add(count):
            with freeze_time("2025-03-01"):
                for number in range(count):
                    self._create_client(
                        f"Client {number}", self.county, tier_id=self.silver.id
                    )
            self.env.flush_all()

        add(2)
        count_queries()
        few = count_queries()
        add(27)
        many = count_queries()
        self.assertEqual((few[0], many[0]), (3, 30))
        self.assertEqual(many[1], few[1])
