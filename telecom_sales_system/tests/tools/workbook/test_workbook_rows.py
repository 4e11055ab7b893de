from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ....tools.workbook.workbook_parts import BadWorkbook
from ....tools.workbook.workbook_reader import Cell, Sheet, read_workbook
from ....tools.workbook.workbook_rows import list_rows
from ..workbooks import archive, sheet_xml, workbook


@tagged("post_install", "-at_install")
class TestWorkbookRows(BaseCase):
    """Rows as an import takes them."""

    def test_values(self):
        content = workbook(
            {
                "One": {
                    "A1": "Name",
                    "B1": "Amount",
                    "A3": "Li",
                    "B3": 1200.0,
                    "C3": date(2026, 1, 5),
                    "D3": datetime(2026, 1, 5, 9, 30),
                    "E3": True,
                    "F3": 0.5,
                    "A5": "  ",
                }
            }
        )
        [sheet] = read_workbook(content).values()
        self.assertEqual(
            list_rows(sheet),
            [
                ["Name", "Amount", "", "", "", ""],
                ["Li", "1200", date(2026, 1, 5), datetime(2026, 1, 5, 9, 30)]
                + ["True", "0.5"],
            ],
        )

    def test_dates_from_1904(self):
        """Day 0 is 1 January 1904."""
        sheet = Sheet("One", {"A1": Cell("1", "date")}, is_1904=True)
        self.assertEqual(list_rows(sheet), [[date(1904, 1, 2)]])

    def test_a_sheet_as_wide_as_it_is_long(self):
        """XFD is column 16,384: 62 rows of that width are more than a million."""
        sheet = Sheet("One", {f"A{row}": Cell("x") for row in range(1, 63)})
        sheet.cells["XFD1048576"] = Cell("x")
        with self.assertRaises(BadWorkbook) as caught:
            list_rows(sheet)
        self.assertEqual(caught.exception.reason, "cells")

    def test_bad_values_name_their_cell(self):
        for cell in (Cell("#REF!", "error"), Cell("1e99", "date"), Cell("x", "number")):
            with self.assertRaises(BadWorkbook) as caught:
                list_rows(Sheet("One", {"B7": cell}))
            found = caught.exception
            self.assertEqual((found.reason, found.place), ("value", "One!B7"))

    def test_a_merge_of_everything(self):
        """openpyxl would make each of the 17 billion cells."""
        row = '<row><c t="str"><v>x</v></c></row>'
        merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        [sheet] = read_workbook(archive(sheet_xml(row + merged))).values()
        self.assertEqual(list_rows(sheet), [["x"]])
