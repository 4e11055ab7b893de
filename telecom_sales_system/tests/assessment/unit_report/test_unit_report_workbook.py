from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.workbooks import saved
from .reports import UnitReportCommon

SHEETS = ["Marketing Report", "Figures of the Unit", "Salespeople", "Key Clients"]


@tagged("post_install", "-at_install")
class TestUnitReportWorkbook(UnitReportCommon, HttpCase):
    """The template and the workbook that comes back, read back."""

    def _download(self, login, action, status=200):
        self.authenticate(login, login.ljust(8, "x"))
        response = self.url_open(action["url"])
        self.assertEqual(response.status_code, status)
        return response.content

    def test_template(self):
        action = self.report.with_user(self.county_manager).action_download_template()
        book = load_workbook(BytesIO(self._download("county_manager", action)))
        self.assertEqual(book.sheetnames, [*SHEETS, "_identity"])
        self.assertEqual(book["_identity"].sheet_state, "veryHidden")
        free = {
            (sheet.title, cell.coordinate)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        }
        self.assertTrue(all(sheet.protection.sheet for sheet in book))
        places = self._places(self.report).values()
        self.assertEqual(free, {(name, place.cell) for name, place in places})
        figures = book["Figures of the Unit"]
        self.assertEqual(figures["A1"].value, "Cili · 2026-01 Figures of the Unit")
        self.assertEqual(
            [cell.value for cell in figures[4]],
            ["Metric", "Unit of Measure", "This Month", "Year to Date", "Remarks"],
        )
        self.assertEqual(
            [cell.value for cell in figures[5]],
            ["Net Performance", "points", None, None, None],
        )
        people = [cell.value for cell in book["Salespeople"][5]]
        self.assertEqual(people, [self.anna.name, "C-001", "Team Cili", *[None] * 4])
        clients = [cell.value for cell in book["Key Clients"][5]]
        self.assertEqual(clients, ["Hotel", "Silver", None, None, None])
        self.assertIsNone(book["Key Clients"]["A6"].value)

    def test_returned(self):
        """Coloured and commented where it differs, as it was sent elsewhere; what it
        lists is a sheet of its own; corrected, it can be sent again."""
        self.january.action_compute()
        content = self._filled(self.report, cash_month=1040, points_month=400)
        self._send(self.report, content)
        version = self.report.version_id.with_user(self.county_manager)
        content = self._download("county_manager", version.action_download_returned())
        book = load_workbook(BytesIO(content))
        self.assertEqual(book.sheetnames, [*SHEETS, "Differences", "_identity"])
        sheet = book["Figures of the Unit"]
        colours = {cell: sheet[cell].fill.fgColor.rgb for cell in ("C5", "C6", "D5")}
        expected = {"C5": "FFF4C7C3", "C6": "FFFCE8B2", "D5": "00000000"}
        self.assertEqual(colours, expected)
        self.assertEqual([sheet[cell].value for cell in colours], [400, 1040, 350])
        self.assertIn(
            "Grave error. The system measured 350; the report is off by +50.",
            sheet["C5"].comment.text,
        )
        self.assertIn(
            "measured 1,000; the report is off by +40", sheet["C6"].comment.text
        )
        self.assertIsNone(sheet["D5"].comment)
        self.assertEqual(
            [
                [cell.value for cell in row][:9]
                for row in book["Differences"].iter_rows(min_row=2)
            ],
            [
                [
                    "Figures of the Unit",
                    "C5",
                    "Net Performance",
                    "This Month",
                    "Differs",
                ]
                + [400, 350, 50, "Yes"],
                ["Figures of the Unit", "C6", "Cash Received", "This Month", "Differs"]
                + [1040, 1000, 40, ""],
            ],
        )
        sheet["C5"], sheet["C6"] = 350, 1000
        self._send(self.report, saved(book))
        self.assertEqual(
            (self.report.version_id.number, self.report.difference_count), (2, 0)
        )

    def test_as_sent(self):
        content = self._filled(self.report)
        self._send(self.report, content)
        version = self.report.version_id
        for login in ("county_manager", "service", "leader", "auditor"):
            found = self._download(login, version.action_download())
            self.assertEqual(found, content, login)

    @mute_logger("odoo.http")
    def test_who_may_not(self):
        """Bert sells for Letters; the auditor reads, and sends nothing."""
        self._send(self.report, self._filled(self.report))
        for action in (
            self.report.action_download_template(),
            self.report.version_id.action_download(),
            self.report.version_id.action_download_returned(),
        ):
            self._download("bert", action, 403)
        self._download("auditor", self.report.action_download_template(), 403)

    def test_more_than_a_cell_holds(self):
        """400 key clients: what the hidden sheet says goes over several cells."""
        self.env["res.partner"].create(
            [
                {
                    "name": "永定区旅游开发服务" * 8 + f"公司{number}",
                    "is_company": True,
                    "sales_unit_id": self.outlet.id,
                }
                for number in range(400)
            ]
        )
        clients = self.env["res.partner"].search([("name", "like", "永定区旅游")])
        # sudo: written by reviews only
        history = self.env["telecom.client.tier.history"].sudo()
        history.create(
            [
                {
                    "partner_id": client.id,
                    "company_id": self.company.id,
                    "date": "2026-01-31",
                    "new_tier_id": self.hotel.tier_id.id,
                }
                for client in clients
            ]
        )
        book = load_workbook(BytesIO(self._template(self.report)))
        self.assertEqual(book["Key Clients"].max_row, 5 + 400)
        pieces = [cell.value for [cell] in book["_identity"].iter_rows(min_row=4)]
        self.assertGreater(len(pieces), 1)
        self.assertLessEqual(max(map(len, pieces)), 30_000)
        content = self._filled(self.report)
        self._send(self.report, content)
        self.assertEqual(self.report.state, "submitted")
