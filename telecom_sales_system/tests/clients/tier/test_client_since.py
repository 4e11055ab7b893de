from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..client.test_client_ended_file import FEBRUARY, JANUARY, MARCH, EndedFileCommon

YEAR_2025 = (date(2025, 1, 1), date(2025, 12, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientSince(EndedFileCommon):
    """Brewery of Cili and Anna has silver from today on; a key client since June 2024,
    by its file. Before the first row of its history the file decides.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.history = cls.env["telecom.client.tier.history"]
        cls._set_first_tier(cls.client, "2024-06-01")
        cls._bill(cls.client, 1000, "2026-01-10")

    @classmethod
    def _set_first_tier(cls, client, since):
        client.tier_id = cls.silver
        client.key_client_since = since

    def _tiers(self, day):
        """Return ``{client: tier}`` on a day."""
        self.env.flush_all()
        query = self.history._get_tiers_query(day)
        return {row[0]: row[2] for row in self.env.execute_query(query)}

    def test_tier_of_a_day(self):
        """The first one known: silver from 1 June 2024, and of Mill, which lost its
        gold in March, gold; a client without a tier is none."""
        mill = self._create_client("Mill", self.branch, tier_id=self.gold.id)
        mill.tier_id = False
        mill.key_client_since = "2025-02-01"
        other = self._create_client("Inn", self.branch)
        other.key_client_since = "2024-01-01"
        for day, expected in (
            ("2024-05-31", {}),
            ("2024-06-01", {self.client.id: self.silver.id}),
            ("2026-03-14", {self.client.id: self.silver.id, mill.id: self.gold.id}),
            ("2026-03-15", {self.client.id: self.silver.id}),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._tiers(day), expected)

    def test_months_before_the_first_row(self):
        """January: one key client, with 1,000 of 1,000; March has no new one."""
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 0, 1, 0])
        self.assertEqual(self._measure("key_revenue", JANUARY), [1000, 0, 1000, 0])
        self.assertEqual(self._measure("key_clients_new", MARCH), [0, 0, 0, 0])
        self.assertEqual(self._prove("key_clients", JANUARY, self.county), self.client)
        found = self.history._count_key_clients(self.env.company, *MARCH)
        self.assertEqual(found, (1, 0, 0))
        found = self.history._count_key_clients(self.env.company, *FEBRUARY)
        self.assertEqual(found, (1, 0, 0))

    def test_base_of_a_budget(self):
        """2025: 500 of Brewery, and 70 of Mill, which was one from February until June;
        30 of Press, which is one since January 2026, are in no base."""
        mill, press = (
            self._create_client(name, self.county) for name in ("Mill", "Press")
        )
        with freeze_time("2025-06-10"):
            self._set_first_tier(mill, "2025-02-01")
            mill.tier_id = False
        self._set_first_tier(press, "2026-01-01")
        for client, amount in ((self.client, 500), (mill, 70), (press, 30)):
            self._bill(client, amount, "2025-08-10")
        budget = self.env["telecom.maintenance.budget"].create(
            {"unit_id": self.county.id, "year": 2026}
        )
        budget.action_accrue()
        self.assertEqual(budget.base_revenue, 570)

    def test_two_files_are_merged(self):
        """Mill of Letters, since January 2026, is merged into Brewery, since 2024, or
        the other way round: in each month each file counts for its own unit."""
        mill = self._create_client("Mill", self.branch, self.bert)
        self._set_first_tier(mill, "2026-01-15")
        december = (date(2025, 12, 1), date(2025, 12, 31))
        before = [
            self._measure("key_clients", days) for days in (december, JANUARY, FEBRUARY)
        ]
        self.assertEqual(before, [[1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1]])
        for kept, merged in ((self.client, mill), (mill, self.client)):
            with self.subTest(kept=kept.name), self.env.cr.savepoint() as savepoint:
                self._merge(kept, merged)
                after = [
                    self._measure("key_clients", days)
                    for days in (december, JANUARY, FEBRUARY)
                ]
                self.assertEqual(after, before)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_file_that_becomes_a_contact(self):
        """Brewery becomes a contact of Group, which has no tier: January stays."""
        group = self._create_client("Group", self.branch, self.bert)
        self.client.write({"parent_id": group.id, "is_company": False})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._measure("key_clients", JANUARY), [1, 0, 1, 0])
        self.assertEqual(self._measure("key_clients", MARCH), [0, 0, 0, 0])
