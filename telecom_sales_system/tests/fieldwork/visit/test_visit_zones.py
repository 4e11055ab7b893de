from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ...common import OrganisationCommon

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"


@tagged("post_install", "-at_install")
class TestVisitZones(OrganisationCommon):
    """Around midnight in Shanghai (UTC+8) and in New York (UTC-4 from 8 March 2026).

    Midnight between 30 and 31 March is 16:00 UTC on the 30th in Shanghai and 4:00 UTC
    on the 31st in New York. Days are those of the bureau, wherever its people are, so
    that a visit of today is one for everybody.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create(
            {"name": "Brewery", "is_company": True, "is_small_firm": True}
        )
        cls.user = cls.anna.user_id

    def _settle(self, company, user=False):
        self.env.company.telecom_tz = company
        self.user.tz = user

    def _visit(self, start):
        visits = self.env["telecom.visit"].with_user(self.user)
        return visits.create({"partner_id": self.firm.id, "start": start})

    def _today(self, user=None):
        visits = self.env["telecom.visit"].with_user(user or self.user)
        # As the web client asks: in the zone of the user, if there is one.
        visits = visits.with_context(tz=visits.env.user.tz)
        visits.invalidate_model(["is_today"])
        found = visits.search([("is_today", "=", True)], order="start")
        self.assertEqual(found, visits.search([]).filtered("is_today").sorted("start"))
        return found.mapped("start")

    def _around(self, *moments):
        for moment in moments:
            self._visit(moment)

    def test_today_in_shanghai_and_in_new_york(self):
        """At 18:00 UTC on 30 March it is the 31st in Shanghai, the 30th in New York."""
        self._around(
            "2026-03-30 03:59:59",  # last second of the 29th in New York
            "2026-03-30 15:59:59",  # last second of the 30th in Shanghai
            "2026-03-30 16:00:00",
            "2026-03-31 03:59:59",  # last second of the 30th in New York
            "2026-03-31 15:59:59",
            "2026-03-31 16:00:00",
        )
        spans = {
            SHANGHAI: (datetime(2026, 3, 30, 16), datetime(2026, 3, 31, 15, 59, 59)),
            NEW_YORK: (
                datetime(2026, 3, 30, 15, 59, 59),
                datetime(2026, 3, 31, 3, 59, 59),
            ),
        }
        for zone, (first, last) in spans.items():
            for own in (False, SHANGHAI, NEW_YORK):
                self._settle(zone, own)
                with freeze_time("2026-03-30 18:00:00"), self.subTest(zone, own=own):
                    found = self._today()
                    self.assertEqual((found[0], found[-1]), (first, last))
                    self.assertEqual(len(found), 3)

    def test_day_of_23_hours(self):
        """8 March 2026 in New York: 0:00 is 5:00 UTC, 24:00 is 4:00 UTC."""
        self._settle(NEW_YORK)
        self._around("2026-03-09 03:59:59", "2026-03-09 04:00:00")
        with freeze_time("2026-03-08 12:00:00"):
            self.assertEqual(self._today(), [datetime(2026, 3, 9, 3, 59, 59)])

    def test_two_people_look_at_one_visit(self):
        """Anna in Shanghai, her manager in New York: today is the bureau's for both."""
        self._settle(SHANGHAI, SHANGHAI)
        self.county_manager.tz = NEW_YORK
        self._around("2026-03-31 06:00:00")
        with freeze_time("2026-03-30 18:00:00"):
            self.assertEqual(len(self._today()), 1)
            self.assertEqual(len(self._today(self.county_manager)), 1)
        with freeze_time("2026-03-31 16:00:00"):
            self.assertEqual(len(self._today()), 0)
            self.assertEqual(len(self._today(self.county_manager)), 0)

    def test_day_of_the_company(self):
        """Name, and the small firms of the month, go by the bureau: 1 April there."""
        for zone, moment, day in (
            (SHANGHAI, "2026-03-31 16:00:00", date(2026, 4, 1)),
            (SHANGHAI, "2026-03-31 15:59:59", date(2026, 3, 31)),
            (NEW_YORK, "2026-04-01 04:00:00", date(2026, 4, 1)),
            (NEW_YORK, "2026-04-01 03:59:59", date(2026, 3, 31)),
        ):
            self._settle(zone)
            metric = self.env.ref("telecom_sales_system.metric_small_firms")
            month = (day.replace(day=1), day)
            with freeze_time(moment), self.subTest(zone=zone, moment=moment):
                visit = self._visit(moment)
                self.assertTrue(visit.display_name.endswith(f"{day:%m/%d/%Y}"))
                visit.action_done()
                self.env.flush_all()
                counts = metric._measure_scopes(self.county, *month)
                self.assertEqual(counts[self.county.id], 1)
                model, domain = metric._get_evidence(self.county, *month)
                self.assertEqual(self.env[model].search(domain).ids, visit.ids)
            visit.with_user(self.service)._reopen_for_correction("Only a test")
            visit.action_cancel()

    def test_next_visit_keeps_the_hour_of_the_bureau(self):
        """23:30 in New York is 4:30 UTC in winter and 3:30 UTC in summer."""
        self._settle(NEW_YORK)
        with freeze_time("2026-03-02 05:00:00"):
            visit = self._visit("2026-03-02 04:30:00")
            self.assertIn("03/01/2026", visit.display_name)
            visit.write({"next_step": "visit", "next_date": "2026-03-15"})
            visit.action_done()
        self.assertEqual(visit.next_visit_id.start, datetime(2026, 3, 16, 3, 30))

    def test_week_is_planned_by_the_clock_of_the_bureau(self):
        """9:00 on Monday 6 April: 1:00 UTC in Shanghai, 13:00 UTC in New York."""
        tier = self.env["telecom.client.tier"].create(
            {"name": "Gold", "code": "g", "threshold": 9, "visit_interval_days": 30}
        )
        with freeze_time("2026-01-20 02:00:00"):
            self.firm.write({"tier_id": tier.id, "client_manager_id": self.anna.id})
        for zone, start in (
            (SHANGHAI, datetime(2026, 4, 6, 1)),
            (NEW_YORK, datetime(2026, 4, 6, 13)),
        ):
            self._settle(zone)
            plans = self.env["telecom.visit.plan"].with_user(self.user)
            with freeze_time("2026-03-30 18:00:00"):
                plan = plans.create({"salesperson_id": self.anna.id})
                self.assertEqual(plan.monday, date(2026, 4, 6))
                self.assertEqual(plan.line_ids.mapped("start"), [start])
