from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ...clients.common import ClientCommon

MODULE = "telecom_sales_system.metric_"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestMetricValue(ClientCommon):
    """The brewery of Cili pays Anna 1,000 in January and 200 in February 2026; it was
    billed 600 in February 2025 and 50 in March 2025.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for amount, day in ((1000, "2026-01-10"), (200, "2026-02-10")):
            cls._pay(cls._bill(cls.client, amount, day), day)
        cls._bill(cls.client, 600, "2025-02-28")
        cls._bill(cls.client, 50, "2025-03-01")

    def _values(self, name, scope, period=None):
        values = self.env["telecom.metric.value"]
        return values.search(
            [
                ("metric_id", "=", self.env.ref(MODULE + name).id),
                (values._get_scope_field(scope), "=", scope.id),
                ("period_id", "=", (period or self.february).id),
            ]
        )

    @users("service")
    def test_month_year_to_date_and_last_year(self):
        """Cash: 200, and 1,200 since January, in the unit, above it, of the team and of
        Anna. Billed last year by 28 February: 600.
        """
        (self.january | self.february).with_env(self.env).action_compute()
        for scope in (self.county, self.city, self.team, self.anna):
            value = self._values("cash", scope)
            self.assertEqual((value.month, value.year_to_date), (200, 1200))
        value = self._values("billed", self.county)
        self.assertEqual(
            (value.month, value.year_to_date, value.last_year, value.change),
            (200, 1200, 600, 600),
        )
        self.assertEqual((value.year, value.month_of_year), ("2026", "02"))
        self.assertEqual(self._values("cash", self.branch).month, 0)

    @users("service")
    def test_no_figure_no_row(self):
        """Nobody was a key client before: no retention; and no quota in the outlet."""
        self.february.with_env(self.env).action_compute()
        self.assertFalse(self._values("key_retention", self.county))
        self.assertTrue(self._values("quota_share", self.county))
        self.assertFalse(self._values("quota_share", self.outlet))

    def test_a_figure_of_the_year_alone_is_kept(self):
        """The brewery was a key client in 2025, until 20 January: of the year none of
        one stayed, 0 %; of February there was none to stay."""
        for day, tier in (("2025-06-10", self.silver), ("2026-01-20", False)):
            with freeze_time(f"{day} 04:00:00"):
                self.client.tier_id = tier
        self.february.action_compute()
        value = self._values("key_retention", self.county)
        self.assertEqual((value.has_month, value.has_year_to_date), (False, True))
        self.assertEqual(value.year_to_date, 0)

    def test_an_unknown_last_year_is_marked(self):
        """Staff today is that of last year; but Anna came in 2025 only."""
        self.january.action_compute()
        value = self._values("registered_share", self.county, self.january)
        self.assertEqual((value.month, value.has_last_year), (100, True))
        self.anna.assignment_ids.date_from = "2025-06-01"
        self.january.action_compute()
        value = self._values("registered_share", self.county, self.january)
        self.assertEqual((value.month, value.has_last_year), (100, False))

    def test_long_tables_are_read_once_a_span(self):
        """February, the year to date and the same last year: three spans of the ledger
        and of the invoices, which first sales read once more, and two last days of what
        clients owe. Twenty metrics of units, teams and people stand on them. A ledger
        that begins this year is not read for last year.
        """
        self.env.flush_all()
        periods = self.env.registry["telecom.period"]
        with (
            patch.object(periods, "_has_month_of", return_value=True),
            self.assertLogs("odoo.sql_db", "DEBUG") as log,
        ):
            self.env["telecom.metric.value"]._rebuild_values(self.february)
        for table, spans in (
            ("telecom_performance_entry", 3),
            ("exclude_from_client_revenue", 4),
            ("account_partial_reconcile", 2),
        ):
            reads = [line for line in log.output if table in line]
            if table == "telecom_performance_entry":
                # Revenue asks it for the parts of deposits alone.
                reads = [line for line in reads if "is_downpayment" not in line]
            self.assertEqual(len(reads), spans, table)

    def test_kept_facts_are_forgotten(self):
        """What was kept for one month is not there for the next."""
        metric = self.env.ref(MODULE + "cash")
        days = self.february.date_from, self.february.date_to
        self.february.action_compute()
        with metric._keep_facts():
            self.assertEqual(
                metric._measure_scopes(self.anna, *days)[self.anna.id], 200
            )
            self._pay(self._bill(self.client, 30, "2026-02-11"), "2026-02-11")
            self.february._rebuild_ledger()
            self.assertEqual(
                metric._measure_scopes(self.anna, *days)[self.anna.id], 200
            )
        self.assertEqual(metric._measure_scopes(self.anna, *days)[self.anna.id], 230)

    def test_rebuilt_while_open_frozen_once_closed(self):
        self.january.action_compute()
        self.county.headcount = 10
        self.january.action_compute()
        value = self._values("full_time_share", self.county, self.january)
        self.assertEqual(value.month, 10)
        self.january.action_close()
        self.county.headcount = 20
        with self._refused(UserError, "2026-01 is “Closed”"):
            self.january.action_compute()
        self.february.action_compute()
        value = self._values("full_time_share", self.county, self.january)
        self.assertEqual(value.month, 10)
        value = self._values("full_time_share", self.county)
        self.assertEqual((value.month, value.year_to_date), (5, 5))

    def test_as_many_queries_for_more_units_and_people(self):
        values = self.env["telecom.metric.value"]

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            values._rebuild_values(self.january)
            return self.env.cr.sql_log_count - before

        count()
        first = count()
        for number in range(5):
            unit = self._create_unit(f"U{number}", f"U{number}", "county", self.city)
            self._create_salesperson(f"p{number}", f"P-{number}", unit)
        self.env.flush_all()
        count()
        self.assertEqual(count(), first)

    @users("county_manager")
    def test_a_manager_sees_the_subtree(self):
        self.january.with_user(self.service).action_compute()
        seen = self.env["telecom.metric.value"].search([])
        self.assertLessEqual(seen.unit_id, self.county | self.outlet)
        self.assertEqual(seen.salesperson_id, self.anna)

    @users("anna")
    def test_a_salesperson_sees_the_own_figures_and_opens_their_evidence(self):
        self.january.with_user(self.service).action_compute()
        seen = self.env["telecom.metric.value"].search([])
        self.assertEqual(seen.salesperson_id, self.anna)
        self.assertFalse(seen.unit_id | seen.team_id.unit_id)
        action = self._values("cash", self.anna, self.january).action_open_evidence()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sum(rows.mapped("cash")), 1000)
        with self.assertRaises(AccessError):
            seen[0].month = 1

    def test_the_page_of_a_metric(self):
        """The latest month: figures of units only."""
        (self.january | self.february).action_compute()
        metric = self.env.ref(MODULE + "billed")
        rows = metric.latest_value_ids
        self.assertEqual(rows.period_id, self.february)
        self.assertFalse(rows.salesperson_id)
        by_unit = {row.unit_id: row.year_to_date for row in rows}
        self.assertEqual(by_unit[self.county], 1200)
        for action in (metric.action_open_values(), metric.action_open_years()):
            self.assertEqual(action["domain"], [("metric_id", "=", metric.id)])
