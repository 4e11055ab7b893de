from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.tests import tagged

from .everything import EverythingCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
# What the records of an evidence add up to; of all other metrics they are counted.
SUMMED = {
    "ledger_points": "points",
    "full_time_points": "points",
    "new_business": "points",
    "new_business_cash": "cash",
    "ledger_cash": "cash",
    "ledger_profit": "converted_profit",
    "arrears_owed": "outstanding",
    "arrears_overdue": "overdue",
    "small_firm_revenue": "amount",
    "billed": "amount",
    "key_revenue": "amount",
    "logs_due": "due_count",
    "logs_in_time": "in_time_count",
    "reading": "value",
}
# Shares open what is above the line, or what it is a share of.
SHARES = {"ratio", "full_time_share", "registered_share", "quota_share"} | {
    "key_retention",
    "key_growth",
    "key_share",
    "maintenance_reach",
    "client_churn",
    "key_churn",
    "repurchase",
}
# Has no figure without a year before, and opens what its metric opens.
GROWTH = {"growth"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestMetricEvidence(EverythingCommon):
    """Each metric opens what it counted."""

    def _shown(self, metric, scope):
        """What the evidence of a metric adds up to."""
        model, domain = metric._get_evidence(scope, *JANUARY)
        records = self.env[model].search(domain)
        field = SUMMED.get(metric.source)
        if not field:
            return len(records)
        return round(Decimal(str(sum(records.mapped(field)))), 2)

    def _check(self, kind, scopes):
        domain = [
            (f"for_{kind}", "=", True),
            ("source", "not in", list(SHARES | GROWTH)),
            ("is_confidential", "=", False),
        ]
        for metric in self.env["telecom.metric"].search(domain):
            measured = metric._measure_scopes(scopes, *JANUARY)
            for scope in scopes:
                with self.subTest(metric=metric.code, scope=scope.display_name):
                    figure = round(measured[scope.id], 2)
                    self.assertEqual(self._shown(metric, scope), figure)
            with self.subTest(metric=metric.code):
                self.assertTrue(any(measured.values()), "the month has some of it")

    def test_units(self):
        self._check("unit", self.city | self.county | self.outlet | self.branch)

    def test_salespeople(self):
        self._check("salesperson", self.anna | self.bert)

    def test_teams(self):
        self._check("team", self.team)

    def test_shares_open_what_they_are_made_of(self):
        """Each of them has a figure, and records behind it."""
        metrics = self.env["telecom.metric"].search([("source", "in", list(SHARES))])
        self.assertGreater(len(metrics), 8)
        for metric in metrics:
            with self.subTest(metric=metric.code):
                self.assertIn(self.city.id, metric._measure_scopes(self.city, *JANUARY))
                model, domain = metric._get_evidence(self.city, *JANUARY)
                self.assertTrue(self.env[model].search(domain))

    def test_as_many_queries_for_all_units(self):
        """Measuring four units takes no query more than measuring one."""
        units = self.city | self.county | self.outlet | self.branch
        for metric in self.env["telecom.metric"].search([("for_unit", "=", True)]):
            with self.subTest(metric=metric.code):
                one = self._count(metric, self.city)
                self.assertEqual(self._count(metric, units), one)
                self.assertLessEqual(one, 4)

    def _count(self, metric, units):
        metric._measure_scopes(units, *JANUARY)
        before = self.env.cr.sql_log_count
        metric._measure_scopes(units, *JANUARY)
        return self.env.cr.sql_log_count - before

    def test_evidence_takes_as_many_queries_for_the_city_as_for_an_outlet(self):
        for metric in self.env["telecom.metric"].search([("for_unit", "=", True)]):
            counts = []
            for unit in (self.outlet, self.city):
                metric._get_evidence(unit, *JANUARY)
                before = self.env.cr.sql_log_count
                metric._get_evidence(unit, *JANUARY)
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(metric=metric.code):
                self.assertEqual(*counts)
