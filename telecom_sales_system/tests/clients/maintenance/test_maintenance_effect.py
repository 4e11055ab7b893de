from freezegun import freeze_time

from odoo.tests import tagged

from .maintenance import MaintenanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-15")
class TestMaintenanceEffect(MaintenanceCommon):
    """Billed in 2025: 1,234,567.89. In 2026: 1,500,000. Paid for gifts: 3,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._release()
        cls._bill(cls.client, 1500000, "2026-02-01")
        for amount in (1000, 2000):
            expense = cls._spend(amount)
            expense.with_user(cls.county_manager).action_approve()
            expense.with_user(cls.service).action_pay()
        cls._spend(4000).with_user(cls.county_manager).action_approve()
        cls.env.flush_all()

    def _rows(self, client, user=None):
        effects = self.env["telecom.maintenance.effect"]
        return effects.with_user(user or self.leader).search(
            [("partner_id", "=", client.id)]
        )

    def test_spend_against_growth(self):
        """1,500,000 - 1,234,567.89 = 265,432.11, which is 21.5 %; 4,000 are not paid.

        2025 grew from nothing, so it has no rate; 2027 lies ahead.
        """
        now, before = self._rows(self.client)
        self.assertEqual((now.year, before.year), (2026, 2025))
        self.assertEqual((now.years_ago, before.years_ago), (0, 1))
        self.assertEqual(
            (now.spend, now.revenue, now.last_revenue, now.growth),
            (3000, 1500000, 1234567.89, 265432.11),
        )
        self.assertAlmostEqual(now.growth_rate, 0.215, places=4)
        self.assertEqual((before.spend, before.growth), (0, 1234567.89))
        self.assertFalse(before.growth_rate)

    def test_lost_client_and_one_without_revenue(self):
        """Billed 800 in 2025 and nothing since: -800, -100 %."""
        lost = self._create_client("Mill", self.county, tier_id=self.silver.id)
        self._bill(lost, 800, "2025-05-01")
        self.env.flush_all()
        now, _before = self._rows(lost)
        self.assertEqual((now.growth, now.growth_rate), (-800, -1))
        idle = self._create_client("Inn", self.county, tier_id=self.silver.id)
        self.assertFalse(self._rows(idle))

    def test_evidence(self):
        now = self._rows(self.client)[0].with_user(self.env.user)
        expenses = now.action_open_expenses()
        found = self.env[expenses["res_model"]].search(expenses["domain"])
        self.assertEqual(sum(found.mapped("amount")), 3000)
        revenue = now.action_open_revenue()
        found = self.env[revenue["res_model"]].search(revenue["domain"])
        self.assertEqual(sorted(found.mapped("amount")), [1234567.89, 1500000])

    def test_who_sees_it(self):
        for user, rows in (
            (self.anna.user_id, 2),
            (self.bert.user_id, 0),
            (self.county_manager, 2),
            (self.auditor, 2),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(len(self._rows(self.client, user)), rows)
