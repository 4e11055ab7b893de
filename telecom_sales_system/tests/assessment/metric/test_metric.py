from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from ...common import PerformanceCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
class TestMetric(PerformanceCommon):
    """Anna of Cili's outlet collects 1,000, Bert of Letters 500, in January 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.sudo().assignment_ids.write(
            {"unit_id": cls.outlet.id, "team_id": False}
        )
        for person, amount in ((cls.anna, 1000), (cls.bert, 500)):
            invoice = cls._create_customer_invoice(amount, "2026-01-10", person)
            cls._pay(invoice, "2026-01-20")
        cls.january.action_compute()
        cls.points = cls.env.ref("telecom_sales_system.metric_points")
        cls.cash = cls.env.ref("telecom_sales_system.metric_cash")

    def test_units_count_all_below_them(self):
        """Letters at 0.35: outlet and county 350 points each, city 350 + 175 = 525."""
        units = self.city | self.county | self.outlet | self.branch
        measured = self.points._measure_scopes(units, *JANUARY)
        expected = {
            self.city: 525,
            self.county: 350,
            self.outlet: 350,
            self.branch: 175,
        }
        self.assertEqual(
            measured, {unit.id: Decimal(points) for unit, points in expected.items()}
        )

    def test_people(self):
        measured = self.cash._measure_scopes(self.anna | self.bert, *JANUARY)
        self.assertEqual(measured, {self.anna.id: 1000, self.bert.id: 500})

    def test_other_months_are_empty(self):
        february = (date(2026, 2, 1), date(2026, 2, 28))
        self.assertEqual(
            self.points._measure_scopes(self.city, *february), {self.city.id: 0}
        )

    @freeze_time("2026-03-02 02:00:00")
    def test_days_within_months(self):
        """Anna's 1,000 are of 20 January. January closed, 40 that were paid on the 28th
        and the 1,000 that are taken back land on the first of February: -960."""
        self.january.action_close()
        late = self._create_customer_invoice(40, "2026-01-12")
        self._pay(late, "2026-01-28")
        entry = self._entries(self.january).filtered(lambda e: e.cash == 1000)
        entry.move_id.button_draft()
        self.february.action_compute()
        for first, last, cash in (
            ("2026-01-01", "2026-01-19", 0),
            ("2026-01-20", "2026-01-31", 1000),
            ("2026-01-20", "2026-02-01", 40),
            ("2026-02-01", "2026-02-28", -960),
            ("2026-02-02", "2026-02-28", 0),
        ):
            days = date.fromisoformat(first), date.fromisoformat(last)
            with self.subTest(days=days):
                measured = self.cash._measure_scopes(self.anna, *days)
                self.assertEqual(measured, {self.anna.id: cash})
                model, domain = self.cash._get_evidence(self.anna, *days)
                found = self.env[model].search(domain).mapped("cash")
                self.assertEqual(sum(found), cash)

    @users("anna")
    def test_evidence_sums_up_to_the_figure(self):
        model, domain = self.cash._get_evidence(self.anna, *JANUARY)
        self.assertEqual(sum(self.env[model].search(domain).mapped("cash")), 1000)

    def test_ratio_without_a_denominator_has_no_figure(self):
        """Points per yuan of cash: 0.35 in the county, none where nothing came in."""
        ratio = self.env["telecom.metric"].create(
            {
                "name": "Points per Yuan",
                "code": "points_per_yuan",
                "source": "ratio",
                "numerator_id": self.points.id,
                "denominator_id": self.cash.id,
            }
        )
        empty = self._create_unit("Sangzhi", "SZ", "county", self.city)
        measured = ratio._measure_scopes(self.county | empty, *JANUARY)
        self.assertEqual(measured, {self.county.id: Decimal("0.35")})
        text, record = ratio._explain_missing(empty)
        self.assertIn("Cash Received", text)
        self.assertEqual(record, empty)

    def test_a_ratio_is_no_part_of_itself(self):
        ratio = self.env["telecom.metric"].create(
            {
                "name": "Ratio",
                "code": "ratio",
                "source": "ratio",
                "numerator_id": self.points.id,
                "denominator_id": self.cash.id,
            }
        )
        with self._refused(ValidationError, "part of itself"):
            ratio.denominator_id = ratio

    def test_metrics_that_the_program_needs_stay(self):
        """Whatever the context says; a metric that nothing refers to can go."""
        for code in ("points", "full_time", "log_completion", "small_firms"):
            metric = self.env.ref(f"telecom_sales_system.metric_{code}")
            with self.assertRaisesRegex(UserError, "computed with it. Archive it"):
                metric.with_context(_force_unlink=True).unlink()
            metric.active = False
            self.assertFalse(metric.active)
        unused = metric.copy({"code": "unused"})
        unused.unlink()
        self.assertFalse(unused.exists())

    def test_as_many_queries_for_all_units(self):
        """One query, be it for one unit or for four."""
        for units in (self.city, self.city | self.county | self.outlet | self.branch):
            self.points._measure_scopes(units, *JANUARY)
            with self.assertQueryCount(1):
                self.points._measure_scopes(units, *JANUARY)
