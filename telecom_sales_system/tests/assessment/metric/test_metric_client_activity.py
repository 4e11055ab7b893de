from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import tagged

from ...clients.common import ClientCommon

MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestMetricClientActivity(ClientCommon):
    """Clients of Cili by their invoices, at the turn of January to February 2026.

    Brewery: 600 on 10 March 2025, 200 on 10 February 2026: active all the time.
    Mill: 100 on 5 February 2025, no more: active until 4 February 2026, then lost.
    Press: 300 on 12 February 2026: new in February.
    Inn: 50 on 20 January 2026, wholly credited on 3 February: lost in February.
    Tower of Letters: 10 on 2 and 20 on 9 December 2025: active, billed on two days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls._create_client("Mill", cls.county, cls.anna)
        cls.press = cls._create_client("Press", cls.county, cls.anna)
        cls.inn = cls._create_client("Inn", cls.county)
        cls.tower = cls._create_client("Tower", cls.branch, cls.bert)
        for client, amount, day in (
            (cls.client, 600, "2025-03-10"),
            (cls.client, 200, "2026-02-10"),
            (cls.mill, 100, "2025-02-05"),
            (cls.press, 300, "2026-02-12"),
            (cls.tower, 10, "2025-12-02"),
            (cls.tower, 20, "2025-12-09"),
        ):
            cls._bill(client, amount, day)
        stay = cls._bill(cls.inn, 50, "2026-01-20")
        wizard = cls.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=stay.ids
        )
        wizard = wizard.create({"journal_id": stay.journal_id.id, "date": "2026-02-03"})
        credit = cls.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        credit.invoice_date = "2026-02-03"
        credit.action_post()

    def _measure(self, name, scope, days=("2026-02-01", "2026-02-28")):
        metric = self.env.ref(MODULE + name)
        return metric._measure_scopes(scope, *self._get_dates(days)).get(scope.id)

    def _get_dates(self, days):
        return [Date.to_date(day) for day in days]

    def _find(self, name, scope):
        days = self._get_dates(("2026-02-01", "2026-02-28"))
        model, domain = self.env.ref(MODULE + name)._get_evidence(scope, *days)
        return self.env[model].search(domain)

    def test_counts_add_up(self):
        """Before: Brewery, Mill, Inn. After: Brewery, Press. 3 + 1 - 2 = 2.

        The city has the Tower of Letters as well: 4 + 1 - 2 = 3.
        """
        before = ("2026-01-01", "2026-01-31")
        for scope, first, new, lost, last in (
            (self.county, 3, 1, 2, 2),
            (self.city, 4, 1, 2, 3),
            (self.anna, 2, 1, 1, 2),
        ):
            with self.subTest(scope=scope.display_name):
                self.assertEqual(self._measure("clients_active", scope, before), first)
                self.assertEqual(self._measure("clients_new", scope), new)
                self.assertEqual(self._measure("clients_lost", scope), lost)
                self.assertEqual(self._measure("clients_active", scope), last)

    def test_churn_and_repurchase(self):
        """Cili lost 2 of 3, the city 2 of 4.

        Billed on two days: the Brewery, 1 of 2 of Cili, and the Tower, all of Letters.
        """
        self.assertAlmostEqual(
            float(self._measure("client_churn", self.county)), 200 / 3
        )
        self.assertEqual(self._measure("client_churn", self.city), 50)
        self.assertEqual(self._measure("repurchase", self.county), 50)
        self.assertAlmostEqual(float(self._measure("repurchase", self.city)), 200 / 3)
        self.assertEqual(self._measure("repurchase", self.branch), 100)
        self.assertIsNone(self._measure("client_churn", self.outlet))

    def test_a_client_goes_with_its_last_invoice(self):
        """The Brewery moves to Letters: its revenue and it stay with Cili until billed
        there."""
        self.client.sales_unit_id = self.branch
        self.assertEqual(self._measure("clients_active", self.county), 2)
        self._bill(self.client, 5, "2026-02-27")
        self.assertEqual(self._measure("clients_active", self.county), 2)
        with freeze_time("2026-03-03 02:00:00"):
            self._bill(self.client, 5, "2026-03-03")
        march = ("2026-03-01", "2026-03-31")
        self.assertEqual(self._measure("clients_active", self.county, march), 1)
        self.assertEqual(self._measure("clients_active", self.branch, march), 2)

    def test_evidence_is_who_was_counted(self):
        self.assertEqual(self._find("clients_lost", self.county), self.mill + self.inn)
        self.assertEqual(self._find("client_churn", self.county), self.mill + self.inn)
        self.assertEqual(self._find("clients_new", self.county), self.press)
        self.assertEqual(
            self._find("clients_active", self.county), self.client + self.press
        )

    def test_churn_of_key_clients(self):
        """Two key clients on 31 January; one is none in February: 50 %."""
        for day, client, tier in (
            ("2026-01-05", self.client, self.silver),
            ("2026-01-05", self.mill, self.silver),
            ("2026-02-10", self.mill, False),
        ):
            with freeze_time(f"{day} 04:00:00"):
                client.tier_id = tier
        self.assertEqual(self._measure("key_churn", self.county), 50)
        self.assertEqual(self._find("key_churn", self.county), self.mill)
        self.assertIsNone(self._measure("key_churn", self.branch))
