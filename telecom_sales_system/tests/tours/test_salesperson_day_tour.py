from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import PerformanceCommon
from .common import TourCase


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestSalespersonDayTour(PerformanceCommon, TourCase):
    """Anna's day on a telephone, 390 points wide.

    It is ten in the morning of 10 February 2026 in Shanghai. Letters at 0.35: she
    collected 1,000 in January and 400 in February; the brewery owes 300 since 31
    January. She visits it today at 15:00.
    """

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_log_since = "2026-02-02"
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.user = cls.anna.user_id
        cls.user.write({"tz": "Asia/Shanghai"})
        cls.client = cls.env["res.partner"].create(
            {
                "name": "Brewery",
                "is_company": True,
                "sales_unit_id": cls.county.id,
                "client_manager_id": cls.anna.id,
            }
        )
        for amount, day in ((1000, "2026-01-10"), (400, "2026-02-05")):
            cls._pay(cls._create_customer_invoice(amount, day, cls.anna), day)
        cls._create_customer_invoice(
            300, "2026-01-05", partner_id=cls.client.id, invoice_date_due="2026-01-31"
        )
        (cls.january + cls.february).action_compute()
        cls.visit = (
            cls.env["telecom.visit"]
            .with_user(cls.user)
            .create({"partner_id": cls.client.id, "start": "2026-02-10 07:00:00"})
        )

    def test_day(self):
        self._tour(self.user, "telecom_salesperson_day")
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.done_at, datetime(2026, 2, 10, 2))
        self.assertEqual(self.visit.result, "Wants new labels")
        follow = self.visit.next_visit_id
        self.assertEqual(follow.partner_id, self.client)
        self.assertEqual(follow.salesperson_id, self.anna)
        self.assertEqual(follow.start, datetime(2026, 2, 17, 7), "at the same hour")
        self.assertEqual(follow.purpose, "Bring the labels")
        self.assertEqual(follow.state, "planned")
        log = self.env["telecom.sales.log"].search(
            [("salesperson_id", "=", self.anna.id)]
        )
        self.assertEqual((log.state, log.date), ("submitted", date(2026, 2, 10)))
        self.assertEqual(log.submitted_visits, "10:00 Brewery · Wants new labels")
        self.assertEqual(log.problems, "No samples left")
        self.assertEqual(log.plan, "Fetch samples")
        self.assertFalse(log.is_late)
