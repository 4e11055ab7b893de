from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...common import PerformanceCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04 02:00:00")
class TestMetricOrganisation(PerformanceCommon):
    """Anna of Cili and Bert of Letters work full time, Carl of Cili is a candidate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl = cls.env["telecom.salesperson"].create(
            {"user_id": cls._create_user("carl", "salesperson").id}
        )
        cls.env["telecom.salesperson.assignment"].create(
            {
                "salesperson_id": cls.carl.id,
                "unit_id": cls.county.id,
                "date_from": "2026-01-01",
            }
        )
        cls.units = cls.city | cls.county | cls.outlet | cls.branch

    def _figures(self, name, days=MARCH):
        measured = self.env.ref(MODULE + name)._measure_scopes(self.units, *days)
        units = self.units.grouped("id")
        return {units[key].code: round(value, 2) for key, value in measured.items()}

    def test_full_timers_at_the_end_of_the_period(self):
        """Carl is no salesperson yet; Bert leaves on 31 March, which still counts."""
        self.bert._record_departure(date(2026, 3, 31))
        expected = {"C": 2, "CL": 1, "LY": 0, "HJ": 1}
        self.assertEqual(self._figures("full_time"), expected)
        expected = {"C": 1, "CL": 1, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("full_time", APRIL), expected)

    def test_part_timers_and_suspended_ones_do_not_count(self):
        self.anna.employment = "part_time"
        self.bert._set_guarded_fields({"state": "suspended"})
        expected = {"C": 0, "CL": 0, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("full_time"), expected)

    def test_share_of_the_staff_of_the_subtree(self):
        """Staff: Cili 8 and its outlet 2, else none: 1 of 10; the city 2 of 10."""
        self.county.headcount = 8
        self.outlet.headcount = 2
        expected = {"C": 20, "CL": 10, "LY": 0}
        self.assertEqual(self._figures("full_time_share"), expected)

    def test_without_staff_one_is_told_to_enter_it(self):
        metric = self.env.ref(MODULE + "full_time_share")
        text, record = metric._explain_missing(self.branch)
        self.assertRegex(text, "Letters.*enter Staff")
        self.assertEqual(record, self.branch)

    def test_share_of_registered(self):
        """Cili: Anna of Anna and Carl; the city: two of three."""
        expected = {"C": Decimal("66.67"), "CL": 50, "HJ": 100}
        self.assertEqual(self._figures("registered_share"), expected)
        metric = self.env.ref(MODULE + "registered_share")
        text, record = metric._explain_missing(self.outlet)
        self.assertIn("Lingyang", text)
        self.assertEqual(record, self.outlet)

    def test_share_with_a_quota_of_the_year(self):
        """Anna has one on net performance, Bert only on cash and for last year; then
        Bert one on the performance of full-timers, which is what the scheme scores."""
        points = self.env.ref(MODULE + "points")
        cash = self.env.ref(MODULE + "cash")
        for person, metric, year in (
            (self.anna, points, 2026),
            (self.bert, points, 2025),
            (self.bert, cash, 2026),
        ):
            self.env["telecom.target"].create(
                {
                    "metric_id": metric.id,
                    "salesperson_id": person.id,
                    "year": year,
                    "amount": 100,
                }
            )
        expected = {"C": Decimal("33.33"), "CL": 50, "HJ": 0}
        self.assertEqual(self._figures("quota_share"), expected)
        self.env["telecom.target"].create(
            {
                "metric_id": self.env.ref(MODULE + "full_time_points").id,
                "salesperson_id": self.bert.id,
                "year": 2026,
                "amount": 100,
            }
        )
        expected = {"C": Decimal("66.67"), "CL": 50, "HJ": 100}
        self.assertEqual(self._figures("quota_share"), expected)

    def test_complete_teams(self):
        """Cili's team has all three, that of Letters no rules."""
        whole = {"subject": "Letters", "target_market": "Banks"}
        self.team.write(whole | {"rules": "<p>Share.</p>"})
        self.env["crm.team"].create(whole | {"name": "B", "unit_id": self.branch.id})
        expected = {"C": 1, "CL": 1, "LY": 0, "HJ": 0}
        may = (date(2026, 5, 1), date(2026, 5, 31))
        self.assertEqual(self._figures("teams_complete", may), expected)

    def test_a_team_completed_after_the_deadline_came_too_late(self):
        """Written on 4 May: none in April. The department knows of a team of March; a
        manager whose team it is does not date it back."""
        whole = {"subject": "Letters", "target_market": "Banks", "rules": "<p>A</p>"}
        self.team.write(whole)
        self.assertEqual(self.team.complete_on, date(2026, 5, 4))
        none = {"C": 0, "CL": 0, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("teams_complete", APRIL), none)
        manager = self._create_user("sales_manager", "unit_manager")
        manager.group_ids += self.env.ref("sales_team.group_sale_manager")
        for change in (
            lambda: self.team.with_user(manager).write({"complete_on": "2026-03-01"}),
            lambda: (
                self.env["crm.team"]
                .with_user(manager)
                .create(whole | {"name": "Own", "complete_on": "2026-03-01"})
            ),
        ):
            with self._refused(AccessError, "only the customer service department"):
                change()
        self.team.complete_on = "2026-03-31"
        one = {"C": 1, "CL": 1, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("teams_complete"), one)
        metric = self.env.ref(MODULE + "teams_complete")
        model, domain = metric._get_evidence(self.county, *MARCH)
        self.assertEqual(self.env[model].search(domain), self.team)
        self.team.rules = False
        self.assertFalse(self.team.complete_on)

    def test_points_of_full_timers_alone(self):
        """Anna's 1,000 at 0.35; Bert works part time."""
        for person, amount in ((self.anna, 1000), (self.bert, 500)):
            invoice = self._create_customer_invoice(amount, "2026-01-10", person)
            self._pay(invoice, "2026-01-20")
        self.bert.employment = "part_time"
        self.january.action_compute()
        january = (date(2026, 1, 1), date(2026, 1, 31))
        expected = {"C": 350, "CL": 350, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("full_time_points", january), expected)

    def test_points_of_closed_months_stay_those_of_full_timers(self):
        """Anna's 350 of January are closed; part time from February on, her 70 of then
        do not count: 350 of the year to date, by one entry."""
        for amount, day in ((1000, "2026-01-10"), (200, "2026-02-10")):
            invoice = self._create_customer_invoice(amount, day, self.anna)
            self._pay(invoice, day)
        self.january.action_compute()
        self.january.action_close()
        self.anna.employment = "part_time"
        self.february.action_compute()
        days = (date(2026, 1, 1), date(2026, 2, 28))
        expected = {"C": 350, "CL": 350, "LY": 0, "HJ": 0}
        self.assertEqual(self._figures("full_time_points", days), expected)
        metric = self.env.ref(MODULE + "full_time_points")
        model, domain = metric._get_evidence(self.county, *days)
        self.assertEqual(self.env[model].search(domain).mapped("points"), [350])

    def test_evidence_is_as_many_records_as_the_figure_says(self):
        metric = self.env.ref(MODULE + "full_time")
        for unit in self.units:
            model, domain = metric._get_evidence(unit, *MARCH)
            count = self.env[model].search_count(domain)
            self.assertEqual(metric._measure_scopes(unit, *MARCH), {unit.id: count})
