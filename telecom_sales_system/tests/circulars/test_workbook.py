import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from .common import CircularCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestWorkbook(CircularCommon, HttpCase):
    def _book(self, period):
        content = self.env["telecom.performance.workbook"]._build(period)
        return load_workbook(io.BytesIO(content))

    def test_sheets_hold_the_matrix_and_the_entries(self):
        book = self._book(self.january)
        sheets = ["Units", "Teams", "Salespeople", "Arrears", "Arrears Cases"]
        self.assertEqual(book.sheetnames, [*sheets, "Entries"])
        units = book["Units"]
        self.assertEqual(units.freeze_panes, "C3")
        self.assertEqual(units["B3"].value, "Letters")
        self.assertEqual(units["C3"].value, 3000)
        self.assertEqual(units["D3"].value, 1050)
        self.assertEqual(units["C6"].value, "=SUBTOTAL(109,C3:C5)")
        self.assertEqual(units.auto_filter.ref, "A2:J5")
        self.assertEqual(len(units._charts), 1)

    def test_entries_add_up_to_the_period(self):
        sheet = self._book(self.january)["Entries"]
        heads = [cell.value for cell in sheet[1]]
        column = heads.index("Cash Received")
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(sum(row[column] for row in rows[:-1]), 4200)
        self.assertTrue(str(rows[-1][column]).startswith("=SUBTOTAL(109,"))
        self.assertEqual(sheet.freeze_panes, "B2")

    def test_download_for_those_who_see_the_whole_ledger(self):
        url = f"/telecom/period/{self.january.id}/workbook"
        for login, status in (("service", 200), ("auditor", 200), ("anna", 403)):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, status, login)

    def test_last_year_unknown_leaves_its_columns_out(self):
        sheet = self._book(self.last_january)["Units"]
        self.assertEqual(sheet.max_column, 6)

    def test_names_are_text_whatever_they_begin_with(self):
        self.partner_a.name = '=HYPERLINK("x")'
        sheet = self._book(self.january)["Entries"]
        column = [cell.value for cell in sheet[1]].index("Client")
        cell = sheet.cell(2, column + 1)
        self.assertEqual((cell.value, cell.data_type), ('=HYPERLINK("x")', "s"))
