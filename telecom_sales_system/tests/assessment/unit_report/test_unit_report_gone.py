from odoo.exceptions import UserError
from odoo.tests import tagged

from .reports import UnitReportCommon


@tagged("post_install", "-at_install")
class TestUnitReportGone(UnitReportCommon):
    """Clients, people and metrics that a report tells of may be gone by the close."""

    def test_a_merged_client_stops_no_close(self):
        """Hotel, billed 1,000, becomes one with its double, which the report does not
        list: 1,000 too many for Hotel, 1,000 missing for the double."""
        self._send(self.report, self._filled(self.report))
        double = self.env["res.partner"].create(
            {"name": "Grand Hotel", "is_company": True, "sales_unit_id": self.county.id}
        )
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.hotel.id, double.id], double, extra_checks=False)
        self.assertFalse(self.hotel.exists())
        self.january.action_compute()
        self.assertEqual(
            self._lines(self.report),
            [
                ("Hotel", "Billed", 1000, 0, False),
                ("Grand Hotel", "Billed", 0, 1000, False),
            ],
        )
        gone, here = self.report.line_ids
        self.assertEqual((gone.kind, here.kind), ("unmeasured", "unreported"))
        self.assertFalse(gone.partner_id)
        self.assertEqual(here.partner_id, double)
        with self._refused(UserError, "no records to open"):
            gone.action_open_evidence()
        self.january.action_compute()
        self.assertEqual(self.report.line_ids, gone + here, "nothing new")

    def test_a_merged_client_keeps_its_line(self):
        """Found before the merge, 990 for 1,000 becomes a line of the double."""
        self.january.action_compute()
        self._send(self.report, self._filled(self.report, hotel_billed=990))
        self.report.with_user(self.service).action_accept()
        double = self.env["res.partner"].create({"name": "Grand Hotel"})
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.hotel.id, double.id], double, extra_checks=False)
        self.assertEqual(self._lines(self.report)[0][:3], ("Hotel", "Billed", 990))
        self.assertEqual(self.report.line_ids.partner_id, double)

    def test_deleted_people_and_metrics(self):
        """Cara, who is deleted, had 5 points; the metric that is deleted was 7."""
        cara = self._create_salesperson("cara", "C-003", self.county)
        metric = self.env["telecom.metric"].create(
            {
                "name": "Full Time Again",
                "code": "again",
                "for_unit": True,
                "source": "full_time",
                "in_unit_report": True,
            }
        )
        content = self._filled(
            self.report,
            full_time_month=2,
            again_month=7,
            **{f"{cara.id}_points": 5},
        )
        self._send(self.report, content)
        name = cara.name
        cara.assignment_ids.unlink()
        cara.unlink()
        metric.unlink()
        self.january.action_compute()
        lines = self.report.line_ids.filtered(lambda line: line.kind == "unmeasured")
        self.assertEqual(
            [(line.name, line.reported) for line in lines],
            [("Full Time Again", 7), (name, 5)],
        )
        self.assertFalse(lines.salesperson_id)
        self.assertEqual(lines.metric_id.mapped("code"), ["points"])
