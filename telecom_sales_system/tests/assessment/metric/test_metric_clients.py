from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.tests import tagged

from ...clients.common import ClientCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
BOTH = (date(2026, 1, 1), date(2026, 2, 28))
MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
class TestMetricClients(ClientCommon):
    """Key clients of Cili: the brewery, the mill until 10 February, the inn since 15
    January; of Letters: the bank. The shop of Cili is none. All else is of 2025.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.mill = cls._create_client("Mill", cls.county, cls.anna)
        cls.inn = cls._create_client("Inn", cls.outlet)
        cls.shop = cls._create_client("Shop", cls.county)
        cls.bank_client = cls._create_client("Bank", cls.branch, cls.bert)
        for client, day, tier in (
            (cls.client, "2025-06-10", cls.silver),
            (cls.mill, "2025-07-01", cls.silver),
            (cls.bank_client, "2025-08-01", cls.gold),
            (cls.inn, "2026-01-15", cls.silver),
            (cls.mill, "2026-02-10", False),
        ):
            with freeze_time(f"{day} 04:00:00"):
                client.tier_id = tier
        cls.units = cls.city | cls.county | cls.branch

    def _figures(self, name, days, scopes=None):
        scopes = scopes or self.units
        measured = self.env.ref(MODULE + name)._measure_scopes(scopes, *days)
        return [
            scope.id in measured and round(measured[scope.id], 2) for scope in scopes
        ]

    def test_past_ends(self):
        """31 December: brewery, mill, bank; 31 January: the inn too; then no mill."""
        year = (date(2025, 1, 1), date(2025, 12, 31))
        self.assertEqual(self._figures("key_clients", year), [3, 2, 1])
        self.assertEqual(self._figures("key_clients", JANUARY), [4, 3, 1])
        self.assertEqual(self._figures("key_clients", FEBRUARY), [3, 2, 1])

    def test_new_and_lost(self):
        self.assertEqual(self._figures("key_clients_new", BOTH), [1, 1, 0])
        self.assertEqual(self._figures("key_clients_new", FEBRUARY), [0, 0, 0])
        self.assertEqual(self._figures("key_clients_lost", JANUARY), [0, 0, 0])
        self.assertEqual(self._figures("key_clients_lost", BOTH), [1, 1, 0])

    def test_who_is_lost_stays_lost_when_archived(self):
        self.mill.active = False
        self.assertEqual(self._figures("key_clients_lost", BOTH), [1, 1, 0])

    def test_retention_and_growth(self):
        """Of 3 before January 2 are left, of Cili's 2 one; the inn makes up for it."""
        expected = [Decimal("66.67"), 50, 100]
        self.assertEqual(self._figures("key_retention", BOTH), expected)
        self.assertEqual(self._figures("key_growth", BOTH), [0, 0, 0])
        expected = [Decimal("33.33"), 50, 0]
        self.assertEqual(self._figures("key_growth", JANUARY), expected)

    def test_without_key_clients_before_there_is_no_retention(self):
        before = (date(2025, 1, 1), date(2025, 12, 31))
        expected = [False, False, False]
        self.assertEqual(self._figures("key_retention", before), expected)
        metric = self.env.ref(MODULE + "key_retention")
        text, record = metric._explain_missing(self.county)
        self.assertIn("Cili: there was no key client", text)
        self.assertEqual(record, self.county)

    def test_revenue(self):
        """To 28 February the inn and the brewery are Cili's key clients: 3,000 of 5,000
        billed, 1,500 each; the city 3,500 of 5,500, by three. Savings stay out.
        """
        for client, amount in (
            (self.client, 3000),
            (self.mill, 1000),
            (self.shop, 1000),
            (self.bank_client, 500),
        ):
            self._bill(client, amount, "2026-01-10")
        self._bill(self.client, 10_000, "2026-01-10", product=self.savings_product)
        self._bill(self.client, 200, "2026-03-01")
        self.assertEqual(self._figures("billed", BOTH), [5500, 5000, 500])
        self.assertEqual(self._figures("key_revenue", BOTH), [3500, 3000, 500])
        expected = [Decimal("63.64"), 60, 100]
        self.assertEqual(self._figures("key_share", BOTH), expected)
        expected = [Decimal("1166.67"), 1500, 500]
        self.assertEqual(self._figures("key_average", BOTH), expected)
        people = self.anna | self.bert
        self.assertEqual(self._figures("billed", BOTH, people), [4000, 500])
        self.assertEqual(self._figures("key_revenue", BOTH, people), [3000, 500])

    def test_evidence_sums_up_to_the_figure(self):
        self._bill(self.client, 3000, "2026-01-10")
        self._bill(self.shop, 1000, "2026-01-10")
        for name, figure in (("billed", 4000), ("key_revenue", 3000)):
            metric = self.env.ref(MODULE + name)
            model, domain = metric._get_evidence(self.county, *BOTH)
            rows = self.env[model].search(domain)
            self.assertEqual(sum(rows.mapped("amount")), figure)
        metric = self.env.ref(MODULE + "key_clients_lost")
        model, domain = metric._get_evidence(self.city, *BOTH)
        self.assertEqual(self.env[model].search(domain), self.mill)

    def test_maintenance_on_the_days_of_the_company(self):
        """17:00 UTC on 31 January is 1 February in Shanghai."""
        activity = self.env["telecom.maintenance.activity"].create(
            {
                "name": "Tea",
                "unit_id": self.county.id,
                "start": "2026-01-31 17:00:00",
                "tier_floor_id": self.silver.id,
                "present_ids": self.client.ids,
                "minutes": "Thanks",
            }
        )
        self.assertEqual(self._figures("maintenance", FEBRUARY), [0, 0, 0])
        with freeze_time("2026-02-03"):
            activity.action_done()
        self.assertEqual(self._figures("maintenance", JANUARY), [0, 0, 0])
        self.assertEqual(self._figures("maintenance", FEBRUARY), [1, 1, 0])
        metric = self.env.ref(MODULE + "maintenance")
        model, domain = metric._get_evidence(self.county, *FEBRUARY)
        self.assertEqual(self.env[model].search(domain), activity)

    def test_clients_reached_by_maintenance(self):
        """Silver is invited, gold is not. On 28 February the brewery and the inn of
        Cili are: the brewery's buyer came to the city's symposium, the inn to nothing
        of these days. Letters has no invited client.
        """
        self.silver.is_invited = True
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        activities = self.env["telecom.maintenance.activity"]
        for unit, start, present in (
            (self.city, "2026-02-10 02:00:00", buyer),
            (self.county, "2025-12-10 02:00:00", self.client | self.inn),
        ):
            activities.create(
                {
                    "name": "Tea",
                    "unit_id": unit.id,
                    "start": start,
                    "tier_floor_id": self.silver.id,
                    "present_ids": present.ids,
                    "minutes": "Thanks",
                }
            ).action_done()
        self.assertEqual(self._figures("maintenance_reach", BOTH), [50, 50, False])
        year = (date(2025, 1, 1), date(2025, 12, 31))
        self.assertEqual(self._figures("maintenance_reach", year), [50, 50, False])
        metric = self.env.ref(MODULE + "maintenance_reach")
        model, domain = metric._get_evidence(self.county, *BOTH)
        self.assertEqual(self.env[model].search(domain), self.inn)
        text, record = metric._explain_missing(self.branch)
        self.assertIn("Letters: it has no client of a tier that is invited", text)
        self.assertEqual(record, self.branch)
