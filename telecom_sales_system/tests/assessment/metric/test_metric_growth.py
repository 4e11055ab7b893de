from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...clients.common import ClientCommon

MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestMetricGrowth(ClientCommon):
    """The brewery was billed 400 in January 2025, 200 on 28 February 2025, 500 in
    January and 300 in February 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for amount, day in (
            (400, "2025-01-31"),
            (200, "2025-02-28"),
            (500, "2026-01-15"),
            (300, "2026-02-15"),
        ):
            cls._bill(cls.client, amount, day)
        cls.billed = cls.env.ref(MODULE + "billed")
        cls.growth = cls._create_growth("year")

    @classmethod
    def _create_growth(cls, compared_with, **vals):
        return cls.env["telecom.metric"].create(
            {
                "name": f"Growth on the {compared_with}",
                "code": f"growth_{compared_with}",
                "source": "growth",
                "measure": "percent",
                "aggregation": "ratio",
                "compared_metric_id": cls.billed.id,
                "compared_with": compared_with,
            }
            | vals
        )

    def _measure(self, metric, *days, scope=None):
        scope = scope or self.county
        days = [Date.to_date(day) for day in days]
        return metric._measure_scopes(scope, *days).get(scope.id)

    def test_on_the_year_before(self):
        """February: 300 against 200, +50 %. Both months: 800 against 600, +33.33 %."""
        growth = self._measure(self.growth, "2026-02-01", "2026-02-28")
        self.assertEqual(growth, 50)
        growth = self._measure(self.growth, "2026-01-01", "2026-02-28")
        self.assertAlmostEqual(float(growth), 100 / 3)

    def test_on_the_month_before(self):
        """February against January: 300 against 500, -40 %."""
        growth = self._create_growth("month")
        self.assertEqual(self._measure(growth, "2026-02-01", "2026-02-28"), -40)

    def test_the_end_of_a_month_is_compared_with_one(self):
        """February 2028 has 29 days: those of 2027 end on the 28th; and the whole of
        January is before the whole of February."""
        days = self.growth._get_compared_days
        leap = Date.to_date("2028-02-01"), Date.to_date("2028-02-29")
        self.assertEqual(days(*leap)[1], Date.to_date("2027-02-28"))
        after = Date.to_date("2029-02-01"), Date.to_date("2029-02-28")
        self.assertEqual(days(*after)[1], Date.to_date("2028-02-29"))
        month = self._create_growth("month")._get_compared_days
        february = Date.to_date("2026-02-01"), Date.to_date("2026-02-28")
        january = Date.to_date("2026-01-01"), Date.to_date("2026-01-31")
        self.assertEqual(month(*february), january)

    def test_nothing_before_is_no_figure(self):
        """Letters was billed nothing; a ledger that begins in January 2026 has no cash
        of 2025."""
        days = ("2026-02-01", "2026-02-28")
        self.assertIsNone(self._measure(self.growth, *days, scope=self.branch))
        text, _record = self.growth._explain_missing(self.branch)
        self.assertIn("nothing to compare with", text)
        cash = self.env.ref(MODULE + "cash_growth")
        self.assertIsNone(self._measure(cash, *days))

    def test_evidence_is_that_of_the_metric(self):
        days = Date.to_date("2026-02-01"), Date.to_date("2026-02-28")
        self.assertEqual(
            self.growth._get_evidence(self.county, *days),
            self.billed._get_evidence(self.county, *days),
        )

    def test_what_it_needs(self):
        for vals in ({"compared_metric_id": False}, {"aggregation": "flow"}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self._refused(CheckViolation, "growth_has_metric"),
            ):
                self._create_growth("month", **vals)
        with self._refused(ValidationError, "it is a part of itself"):
            self.growth.compared_metric_id = self.growth

    def test_a_closed_month_keeps_its_definition(self):
        self._close(self.january)
        with self._refused(UserError, "is closed with figures of it"):
            self.growth.compared_with = "month"
