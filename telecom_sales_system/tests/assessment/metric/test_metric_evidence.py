from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ...clients.common import ClientCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
# What the records of an evidence add up to; of all other metrics they are counted.
SUMMED = {
    "ledger_points": "points",
    "full_time_points": "points",
    "new_business": "points",
    "ledger_cash": "cash",
    "ledger_profit": "converted_profit",
    "arrears_owed": "outstanding",
    "arrears_overdue": "overdue",
    "small_firm_revenue": "amount",
    "billed": "amount",
    "key_revenue": "amount",
    "logs_due": "due_count",
    "logs_in_time": "in_time_count",
}
# Shares open what is above the line, or what it is a share of.
SHARES = {"ratio", "full_time_share", "registered_share", "quota_share"} | {
    "key_retention",
    "key_growth",
    "key_share",
    "maintenance_reach",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestMetricEvidence(ClientCommon):
    """January 2026 has something of everything; each metric opens what it counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        company.telecom_tz = "Asia/Shanghai"
        company.telecom_large_training = 1
        company.telecom_log_since = "2026-01-05"
        cls._make_clients()
        cls._sell_and_collect()
        cls._work_in_the_field()
        cls._learn()
        cls._carry_out_projects()
        cls._found_teams()
        cls.env["telecom.duty"].create(
            {
                "type_id": cls.env.ref(
                    "telecom_sales_system.duty_type_monthly_report"
                ).id,
                "unit_id": cls.outlet.id,
                "due_on": "2026-01-20",
            }
        )
        cls.january.action_compute()
        cls._contest()

    @classmethod
    def _make_clients(cls):
        """Brewery and mill are key clients of 2025, the mill no more; the inn new.

        Silver clients are invited to activities.
        """
        cls.silver.is_invited = True
        cls.mill = cls._create_client("Mill", cls.outlet, cls.anna)
        cls.inn = cls._create_client("Inn", cls.county, cls.anna)
        cls.depot = cls._create_client("Depot", cls.branch, cls.bert)
        for client, day, tier in (
            (cls.client, "2025-06-10", cls.silver),
            (cls.mill, "2025-06-10", cls.silver),
            (cls.depot, "2025-06-10", cls.gold),
            (cls.inn, "2026-01-15", cls.silver),
            (cls.mill, "2026-01-20", False),
        ):
            with freeze_time(f"{day} 04:00:00"):
                client.tier_id = tier

    @classmethod
    def _sell_and_collect(cls):
        """Bert's 3,000,000 are paid, of Anna's 3,000 one third; the rest is overdue."""
        paid = cls._bill(cls.depot, 3_000_000, "2026-01-05", invoice_user_id=False)
        paid.invoice_user_id = cls.bert.user_id
        cls._pay(paid, "2026-01-12")
        days = {"invoice_date_due": "2026-01-10"}
        part = cls._bill(cls.client, 3000, "2026-01-10", **days)
        cls._pay(part, "2026-01-20", amount=1000)

    @classmethod
    def _work_in_the_field(cls):
        """The bakery is visited twice and buys for the first time; one log, one tea."""
        bakery = cls._create_client("Bakery", cls.county, is_small_firm=True)
        for day in ("2026-01-07", "2026-01-08"):
            with freeze_time(f"{day} 01:00:00"):
                visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
                visit = {"partner_id": bakery.id, "start": f"{day} 01:00:00"}
                visits.create(visit).action_done()
        cls._bill(bakery, 800, "2026-01-25")
        with freeze_time("2026-01-06 09:00:00"):
            logs = cls.env["telecom.sales.log"].with_user(cls.anna.user_id)
            vals = {"salesperson_id": cls.anna.id, "date": "2026-01-06", "plan": "More"}
            logs.create(vals).action_submit()
        tea = cls.env["telecom.maintenance.activity"].create(
            {
                "name": "Tea",
                "unit_id": cls.outlet.id,
                "start": "2026-01-14 02:00:00",
                "tier_floor_id": cls.silver.id,
                "present_ids": cls.client.ids,
                "minutes": "Thanks",
            }
        )
        tea.action_done()

    @classmethod
    def _learn(cls):
        """Anna passed the course of the province, Bert stayed away; one of its own."""
        for level, unit in (("province", cls.city), ("unit", cls.county)):
            course = cls.env["telecom.training"].create(
                {
                    "name": level,
                    "level": level,
                    "unit_id": unit.id,
                    "session_ids": [Command.create({"start": "2026-01-12 01:00:00"})],
                    "attendance_ids": [
                        Command.create({"user_id": person.user_id.id})
                        for person in cls.anna | cls.bert
                    ],
                }
            )
            course.action_hold()
            rows = {row.user_id: row for row in course.attendance_ids}
            rows[cls.anna.user_id].score = 85
            rows[cls.bert.user_id].presence = "absent"

    @classmethod
    def _carry_out_projects(cls):
        """Two done in January, one of them a large one due in March; one missed."""
        for name, deadline, done, large in (
            ("Spring", "2026-01-31", True, False),
            ("Large", "2026-03-31", True, True),
            ("Missed", "2026-01-20", False, False),
        ):
            project = cls.env["telecom.marketing.project"].create(
                {
                    "name": name,
                    "unit_id": cls.outlet.id,
                    "year": 2026,
                    "deadline": deadline,
                    "review": "<p>Well.</p>",
                }
            )
            project.action_create_campaign()
            if done:
                with freeze_time("2026-01-20 02:00:00"):
                    project.action_close()
            if large:
                project.sudo().counts_as_large = True

    @classmethod
    def _found_teams(cls):
        cls.team.write(
            {
                "subject": "Letters",
                "target_market": "Banks",
                "rules": "<p>Share.</p>",
                "complete_on": "2026-01-02",
            }
        )
        cls.env["telecom.target"].create(
            {
                "metric_id": cls.env.ref("telecom_sales_system.metric_points").id,
                "salesperson_id": cls.anna.id,
                "year": 2026,
                "amount": 100,
            }
        )
        cls.county.headcount = cls.branch.headcount = 10

    @classmethod
    def _contest(cls):
        # sudo: the sample is of the main company
        sample = cls.env.ref("telecom_sales_system.contest_2008").sudo()
        contest = sample.copy(
            {
                "name": "Contest 2026",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "company_id": cls.env.company.id,
            }
        )
        contest.with_user(cls.service).action_start()

    def _shown(self, metric, scope):
        """What the evidence of a metric adds up to."""
        model, domain = metric._get_evidence(scope, *JANUARY)
        records = self.env[model].search(domain)
        field = SUMMED.get(metric.source)
        if not field:
            return len(records)
        return round(Decimal(str(sum(records.mapped(field)))), 2)

    def _check(self, kind, scopes):
        domain = [(f"for_{kind}", "=", True), ("source", "not in", list(SHARES))]
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
