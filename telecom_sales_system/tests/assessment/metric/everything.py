"""A month that has something of everything that is measured."""

from freezegun import freeze_time

from odoo.fields import Command

from ...clients.common import ClientCommon


class EverythingCommon(ClientCommon):
    """January 2026: no metric of units, teams or salespeople is zero everywhere.

    Tests freeze a day of March 2026.
    """

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
        cls._read_elsewhere()
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
        """Bert's 3,000,000 are paid, of Anna's 3,000 one third; the rest is overdue.

        The mill bought in January 2025 for the last time.
        """
        paid = cls._bill(cls.depot, 3_000_000, "2026-01-05", invoice_user_id=False)
        paid.invoice_user_id = cls.bert.user_id
        cls._pay(paid, "2026-01-12")
        cls._bill(cls.mill, 10, "2025-01-10")
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
        symposium = tea.copy(
            {
                "name": "Symposium",
                "unit_id": cls.city.id,
                "level": "city",
                "start": "2026-01-15 02:00:00",
                "stop": "2026-01-15 04:00:00",
                "tier_floor_id": cls.silver.id,
                "present_ids": cls.client.ids,
                "minutes": "Thanks",
            }
        )
        symposium.action_done()

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
    def _read_elsewhere(cls):
        """A market share and a brand awareness of each unit."""
        units = cls.city | cls.county | cls.outlet | cls.branch
        readings = cls.env["telecom.reading"].create(
            [
                {
                    "metric_id": cls.env.ref(f"telecom_sales_system.metric_{name}").id,
                    "unit_id": unit.id,
                    "date": "2026-01-20",
                    "value": 38.5,
                    "origin": "Survey",
                }
                for name in ("market_share", "brand_awareness")
                for unit in units
            ]
        )
        readings.with_user(cls.leader).action_confirm()

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
