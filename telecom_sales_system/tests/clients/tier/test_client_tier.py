from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientTier(ClientCommon):
    def test_every_change_is_in_the_history(self):
        self.client.tier_id = self.silver
        self.client._set_tier(self.gold, "Review", {self.client.id: 250_000})
        self.client.tier_id = self.gold
        self.client.tier_id = False
        history = self.client.tier_history_ids.sorted("id")
        self.assertEqual(
            [(h.old_tier_id.name, h.new_tier_id.name, h.reason) for h in history],
            [
                (False, "Silver", "Entered by hand"),
                ("Silver", "Gold", "Review"),
                ("Gold", False, "Entered by hand"),
            ],
        )

    def test_key_client_since_stays(self):
        self.client.tier_id = self.silver
        self.assertTrue(self.client.is_key_client)
        with freeze_time("2026-06-01"):
            self.client.tier_id = False
            self.client.tier_id = self.gold
        self.assertEqual(
            self.client.key_client_since, fields.Date.to_date("2026-03-15")
        )

    def test_contacts_inherit(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self.client.tier_id = self.gold
        self.assertEqual(contact.tier_id, self.gold)
        self.assertEqual(contact.client_manager_id, self.anna)
        self.assertFalse(contact.tier_history_ids)

    def test_only_the_department_sets_a_tier(self):
        with self._refused(AccessError, "Brewery, field Tier"):
            self.client.with_user(self.county_manager).tier_id = self.gold

    def test_samples_for_another_company(self):
        """Sister copies the samples and asks 1 of gold; here gold begins at 200,000."""
        sister = self.setup_other_company(name="Sister")["company"]
        clerk = self._create_user("clerk", "service")
        clerk.write({"company_ids": [(6, 0, sister.ids)], "company_id": sister.id})
        tiers = self.env["telecom.client.tier"].with_user(clerk).with_company(sister)
        samples = (
            self.env["ir.model.data"]
            .sudo()
            .search_count(
                [("model", "=", tiers._name), ("module", "=", "telecom_sales_system")]
            )
        )
        tiers.action_copy_samples()
        own = tiers.search([])
        self.assertEqual(own.company_id, sister)
        self.assertEqual(len(own), samples)
        before = self.gold.threshold
        own.filtered(lambda tier: tier.code == "gold").threshold = 1
        self.assertEqual(self.gold.threshold, before)
        with self._refused(UserError, "Sister has client tiers already"):
            tiers.action_copy_samples()
        with self._refused(AccessError, "not allowed to create"):
            self.gold.with_user(self.auditor).action_copy_samples()

    def test_history_is_never_changed(self):
        self.client.tier_id = self.silver
        history = self.client.tier_history_ids.sudo()
        with self._refused(UserError, "never changed"):
            history.reason = "Other"
        with self._refused(UserError, "never changed"):
            history.unlink()

    def test_same_threshold_twice_is_refused(self):
        with (
            mute_logger("odoo.sql_db"),
            self._refused(UniqueViolation, "telecom_client_tier_threshold_uniq"),
        ):
            self.gold.threshold = 10_000
            self.gold.flush_recordset()
