from freezegun import freeze_time

from odoo.tests import tagged

from ...tools.workbook.workbook_reader import read_workbook
from ..assessment.unit_report.reports import UnitReportCommon

# Control characters, what looks like an escape or like XML, formulas, wide letters
NAMES = [
    "Li\x07Wang\x1f",
    "_x0041_x0042_",
    "_x0041\x01",
    "<r><t>Li</t></r>",
    "<r>&</r>",
    "=1+1",
    "a\r\n\tb",
    "\ufffe𠮷😀",
]


@tagged("post_install", "-at_install")
class TestNamesInWorkbooks(UnitReportCommon):
    """A name comes back from each workbook as it went in."""

    def _texts(self, content):
        return {
            cell.text
            for sheet in read_workbook(content).values()
            for cell in sheet.cells.values()
            if not cell.is_formula
        }

    def test_unit_report(self):
        """Downloaded, filled in, sent, and returned with marks."""
        for name in NAMES:
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                self.anna.user_id.name = name
                self.hotel.name = name
                self.county.name = name
                self.env.flush_all()
                texts = self._texts(self._template(self.report))
                self.assertIn(self.anna.name, texts)
                self.assertIn(self.hotel.display_name, texts)
                self.assertEqual(self.anna.name, name)
                self._send(self.report, self._fill_in(), name=f"{name}\x00.xlsx")
                self.assertEqual(self.report.state, "submitted")
                version = self.report.version_id
                self.assertEqual(version.prepared_by, name.strip())
                books = self.env["telecom.unit.report.workbook"]
                returned = self._texts(books._build_returned_workbook(version))
                self.assertIn(self.anna.name, returned)
                savepoint.rollback()
                self.env.invalidate_all()

    def _fill_in(self):
        """Return the template with its cells filled in by the addon's own writer."""
        report = self.report.with_user(self.county_manager)
        layout = report._build_layout()
        values = {}
        for (kind, row, column), (_sheet, place) in self._places(report).items():
            text = self.anna.name if place.type == "required" else ""
            values[place.key] = "0" if place.type not in ("text", "required") else text
            self.assertTrue(kind and row and column)
        books = self.env["telecom.unit.report.workbook"].with_user(self.county_manager)
        return books._write_workbook(report, layout, values, ())

    @freeze_time("2026-03-15")
    def test_month(self):
        """In the entries, in tables and in the file of clients."""
        for name in NAMES:
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                self.anna.user_id.name = name
                self.hotel.name = name
                self.county.name = name
                self.january.action_compute()
                self.env.flush_all()
                texts = self._texts(
                    self.env["telecom.performance.workbook"]._build_workbook(
                        self.january
                    )
                )
                self.assertLessEqual({self.anna.name, self.county.name}, texts)
                self.assertIn(self.hotel.display_name, texts)
                clients = self.env["telecom.client.workbook"]._build_workbook()
                self.assertIn(self.hotel.name, self._texts(clients))
                savepoint.rollback()
                self.env.invalidate_all()
