from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientMerge(ClientCommon):
    """Brewery, gold, and its double, once silver, become one client."""

    def _merge(self, *clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        ids = [client.id for client in clients]
        wizard._merge(ids, clients[0], extra_checks=False)

    def test_both_histories_are_kept(self):
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self.client.tier_id = self.gold
        double.tier_id = self.silver
        double.tier_id = False
        self._bill(self.client, 300, "2026-01-10")
        self._bill(double, 40, "2026-02-10")
        for client in self.client + double:
            self.env["telecom.client.survey"].create({"partner_id": client.id})
        self.env.flush_all()
        self._merge(self.client, double)
        self.assertFalse(double.exists())
        tiers = self.client.tier_history_ids.sorted("id").new_tier_id.mapped("name")
        self.assertEqual(tiers, ["Gold", "Silver"])
        self.assertEqual(len(self.client.tier_history_ids), 3)
        self.assertEqual(len(self.client.client_survey_ids), 2, "of the same day")
        self.assertEqual(self.client.client_revenue, 340)
        self.assertEqual(self.client.tier_id, self.gold)
        self.assertEqual(self.client.client_manager_id, self.anna)

    def test_the_lead_does_not_become_deputy_too(self):
        """Anna leads the one and deputises the other: she leads, there is no deputy."""
        double = self._create_client("Brewery Ltd", self.county, self.bert, self.anna)
        self._merge(self.client, double)
        self.assertEqual(self.client.client_manager_id, self.anna)
        self.assertFalse(self.client.deputy_manager_id)

    def test_the_tier_of_the_double_is_kept_and_logged(self):
        double = self._create_client("Brewery Ltd", self.county)
        double.tier_id = self.silver
        self._merge(self.client, double)
        self.assertEqual(self.client.tier_id, self.silver)
        self.assertTrue(self.client.is_key_client)
        self.assertEqual(self.client.tier_history_ids.new_tier_id, self.silver)
