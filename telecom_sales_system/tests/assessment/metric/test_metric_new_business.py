from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.tests import tagged

from ..contest.contests import ContestCommon

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestMetricNewBusiness(ContestCommon):
    """New business (新增业绩) of full-timers, 0.35 points a yuan of letters.

    Anna 1,000 from Partner A: his first letters. Bert 2,000 from Partner B, who bought
    letters in June 2025 and in May 2024: old. Carla, part-time, 400 from a third.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carla.employment = "part_time"
        cls.third = cls.env["res.partner"].create({"name": "Third"})
        cls._receive(cls.bert, 10, "2024-05-10", cls.partner_b)
        cls._receive(cls.bert, 10, "2025-04-10", cls.partner_b)
        cls._receive(cls.anna, 1_000, "2026-01-10", cls.partner_a)
        cls._receive(cls.bert, 2_000, "2026-01-10", cls.partner_b)
        cls._receive(cls.carla, 400, "2026-02-10", cls.third)
        (cls.january + cls.february).action_compute()
        cls.metric = cls.env.ref("telecom_sales_system.metric_new_business")

    @classmethod
    def _receive(cls, person, amount, day, partner):
        invoice = cls._create_customer_invoice(
            amount, day, person, partner_id=partner.id
        )
        cls._pay(invoice, day)

    def test_points(self):
        """1,000 * 0.35 = 350 of Anna, in Cili, alone."""
        units = self.city | self.county | self.branch
        self.assertEqual(
            self.metric._measure_scopes(units, *YEAR),
            {self.city.id: 350, self.county.id: 350, self.branch.id: 0},
        )
        people = self.anna | self.bert | self.carla
        self.assertEqual(
            self.metric._measure_scopes(people, *YEAR),
            {self.anna.id: Decimal(350), self.bert.id: 0, self.carla.id: 0},
        )
        team = self.metric._measure_scopes(self.team, *YEAR)
        self.assertEqual(team, {self.team.id: 350})

    def test_evidence(self):
        model, domain = self.metric._get_evidence(self.city, *YEAR)
        entries = self.env[model].search(domain)
        self.assertEqual(entries.salesperson_id, self.anna)
        self.assertEqual(sum(entries.mapped("points")), 350)

    def test_net_performance_stays_a_metric_of_its_own(self):
        """(1,000 + 2,000 + 400) * 0.35 = 1,190."""
        points = self.env.ref("telecom_sales_system.metric_points")
        self.assertEqual(
            points._measure_scopes(self.city, *YEAR), {self.city.id: 1_190}
        )

    def test_contest_on_it(self):
        self.people.metric_id = self.metric
        self.contest.action_start()
        self.assertEqual(
            [(s.salesperson_id, s.value) for s in self.people_standings()],
            [(self.anna, 350), (self.bert, 0), (self.carla, 0)],
        )

    def people_standings(self):
        return self.contest.standing_ids.filtered("salesperson_id").sorted(
            lambda standing: (standing.rank, standing.salesperson_id.id)
        )

    def test_target(self):
        """350 of the goal of 2,000,000."""
        target = self.env["telecom.target"].create(
            {
                "metric_id": self.metric.id,
                "unit_id": self.city.id,
                "year": 2026,
                "amount": 2_000_000,
            }
        )
        self.assertTrue(target.metric_id.is_goal)
