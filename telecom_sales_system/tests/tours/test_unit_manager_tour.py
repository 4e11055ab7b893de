from datetime import date

from odoo.tests import tagged

from ..assessment.scorecard.cards import CardCommon
from .common import TourCase


@tagged("post_install", "-at_install")
class TestUnitManagerTour(CardCommon, TourCase):
    """The week of the manager of Cili, from Monday, 2 March 2026.

    Anna's log of Friday waits, as does the monthly report of February; she has one
    visit planned. January's card of Cili says 399 points of 420: 5 % short, -7.5.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.county_manager
        cls.manager.tz = "Asia/Shanghai"
        cls.env.company.telecom_tz = "Asia/Shanghai"
        firms = [
            {"name": name, "is_company": True, "sales_unit_id": cls.county.id}
            for name in ("Brewery", "Mill")
        ]
        cls.brewery, cls.mill = cls.env["res.partner"].create(firms)
        anna = cls.anna.user_id
        anna.name = "Anna"
        cls.env["telecom.visit"].with_user(anna).create(
            {"partner_id": cls.brewery.id, "start": "2026-03-04 01:00:00"}
        )
        cls.log = (
            cls.env["telecom.sales.log"]
            .with_user(anna)
            .create({"date": "2026-02-27", "plan": "Visit the brewery"})
        )
        cls.log.action_submit()
        cls.env["telecom.duty"].search([]).unlink()
        cls.duty = cls.env["telecom.duty"].create(
            {
                "type_id": cls.env.ref(
                    "telecom_sales_system.duty_type_monthly_report"
                ).id,
                "unit_id": cls.county.id,
                "due_on": "2026-03-05",
            }
        )
        cls._publish(cls.january)

    def test_week(self):
        self._tour(self.manager, "telecom_unit_manager_week")
        self.assertEqual(self.log.state, "inspected")
        self.assertEqual((self.log.score, self.log.remark), (85, "Well prepared"))
        self.assertEqual(self.log.inspected_by_id, self.manager)
        visit = self.env["telecom.visit"].search([("partner_id", "=", self.mill.id)])
        self.assertEqual(
            (visit.salesperson_id, visit.unit_id), (self.anna, self.county)
        )
        self.assertEqual((visit.state, visit.purpose), ("planned", "Offer the labels"))
        self.assertEqual(visit.create_uid, self.manager)
        self.assertEqual(self.duty.state, "done")
        self.assertEqual(self.duty.fulfilled_on, date(2026, 3, 2))
        self.assertEqual(self.duty.fulfilled_by_id, self.manager)
        self.assertEqual(self.duty.evidence_ids.raw, b"Signed.")
