from datetime import datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestVisit(OrganisationCommon):
    """Anna works in Cili to 31 March 2026 and in Letters from 1 April on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.firm = cls.env["res.partner"].create(
            {"name": "Brewery", "is_company": True, "is_small_firm": True}
        )

    def _visit(self, start="2026-03-31 01:00:00", **vals):
        visits = self.env["telecom.visit"].with_user(self.anna.user_id)
        return visits.create({"partner_id": self.firm.id, "start": start, **vals})

    def test_defaults(self):
        visit = self._visit()
        self.assertEqual(visit.salesperson_id, self.anna)
        self.assertEqual(visit.kind, "small_firm")
        self.assertEqual(visit.stop, datetime(2026, 3, 31, 2))
        self.assertEqual(visit.state, "planned")

    def test_unit_of_the_local_day(self):
        """17:00 UTC on 31 March is 1 April, 01:00 in Shanghai."""
        self.anna.assignment_ids.date_to = "2026-03-31"
        row = {"unit_id": self.branch.id, "date_from": "2026-04-01"}
        self.anna.assignment_ids = [Command.create(row)]
        self.assertEqual(self._visit("2026-03-31 15:00:00").unit_id, self.county)
        self.assertEqual(self._visit("2026-03-31 17:00:00").unit_id, self.branch)

    @freeze_time("2026-03-31 03:00:00")
    def test_done_once_by_the_button_only(self):
        visit = self._visit()
        with self.assertRaises(AccessError):
            visit.state = "done"
        visit.action_done()
        self.assertEqual(visit.done_at, datetime(2026, 3, 31, 3))
        with self.assertRaisesRegex(UserError, "Brewery"):
            visit.action_done()

    def test_own_visits_only(self):
        visit = self._visit()
        with self.assertRaises(AccessError):
            visit.with_user(self.bert.user_id).action_cancel()
