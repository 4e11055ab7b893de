from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ....tools.assessment.targets import MONTHS
from ...common import PerformanceCommon


class TargetCommon(PerformanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls.env.ref("telecom_sales_system.metric_points")
        cls.key_clients = cls.env.ref("telecom_sales_system.metric_key_clients")

    @classmethod
    def _target(cls, scope, amount, metric=None, **vals):
        targets = cls.env["telecom.target"]
        return targets.create(
            {
                "metric_id": (metric or cls.points).id,
                targets._get_scope_field(scope): scope.id,
                "year": 2026,
                "amount": amount,
                **vals,
            }
        )

    @classmethod
    def _last_year(cls, months, scope):
        """Figures of 2025, which lies before the first period of the tests."""
        values = cls.env["telecom.metric.value"].sudo()
        values.create(
            [
                {
                    "period_id": cls.january.id,
                    "company_id": cls.env.company.id,
                    "metric_id": cls.points.id,
                    values._get_scope_field(scope): scope.id,
                    "date": f"2025-{number:02}-01",
                    "year": "2025",
                    "month": month,
                    "year_to_date": sum(months[:number]),
                    "has_year_to_date": True,
                }
                for number, month in enumerate(months, start=1)
            ]
        )

    def _months(self, target):
        return [target[name] for name in MONTHS]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestTarget(TargetCommon):
    def test_equal_to_the_cent(self):
        """100 / 12 = 8.333: the sums are 8.33, 16.67, 25, so 8.33, 8.34, 8.33."""
        target = self._target(self.county, 100)
        self.assertEqual(self._months(target), [8.33, 8.34, 8.33] * 4)
        self.assertEqual(round(sum(self._months(target)), 2), 100)

    def test_by_the_seasons_of_last_year(self):
        """Last January was worth two other months: 20 of 130, the others 10."""
        self._last_year([200] + [100] * 11, self.county)
        target = self._target(self.county, 130, phasing="seasonal")
        self.assertEqual(self._months(target), [20] + [10] * 11)
        target.amount = 260
        self.assertEqual(self._months(target), [40] + [20] * 11)

    def test_without_last_year_there_are_no_seasons(self):
        with self._refused(UserError, "figures of 0 months of 2025"):
            self._target(self.county, 130, phasing="seasonal")
        self._last_year([100] * 11, self.county)
        with self._refused(UserError, "figures of 11 months of 2025"):
            self._target(self.county, 130, phasing="seasonal")

    def test_typed_months_add_up_to_the_year(self):
        typed = dict.fromkeys(MONTHS, 10)
        with self._refused(ValidationError, r"add up to 120.00.*\+20.00 from.*100"):
            self._target(self.county, 100, **typed)
        target = self._target(self.county, 120, **typed)
        self.assertEqual(target.phasing, "typed")
        with self._refused(ValidationError, r"-5.00 from"):
            target.june = 5
        target.write({"june": 5, "july": 15})
        self.assertEqual(self._months(target)[5:7], [5, 15])

    def test_a_new_year_target_stretches_typed_months(self):
        months = dict.fromkeys(MONTHS, 10) | {"june": 5, "july": 15}
        target = self._target(self.county, 120, **months)
        target.amount = 240
        self.assertEqual(self._months(target), [20] * 5 + [10, 30] + [20] * 5)

    def test_months_follow_their_phasing(self):
        with self._refused(UserError, "January: the phasing makes it 10.00"):
            self._target(self.county, 120, phasing="equal", january=11)
        months = dict.fromkeys(MONTHS, 10)
        target = self._target(self.county, 120, phasing="equal", **months)
        self.assertEqual(target.phasing, "equal")

    def test_no_month_below_zero(self):
        months = dict.fromkeys(MONTHS, 10) | {"june": -5, "july": 25}
        with self._refused(ValidationError, "cannot be negative"):
            self._target(self.county, 120, **months)

    def test_a_level_is_not_split(self):
        """40 key clients are to be there all year, unless levels are typed."""
        target = self._target(self.county, 40, self.key_clients)
        self.assertEqual(self._months(target), [40] * 12)
        levels = dict(zip(MONTHS, range(29, 41), strict=True))
        target.write(levels)
        self.assertEqual(self._months(target), list(range(29, 41)))
        with self._refused(ValidationError, r"December ends at 39.00.*-1.00"):
            target.december = 39

    def test_on_the_form(self):
        with Form(self.env["telecom.target"]) as form:
            form.metric_id = self.points
            form.year = 2026
            form.unit_id = self.county
            form.amount = 120
            self.assertEqual(form.march, 10)
            form.phasing = "typed"
            form.march = 0
            form.april = 20
        self.assertEqual(self._months(form.record)[2:4], [0, 20])

    def test_closed_months_stay(self):
        """January keeps 100; of 1,310 the other eleven months get 110 each."""
        target = self._target(self.county, 1200)
        self._close(self.january)
        target.amount = 1310
        self.assertEqual(self._months(target), [100] + [110] * 11)
        with self._refused(UserError, "period 2026-01 is closed"):
            target.write({"january": 90, "february": 120})
        with self._refused(UserError, "period 2026-01 is closed"):
            target.unit_id = self.branch
        with self._refused(UserError, "period 2026-01 is closed"):
            target.unlink()
        with self._refused(UserError, "closed months already add up to 100.00"):
            target.amount = 99
        target.write({"february": 100, "march": 120})
        self.assertEqual(self._months(target), [100, 100, 120] + [110] * 9)

    def test_a_target_that_comes_late_covers_the_whole_year(self):
        self._close(self.january)
        self.assertEqual(self._months(self._target(self.county, 120)), [10] * 12)

    def test_to_date(self):
        """By the end of March 3 of 12 months; a level stays; Letters has none."""
        self._target(self.county, 1200)
        self._target(self.anna, 120)
        self._target(self.county, 40, self.key_clients)
        targets = self.env["telecom.target"]
        units = self.county | self.branch
        for metric, scopes, expected in (
            (self.points, units, {self.county.id: Decimal("300.00")}),
            (self.points, self.anna, {self.anna.id: Decimal("30.00")}),
            (self.key_clients, units, {self.county.id: Decimal("40.00")}),
        ):
            self.assertEqual(
                targets._get_amounts_to_date(metric, scopes, 2026, 3), expected
            )
        self.assertEqual(targets._get_amounts_to_date(self.points, units, 2025, 3), {})
        with self.assertQueryCount(1):
            targets._get_amounts_to_date(self.points, units, 2026, 3)
