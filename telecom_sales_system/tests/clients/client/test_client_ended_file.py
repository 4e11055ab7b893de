from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ClientCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
TO_MARCH = (date(2026, 1, 1), date(2026, 3, 31))


class EndedFileCommon(ClientCommon):
    """Measures of Cili, Letters, Anna and Bert."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scopes = (cls.county, cls.branch, cls.anna, cls.bert)

    def _measure(self, name, days, *scopes):
        metric = self.env.ref(f"telecom_sales_system.metric_{name}")
        return [
            metric._measure_scopes(scope, *days).get(scope.id)
            for scope in scopes or self.scopes
        ]

    def _prove(self, name, days, scope):
        metric = self.env.ref(f"telecom_sales_system.metric_{name}")
        model, domain = metric._get_evidence(scope, *days)
        return self.env[model].search(domain)

    def _merge(self, *clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([c.id for c in clients], clients[0], extra_checks=False)
        self.env.invalidate_all()

    @classmethod
    def _create_key_client(cls, name, unit, lead=None):
        with freeze_time("2025-06-01"):
            return cls._create_client(name, unit, lead, tier_id=cls.silver.id)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientBecomesContact(EndedFileCommon):
    """Mill, silver, of Cili and Anna, billed 1,000 in January, becomes a contact of
    Group, of Letters and Bert, on 15 March.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls._create_key_client("Mill", cls.county, cls.anna)
        cls.group = cls._create_key_client("Group", cls.branch, cls.bert)
        cls._bill(cls.mill, 1000, "2026-01-10")

    def _become_contact(self):
        self.mill.write({"parent_id": self.group.id, "is_company": False})
        self.env.flush_all()
        self.env.invalidate_all()

    def test_past_months_stay(self):
        self._become_contact()
        for name in ("billed", "key_revenue"):
            with self.subTest(metric=name):
                self.assertEqual(self._measure(name, JANUARY), [1000, 0, 1000, 0])
                proof = self._prove(name, JANUARY, self.county)
                self.assertEqual(proof.mapped("amount"), [1000])
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 1, 1, 1])
        self.assertEqual(self._prove("key_clients", JANUARY, self.county), self.mill)
        self.assertEqual(self._measure("key_clients", MARCH), [0, 1, 0, 1])
        self.assertEqual(self._measure("key_clients_lost", MARCH), [1, 0, 1, 0])
        self.assertEqual(self._measure("key_clients", MARCH, self.city), [1])

    def test_revenue_of_key_clients_though_the_group_is_none(self):
        """Until March, Mill's revenue is that of Group, which is no key client."""
        with freeze_time("2025-07-01"):
            self.group.tier_id = False
        self._become_contact()
        self.assertEqual(self._measure("key_revenue", JANUARY, self.city), [1000])
        self.assertEqual(self._measure("key_revenue", TO_MARCH, self.city), [0])

    def test_invoices_from_then_on(self):
        """70 on 15 March are of Group, of Letters."""
        self._become_contact()
        self._bill(self.mill, 70, "2026-03-15")
        self.assertEqual(self._measure("billed", MARCH), [0, 70, 0, 70])

    def test_free_again(self):
        """On 1 April Mill is a firm of the outlet of Cili: March stays with Letters."""
        self._become_contact()
        self._bill(self.mill, 70, "2026-03-16")
        with freeze_time("2026-04-01 01:00:00"):
            self.mill.write({"parent_id": False, "is_company": True})
            self.mill.sales_unit_id = self.outlet
        self._bill(self.mill, 5, "2026-04-02")
        self.env.flush_all()
        april = (date(2026, 4, 1), date(2026, 4, 30))
        for days, figures in (
            (JANUARY, [1000, 0]),
            (MARCH, [0, 70]),
            (april, [5, 0]),
        ):
            with self.subTest(days=days):
                self.assertEqual(self._measure("billed", days)[:2], figures)

    def test_small_firm_visited_before(self):
        """Visited on 11 February, first bought on 12 February, for 300."""
        inn = self._create_client("Inn", self.county, self.anna, is_small_firm=True)
        visits = self.env["telecom.visit"].with_user(self.anna.user_id)
        with freeze_time("2026-02-11 02:00:00"):
            visits.create(
                {"partner_id": inn.id, "start": "2026-02-11 01:00:00"}
            ).action_done()
        self._bill(inn, 300, "2026-02-12")
        inn.write({"parent_id": self.group.id, "is_company": False})
        self.env.flush_all()
        self.assertEqual(self._measure("small_firms", FEBRUARY, self.county), [1])
        revenue = self._measure("small_firm_revenue", FEBRUARY, self.county)
        self.assertEqual(revenue, [300])

    def test_report_of_a_month(self):
        """Cili's report of January names Mill and its 1,000."""
        self._become_contact()
        facts = self.env["telecom.unit.report.facts"]
        clients = facts._get_clients(self.county, JANUARY[0])
        self.assertEqual(clients[self.county], self.mill)
        figures = facts._get_figures_of_clients(self.january, clients)
        self.assertEqual(
            figures[self.mill.id]["clients", str(self.mill.id), "billed"], 1000
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMergeAcrossUnits(EndedFileCommon):
    """Brewery of Cili and its double of Letters, both silver, billed 1,000 and 200 in
    January.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brewery = cls._create_key_client("Brewery", cls.county, cls.anna)
        cls.double = cls._create_key_client("Double", cls.branch, cls.bert)
        cls._bill(cls.brewery, 1000, "2026-01-10")
        cls._bill(cls.double, 200, "2026-01-10")

    def test_past_months_stay(self):
        self.january.action_compute()
        self.january.action_close()
        self._merge(self.brewery, self.double)
        for name in ("billed", "key_revenue"):
            with self.subTest(metric=name):
                self.assertEqual(self._measure(name, JANUARY), [1000, 200, 1000, 200])
                proof = self._prove(name, JANUARY, self.branch)
                self.assertEqual(proof.mapped("amount"), [200])
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 1, 1, 1])
        self.assertEqual(self._measure("key_clients", JANUARY, self.city), [1])
        self.assertEqual(self._measure("key_clients", MARCH), [1, 0, 1, 0])
        self.assertEqual(self._measure("key_clients_lost", MARCH), [0, 0, 0, 0])

    def test_invoices_from_then_on(self):
        self._bill(self.double, 8, "2026-03-15")
        self._merge(self.brewery, self.double)
        self._bill(self.brewery, 7, "2026-03-20")
        self.assertEqual(self._measure("billed", MARCH), [15, 0, 15, 0])

    def test_double_was_no_key_client(self):
        """January: 1,000 of key clients. Until March the 200 are the brewery's, too."""
        with freeze_time("2025-07-01"):
            self.double.tier_id = False
        self._merge(self.brewery, self.double)
        self.assertEqual(self._measure("key_revenue", JANUARY, self.city), [1000])
        self.assertEqual(self._measure("key_revenue", TO_MARCH, self.city), [1200])
        proof = self._prove("key_revenue", TO_MARCH, self.city)
        self.assertEqual(sum(proof.mapped("amount")), 1200)

    def test_kept_client_without_unit(self):
        """Each double's January stays with its unit; the kept one takes over one."""
        plain = self._create_client("Plain", self.env["telecom.sales.unit"])
        self._bill(plain, 30, "2026-01-10")
        self._merge(plain, self.brewery, self.double)
        self.assertEqual(plain.sales_unit_id, self.branch)
        self.assertEqual(self._measure("billed", JANUARY), [1000, 230, 1000, 230])
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 1, 1, 1])

    def test_double_that_nobody_served(self):
        """It is the brewery's, of Cili until 9 February and of Letters since then."""
        plain = self._create_client("Plain", self.env["telecom.sales.unit"])
        self._bill(plain, 30, "2026-01-10")
        self._bill(plain, 4, "2026-02-20")
        with freeze_time("2026-02-10 01:00:00"):
            self.brewery.sales_unit_id = self.branch
        self._merge(self.brewery, plain)
        self.assertEqual(self._measure("billed", JANUARY)[:2], [1030, 200])
        self.assertEqual(self._measure("billed", FEBRUARY)[:2], [0, 4])

    def test_merged_twice(self):
        """The double into the brewery, the brewery into Mill of Letters."""
        mill = self._create_client("Mill", self.branch, self.bert)
        self._merge(self.brewery, self.double)
        self._merge(mill, self.brewery)
        self.assertEqual(self._measure("billed", JANUARY), [1000, 200, 1000, 200])
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 1, 1, 1])
        self.assertEqual(self._measure("key_clients", MARCH), [0, 1, 0, 1])


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestGapsAndClosedMonths(EndedFileCommon):
    def _find_rows(self):
        return self.env["telecom.client.service.history"].search(
            [("partner_id", "=", self.client.id)]
        )

    def test_month_without_unit_is_nobodys(self):
        """Cili until 28 February, nobody in March, Letters from 1 April on."""
        self._bill(self.client, 100, "2026-01-10")
        self._bill(self.client, 7, "2026-03-05")
        with freeze_time("2026-03-01 01:00:00"):
            self.client.sales_unit_id = False
        with freeze_time("2026-04-01 01:00:00"):
            self.client.sales_unit_id = self.branch
        self.assertEqual(self._measure("billed", MARCH), [0, 0, 7, 0])
        self.assertEqual(self._measure("billed", JANUARY), [100, 0, 100, 0])

    def test_month_without_manager_and_unit(self):
        """Nobody from 1 to 31 March, then Bert of Letters."""
        self._bill(self.client, 7, "2026-03-05")
        with freeze_time("2026-03-01 01:00:00"):
            self.client.write({"sales_unit_id": False, "client_manager_id": False})
        with freeze_time("2026-04-01 01:00:00"):
            self.client.client_manager_id = self.bert
            self.client.sales_unit_id = self.branch
        self.assertEqual(self._measure("billed", MARCH), [0, 0, 0, 0])

    def test_emptied_by_mistake_and_entered_again(self):
        """Within one day: there was no gap."""
        self._bill(self.client, 7, "2026-03-05")
        with freeze_time("2026-03-03 01:00:00"):
            self.client.sales_unit_id = False
            self.client.sales_unit_id = self.county
        self.assertEqual(self._measure("billed", MARCH), [7, 0, 7, 0])

    def test_closed_month_is_not_corrected(self):
        """Handed over on 15 April, entered late: in fact on 1 February. January is
        closed, so the first day that can be corrected is 1 February.
        """
        self._bill(self.client, 100, "2026-01-10")
        self.client.sales_unit_id = self.branch
        self.january.action_compute()
        self.january.action_close()
        rows = self._find_rows().with_user(self.service)
        refused = (UserError, "Brewery, field Last Day: month .* is closed")
        with self._refused(*refused):
            rows.date_to = "2025-12-31"
        with self._refused(*refused):
            rows.sales_unit_id = self.branch
        with self._refused(*refused):
            rows.unlink()
        with self._refused(*refused):
            rows.copy({"date_to": "2026-01-15"})
        rows.date_to = "2026-01-31"
        self.assertEqual(self._measure("billed", JANUARY)[:2], [100, 0])
        with self._refused(*refused):
            rows.date_to = "2026-01-30"
        rows.copy({"date_to": "2026-02-15", "sales_unit_id": self.outlet.id})
