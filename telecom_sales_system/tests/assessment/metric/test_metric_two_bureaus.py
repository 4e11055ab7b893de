from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import PerformanceCommon

SHARED = "is used by all companies: only those who work in all of them"


@tagged("post_install", "-at_install")
class TestMetricTwoBureaus(PerformanceCommon):
    """Home collects 1,000 and Sister 2,000 in January, at 0.35; each has a clerk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env.company
        cls.sister = cls.setup_other_company(name="Sister")["company"]
        cls.env.user.company_ids |= cls.sister
        cls._pay(cls._create_customer_invoice(1000, "2026-01-10"), "2026-01-20")
        cls.cash = cls.env.ref("telecom_sales_system.metric_cash")
        cls.points = cls.env.ref("telecom_sales_system.metric_points")
        with cls._inside(cls.sister):
            cls.env.company.telecom_tz = "UTC"
            cls.sister_city = cls._create_unit("Sister City", "SC", "city")
            cora = cls._create_salesperson("cora", "C-009", cls.sister_city)
            cls.clerk = cls._create_user("clerk", "service")
            cls.letter_product.categ_id.with_env(
                cls.env
            ).own_revenue_line_id = cls.letters
            cls._pay(
                cls._create_customer_invoice(2000, "2026-01-10", cora), "2026-01-20"
            )
            cls.sister_january = cls._create_period("2026-01-01")

    @classmethod
    @contextmanager
    def _inside(cls, company):
        env = cls.env
        cls.env = env(context={**env.context, "allowed_company_ids": company.ids})
        try:
            yield
        finally:
            cls.env = env

    def _as_clerk(self, records):
        return records.with_user(self.clerk).with_context(
            allowed_company_ids=self.sister.ids
        )

    def _make_own(self, metric):
        clerk_metric = self._as_clerk(metric)
        return clerk_metric.browse(clerk_metric.action_make_own_copy()["res_id"])

    def _figures(self, metric):
        """Close both months; return the figures of a metric by company."""
        for period in (self.january, self.sister_january):
            period.with_company(period.company_id).action_compute()
            period.with_company(period.company_id).action_close()
        values = self.env["telecom.metric.value"].search(
            [("metric_id", "=", metric.id), ("unit_id.kind", "=", "city")]
        )
        return {value.company_id: value.month for value in values}

    def test_one_clerk_does_not_change_what_both_measure(self):
        for vals in (
            {"source": "ledger_profit"},
            {"is_goal": False},
            {"direction": "lower"},
            {"active": False},
        ):
            with self._refused(AccessError, SHARED):
                self._as_clerk(self.cash).write(vals)
        with self._refused(AccessError, SHARED):
            self._as_clerk(self.cash).unlink()
        self.assertEqual(self._figures(self.cash), {self.home: 1000, self.sister: 2000})

    def test_own_copy_is_measured_for_its_company_only(self):
        """Sister's cash is converted profit from now on: 2,000 x 0.35 = 700."""
        own = self._make_own(self.cash)
        own.source = "ledger_profit"
        self.assertEqual((own.code, own.company_id), (self.cash.code, self.sister))
        self.assertEqual(self._figures(own), {self.sister: 700})
        values = self.env["telecom.metric.value"].search(
            [("metric_id", "=", self.cash.id), ("unit_id.kind", "=", "city")]
        )
        self.assertEqual(
            {value.company_id: value.month for value in values},
            {self.home: 1000, self.sister: 2000},
        )
        with self._refused(UserError, "belongs to Sister already"):
            own.action_make_own_copy()

    def test_own_goal_comes_before_the_shared_one(self):
        """Sister's target goes with it, month by month: 100 in January of 1,200."""
        self.points.is_goal = True
        self.env["telecom.target"].create(
            {
                "metric_id": self.points.id,
                "unit_id": self.sister_city.id,
                "company_id": self.sister.id,
                "year": 2026,
                "amount": 1200,
            }
        )
        own = self._make_own(self.points)
        metrics = self.env["telecom.metric"]
        self.assertIn(self.points, metrics._find_metrics(self.home, "is_goal"))
        goals = metrics._find_metrics(self.sister, "is_goal")
        self.assertIn(own, goals)
        self.assertNotIn(self.points, goals)
        target = self.env["telecom.target"].search([("metric_id", "=", own.id)])
        self.assertEqual((target.unit_id, target.january), (self.sister_city, 100))
        own.is_goal = False
        goals = metrics._find_metrics(self.sister, "is_goal")
        self.assertFalse(goals & (own | self.points))

    def test_reports_ask_for_what_each_bureau_chose(self):
        own = self._make_own(self.cash)
        self.cash.in_unit_report = True
        own.in_unit_report = False
        facts = self.env["telecom.unit.report.facts"]
        self.assertIn(self.cash, facts._get_metrics("summary", self.home))
        self.assertFalse(facts._get_metrics("summary", self.sister) & (self.cash | own))

    def test_a_metric_stays_with_its_company(self):
        own = self._make_own(self.cash)
        vals = {"unit_id": self.city.id, "year": 2026, "amount": 1}
        with self._refused(UserError, "belongs to another company|different companies"):
            self.env["telecom.target"].create(vals | {"metric_id": own.id})
        scheme = self.env["telecom.assessment.scheme"].create(
            {"name": "Home", "company_id": self.home.id, "total": 10}
        )
        indicator = {"name": "Cash", "points": 10, "metric_id": own.id}
        section = {"name": "Results", "scheme_id": scheme.id}
        section = self.env["telecom.assessment.section"].create(section)
        vals = indicator | {"section_id": section.id, "deduction": 1}
        with self._refused(ValidationError, "belongs to Sister only"):
            self.env["telecom.assessment.indicator"].create(vals)
        new = {"name": "New", "code": "new", "source": "ledger_cash"}
        metric = self.cash.create(new | {"company_id": False})
        self.env["telecom.assessment.indicator"].create(vals | {"metric_id": metric.id})
        with self._refused(ValidationError, "belongs to Sister only"):
            metric.company_id = self.sister
        # Contests at home count points.
        with self._refused(UserError, "belongs to another company"):
            self.points.company_id = self.sister

    def test_who_works_in_both_changes_both(self):
        self.clerk.company_ids |= self.home
        self._as_clerk(self.cash).is_goal = True
        self.assertTrue(self.cash.is_goal)
