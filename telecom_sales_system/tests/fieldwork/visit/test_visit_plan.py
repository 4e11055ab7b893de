from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from ...clients.common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-11 02:00:00")
class TestVisitPlan(ClientCommon):
    """Wednesday 11 March 2026; gold clients are visited every 30 days.

    Brewery: visited on 1 February (due 3 March). Mill: key client since 20 January and
    never visited (due 19 February). Mine: visited on 10 March (due 9 April).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.anna.user_id.tz = "Asia/Shanghai"
        cls.gold.visit_interval_days = 30
        with freeze_time("2026-01-20 02:00:00"):
            cls.brewery, cls.mill, cls.mine = (
                cls._create_client(name, cls.county, cls.anna, tier_id=cls.gold.id)
                for name in ("Great Brewery", "Mill", "Mine")
            )
        cls._visited(cls.brewery, "2026-02-01 01:00:00")
        cls._visited(cls.mine, "2026-03-10 01:00:00")

    @classmethod
    def _visited(cls, client, moment):
        with freeze_time(moment):
            visits = cls.env["telecom.visit"].with_user(cls.anna.user_id)
            visit = visits.create({"partner_id": client.id, "start": moment})
            visit.action_done()
        return visit

    def _plan(self, monday="2026-03-16"):
        plans = self.env["telecom.visit.plan"].with_user(self.anna.user_id)
        return plans.create({"salesperson_id": self.anna.id, "monday": monday})

    def test_due_dates(self):
        for client, last, due in (
            (self.brewery, date(2026, 2, 1), date(2026, 3, 3)),
            (self.mill, False, date(2026, 2, 19)),
            (self.mine, date(2026, 3, 10), date(2026, 4, 9)),
        ):
            with self.subTest(client=client.name):
                self.assertEqual(client.last_visit_on, last)
                self.assertEqual(client.next_visit_due, due)

    def test_night_visit_counts_on_the_local_day(self):
        """20:00 UTC on 12 March is the 13th in Shanghai, and the 12th in Brussels.

        The day is that of the bureau for every reader: the next visit is due by it.
        """
        self._visited(self.mill, "2026-03-12 20:00:00")
        for zone in ("Asia/Shanghai", "Europe/Brussels"):
            mill = self.mill.with_context(tz=zone)
            self.assertEqual(mill.last_visit_on, date(2026, 3, 13))

    @users("anna")
    def test_lists(self):
        """Overdue: brewery and mill; within 30 days also the mine. The own filter."""
        partners = self.env["res.partner"]
        overdue = partners.search([("next_visit_days", "<", 0)])
        self.assertEqual(overdue, self.brewery | self.mill)
        self.assertEqual(self.mine.with_env(self.env).next_visit_days, 20 + 9)
        due = partners.search([("next_visit_days", "<=", 30)])
        self.assertEqual(due, self.brewery | self.mill | self.mine)
        self.assertEqual(
            partners.search(partners._get_visits_due_domain("2026-03-11")), overdue
        )

    def test_week(self):
        """The mill waits longest, so Monday 9:00; then the brewery at 10:30."""
        plan = self._plan()
        self.assertEqual(
            [(line.partner_id, line.start) for line in plan.line_ids],
            [
                (self.mill, datetime(2026, 3, 16, 1)),
                (self.brewery, datetime(2026, 3, 16, 2, 30)),
            ],
        )
        plan.line_ids[1].start = "2026-03-17 06:30:00"
        action = plan.action_confirm()
        visits = self.env["telecom.visit"].search(action["domain"], order="start")
        self.assertEqual(visits.partner_id, self.mill | self.brewery)
        self.assertEqual(visits[1].start, datetime(2026, 3, 17, 6, 30))
        self.mill.invalidate_recordset()
        self.assertEqual(self.mill.next_visit_planned, date(2026, 3, 16))

    def test_hours_that_are_over_are_not_proposed(self):
        """Wednesday 11 March, 10:00 in Shanghai: 10:30 is next; last week is over."""
        starts = self._plan("2026-03-09").line_ids.mapped("start")
        self.assertEqual(
            starts, [datetime(2026, 3, 11, 2, 30), datetime(2026, 3, 11, 6, 30)]
        )
        self.assertFalse(self._plan("2026-03-02").line_ids)
        plan = self._plan()
        plan.line_ids[0].start = "2026-03-11 01:00:00"
        with self._refused(UserError, "Visit to Mill, field Start: .*is over"):
            plan.action_confirm()

    def test_no_two_visits_at_one_time(self):
        """From 9:30 to 11:00 on Monday the mine: the next free hour is 14:30."""
        self.env["telecom.visit"].with_user(self.anna.user_id).create(
            {
                "partner_id": self.mine.id,
                "start": "2026-03-16 01:30:00",
                "stop": "2026-03-16 03:00:00",
            }
        )
        plan = self._plan()
        self.assertEqual(
            plan.line_ids.mapped("start"),
            [datetime(2026, 3, 16, 6, 30), datetime(2026, 3, 16, 8)],
        )
        brewery = plan.line_ids[1]
        brewery.start = "2026-03-16 07:00:00"
        with self._refused(UserError, "Great Brewery.*overlaps the visit to Mill"):
            plan.action_confirm()
        brewery.start = "2026-03-16 02:00:00"
        with self._refused(UserError, "Great Brewery.*overlaps the visit to Mine"):
            plan.action_confirm()
        brewery.start = "2026-03-16 03:00:00"
        plan.action_confirm()

    def test_planned_clients_are_not_planned_twice(self):
        self._plan().action_confirm()
        again = self._plan()
        self.assertFalse(again.line_ids)
        with self._refused(UserError, "plan of anna"):
            again.action_confirm()

    def test_second_tap_plans_nothing_twice(self):
        plan = self._plan()
        first, second = (plan.action_confirm()["domain"] for _tap in range(2))
        self.assertEqual(len(first[0][2]), 2)
        self.assertEqual(sorted(first[0][2]), sorted(second[0][2]))

    def test_colleagues_visit_is_enough(self):
        """Bert has planned a visit to the mill: the brewery alone is proposed."""
        self.env["telecom.visit"].create(
            {
                "partner_id": self.mill.id,
                "salesperson_id": self.bert.id,
                "start": "2026-03-18 01:00:00",
            }
        )
        self.assertEqual(self._plan().line_ids.partner_id, self.brewery)

    def test_public_holiday(self):
        """Monday 16 March is a holiday of the company: Tuesday 9:00 comes first."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": "2026-03-15 16:00:00",
                "date_to": "2026-03-16 16:00:00",
            }
        )
        starts = self._plan().line_ids.mapped("start")
        self.assertEqual(
            starts, [datetime(2026, 3, 17, 1), datetime(2026, 3, 17, 2, 30)]
        )

    def test_week_that_is_full(self):
        """25 due clients: 20 of them, four on each of five days."""
        with freeze_time("2026-01-20 02:00:00"):
            for number in range(23):
                self._create_client(
                    f"Firm {number:02}", self.county, self.anna, tier_id=self.gold.id
                )
        starts = self._plan().line_ids.mapped("start")
        self.assertEqual(len(starts), 20)
        self.assertEqual(max(starts), datetime(2026, 3, 20, 8))

    def test_as_many_queries_for_more_clients(self):
        """A page of clients with their dates: no query for each."""

        def read(clients):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            clients.mapped("next_visit_due")
            return self.env.cr.sql_log_count - before

        read(self.mill)
        self.assertEqual(read(self.mill), read(self.mill | self.mine | self.brewery))
