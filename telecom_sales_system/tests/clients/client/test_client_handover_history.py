from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ClientCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
class TestClientHandoverHistory(ClientCommon):
    """The brewery is silver since 2025, of Cili and Anna. From 10 February on it is of
    Letters and Bert. It is billed 1,000 in January and 200 on 9 February, then 30 on
    10 February and 4 in March.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.history = cls.env["telecom.client.service.history"]
        with freeze_time("2025-06-10"):
            cls.client.tier_id = cls.silver
        for amount, day in (
            (1000, "2026-01-10"),
            (200, "2026-02-09"),
            (30, "2026-02-10"),
            (4, "2026-03-05"),
        ):
            cls._bill(cls.client, amount, day)
        # 10 February in Shanghai
        with freeze_time("2026-02-09 17:00:00"):
            cls.client.sales_unit_id = cls.branch
            cls.client.client_manager_id = cls.bert
        cls.scopes = (cls.county, cls.branch, cls.anna, cls.bert)

    def _figures(self, name, days):
        metric = self.env.ref(MODULE + name)
        return [
            metric._measure_scopes(scope, *days).get(scope.id) for scope in self.scopes
        ]

    def _evidence(self, name, days):
        metric = self.env.ref(MODULE + name)
        found = []
        for scope in self.scopes:
            model, domain = metric._get_evidence(scope, *days)
            found.append(self.env[model].search(domain))
        return found

    def test_one_row_a_day(self):
        """Unit and manager changed on one day: both were the former ones until then."""
        row = self.history.search([("partner_id", "=", self.client.id)])
        self.assertEqual(row.date_to, date(2026, 2, 9))
        self.assertEqual(
            (row.sales_unit_id, row.client_manager_id), (self.county, self.anna)
        )

    def test_revenue_stays_with_whom_it_was(self):
        for name in ("billed", "key_revenue"):
            with self.subTest(metric=name):
                self.assertEqual(self._figures(name, JANUARY), [1000, 0, 1000, 0])
                self.assertEqual(self._figures(name, FEBRUARY), [200, 30, 200, 30])
                self.assertEqual(self._figures(name, MARCH), [0, 4, 0, 4])
                rows = self._evidence(name, FEBRUARY)
                amounts = [sum(found.mapped("amount")) for found in rows]
                self.assertEqual(amounts, [200, 30, 200, 30])

    def test_clients_stay_with_whom_they_were(self):
        self.assertEqual(self._figures("key_clients", JANUARY), [1, 0, 1, 0])
        self.assertEqual(self._figures("key_clients", FEBRUARY), [0, 1, 0, 1])
        clients = self._evidence("key_clients", JANUARY)
        self.assertEqual([len(found) for found in clients], [1, 0, 1, 0])

    def test_lost_client_is_of_those_who_had_it(self):
        """Lost in February: by Cili, which had it at the end of January."""
        with freeze_time("2026-02-20"):
            self.client.tier_id = False
        self.assertEqual(self._figures("key_clients_lost", FEBRUARY), [1, 0, 1, 0])
        self.assertEqual(self._figures("key_retention", FEBRUARY), [0, None, 0, None])
        clients = self._evidence("key_clients_lost", FEBRUARY)
        self.assertEqual([len(found) for found in clients], [1, 0, 1, 0])

    def test_report_of_a_month_lists_the_clients_of_then(self):
        facts = self.env["telecom.unit.report.facts"]
        units = self.city + self.county + self.branch
        for day, counts in ((JANUARY[0], [1, 1, 0]), (FEBRUARY[0], [1, 0, 1])):
            clients = facts._get_clients(units, day)
            self.assertEqual([len(clients[unit]) for unit in units], counts)

    def test_third_unit_and_back(self):
        """Of the outlet from 1 to 31 March, then of Letters again."""
        with freeze_time("2026-03-01 01:00:00"):
            self.client.sales_unit_id = self.outlet
        with freeze_time("2026-04-01 01:00:00"):
            self.client.sales_unit_id = self.branch
        self._bill(self.client, 5, "2026-04-01")
        april = (date(2026, 4, 1), date(2026, 4, 30))
        self.assertEqual(self._figures("billed", MARCH)[:2], [4, 0], "outlet of Cili")
        self.assertEqual(self._figures("billed", april)[:2], [0, 5])
        self.assertEqual(self._figures("billed", JANUARY)[:2], [1000, 0])

    def test_first_unit_was_the_unit_all_along(self):
        """A client gets its unit after the first invoice; nobody had it before."""
        mill = self._create_client("Mill", self.env["telecom.sales.unit"])
        self._bill(mill, 7, "2026-01-10")
        with freeze_time("2026-02-01 01:00:00"):
            mill.write({"sales_unit_id": self.county.id})
            mill.write({"client_manager_id": self.anna.id})
        self.assertFalse(self.history.search([("partner_id", "=", mill.id)]))
        self.assertEqual(self._figures("billed", JANUARY), [1007, 0, 1007, 0])

    def test_late_handover_is_corrected(self):
        """It took place on 1 January: the department corrects the day, others not."""
        row = self.history.search([("partner_id", "=", self.client.id)])
        with self._refused(AccessError, ""):
            row.with_user(self.county_manager).date_to = "2025-12-31"
        row.with_user(self.service).date_to = "2025-12-31"
        self.assertEqual(self._figures("billed", JANUARY), [0, 1000, 0, 1000])
        with mute_logger("odoo.sql_db"), self._refused(UniqueViolation, "client_day"):
            row.copy()

    def test_contacts_have_no_history(self):
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        with freeze_time("2026-03-10"):
            self.client.sales_unit_id = self.county
        self.assertEqual(buyer.sales_unit_id, self.county)
        self.assertFalse(self.history.search([("partner_id", "=", buyer.id)]))
