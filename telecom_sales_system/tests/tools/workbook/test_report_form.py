from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.assessment.report_check import Limits, compare_figures
from ....tools.workbook.report_form import get_printed_texts, list_places, read_form
from ....tools.workbook.workbook_reader import Cell, Sheet

FIGURES = {
    "kind": "summary",
    "name": "Figures",
    "title": "Cili 2026-01",
    "note": "All units below.",
    "heads": ["Figure", "Unit", "Month", "Year", "Remarks"],
    "columns": [{"key": "month"}, {"key": "year"}, {"key": "remark", "type": "text"}],
    "rows": [
        {"key": "1", "labels": ["Cash", "yuan"], "type": "amount"},
        {"key": "2", "labels": ["Firms", "number"], "type": "count"},
        {"key": "3", "labels": ["Owed", "yuan"], "type": "stock", "without": ["year"]},
    ],
}
LAYOUT = {"sheets": [FIGURES], "ignored": ["Differences"], "currency": "CNY"}


def _number(text):
    return Cell(text, "number")


@tagged("post_install", "-at_install")
class TestReportForm(BaseCase):
    """A form is read whole: what is filled in, and all that is wrong, at once."""

    def _sheets(self, **changes):
        """The form filled in with 1, and cells changed; None empties a cell."""
        cells = {cell: Cell(text) for cell, text in get_printed_texts(FIGURES).items()}
        for place in list_places(FIGURES):
            cells[place.cell] = Cell("x") if place.type == "text" else _number("1")
        for cell, value in changes.items():
            cells.pop(cell, None)
            if value is not None:
                cells[cell] = value
        return {"Figures": Sheet("Figures", cells)}

    def _problems(self, sheets):
        problems = read_form(LAYOUT, sheets).problems
        return [(problem.cell, problem.reason) for problem in problems]

    def test_places(self):
        """Labels in A and B, from line 5 on; what is owed has no year: E stays."""
        self.assertEqual(
            [(place.cell, place.type) for place in list_places(FIGURES)],
            [
                ("C5", "amount"),
                ("D5", "amount"),
                ("E5", "text"),
                ("C6", "count"),
                ("D6", "count"),
                ("E6", "text"),
                ("C7", "stock"),
                ("E7", "text"),
            ],
        )
        texts = get_printed_texts(FIGURES)
        self.assertEqual([texts["A1"], texts["E4"]], ["Cili 2026-01", "Remarks"])
        self.assertEqual([texts["B6"], texts["A7"]], ["number", "Owed"])

    def test_values(self):
        """Cents are rounded, halves up; counts have none; blanks around go."""
        sheets = self._sheets(
            C5=_number("1234.565"), D5=_number("-1E3"), E5=Cell("  ok "), E6=None
        )
        filled = read_form(LAYOUT, sheets | {"Differences": Sheet("Differences")})
        self.assertEqual(filled.problems, [])
        values = {key[1:]: text for key, text in filled.values.items()}
        self.assertEqual(values["1", "month"], "1234.57")
        self.assertEqual(values["1", "year"], "-1000.00")
        self.assertEqual(values["1", "remark"], "ok")
        self.assertEqual((values["2", "month"], values["2", "remark"]), ("1", ""))

    def test_what_a_number_cell_refuses(self):
        for value, reason in (
            (None, "empty"),
            (Cell("  "), "empty"),
            (Cell("12元"), "no_number"),
            (Cell("1,5"), "unclear"),
            (Cell("1", "boolean"), "boolean"),
            (Cell("2026-01-01", "date"), "date"),
            (Cell("46027", "date"), "date"),
            (Cell("0.15", "percent"), "percent"),
            (_number("1_0"), "no_number"),
            (_number("1" * 401), "no_number"),
            (Cell("#REF!", "error"), "no_number"),
            (_number("NaN"), "no_number"),
            (_number("1E400"), "too_large"),
            (_number("1.5"), "not_whole"),
            (_number("-1"), "negative"),
            (Cell("2", "number", is_formula=True), "formula"),
        ):
            with self.subTest(value=value):
                self.assertEqual(
                    self._problems(self._sheets(C6=value)), [("C6", reason)]
                )

    def test_numbers_written_as_text(self):
        """1,200 counts 1200; as an amount it may also be 1.20, and is asked for."""
        sheets = self._sheets(
            C5=Cell("￥1,200.00"),
            D5=Cell(" -１２．５ "),
            C6=Cell("1,200"),
            D6=Cell("1 200"),
            C7=Cell("1200.5元"),
        )
        filled = read_form(LAYOUT, sheets)
        self.assertEqual(filled.problems, [])
        values = {key[1:]: text for key, text in filled.values.items()}
        self.assertEqual(values["1", "month"], "1200.00")
        self.assertEqual(values["1", "year"], "-12.50")
        self.assertEqual((values["2", "month"], values["2", "year"]), ("1200", "1200"))
        self.assertEqual(values["3", "month"], "1200.50")
        for text, meant in (("1,200", "1200 / 1.200"), ("1.200,00", "1200.00")):
            [problem] = read_form(LAYOUT, self._sheets(C5=Cell(text))).problems
            found = (problem.reason, problem.cell, problem.found, problem.expected)
            self.assertEqual(found, ("unclear", "C5", text, meant))
        for text, reason in (("-5", "negative"), ("1,200", "unclear")):
            found = self._problems(self._sheets(C7=Cell(text)))
            self.assertEqual(found, [("C7", reason)])

    def test_what_a_text_cell_refuses(self):
        """A date would be read as 46027, a percentage as 0.15."""
        for kind in ("date", "percent", "boolean"):
            found = self._problems(self._sheets(E5=Cell("1", kind)))
            self.assertEqual(found, [("E5", kind)])
        self.assertEqual(self._problems(self._sheets(E5=_number("15"))), [])

    def test_amounts_below_zero(self):
        """Cash can be taken back; nobody owes less than nothing."""
        sheets = self._sheets(C5=_number("-5"), C7=_number("-5"))
        self.assertEqual(self._problems(sheets), [("C7", "negative")])

    def test_texts(self):
        sheets = self._sheets(E5=Cell("x" * 2001), E6=Cell("a", is_formula=True))
        found = [("E5", "too_long"), ("E6", "formula")]
        self.assertEqual(self._problems(sheets), found)

    def test_all_at_once(self):
        """A label changed and one gone, a formula over a head, a stray cell, a cell
        merged, another sheet."""
        sheets = self._sheets(
            A5=Cell("Cash and more"),
            A6=None,
            C4=Cell("Month", is_formula=True),
            G9=_number("7"),
            D7=_number("7"),
        )
        sheets["Figures"].merged.append("C5:D5")
        sheets["Mine"] = Sheet("Mine")
        self.assertEqual(
            sorted(self._problems(sheets)),
            [
                ("", "foreign_sheet"),
                ("A5", "changed"),
                ("A6", "changed"),
                ("C4", "changed"),
                ("C5:D5", "merged"),
                ("D7", "foreign_cell"),
                ("G9", "foreign_cell"),
            ],
        )
        self.assertEqual(self._problems({}), [("", "missing_sheet")])

    def test_blanks_in_labels_are_as_programs_write_them(self):
        sheets = self._sheets(A1=Cell("Cili\r\n2026-01 "))
        self.assertEqual(self._problems(sheets), [])


@tagged("post_install", "-at_install")
class TestReportCheck(BaseCase):
    """Tolerated: amounts to 1 yuan, grave beyond 5 %, counts off by 1 never grave."""

    limits = Limits(Decimal("1.00"), Decimal("5.00"), Decimal(1))

    def test_by_hand(self):
        for reported, measured, is_count, expected in (
            ("1000", "1000", False, None),
            ("1001", "1000", False, None),
            ("1001.01", "1000", False, ("1.01", False)),
            ("1050", "1000", False, ("50", False)),  # exactly 5 %
            ("1050.01", "1000", False, ("50.01", True)),
            ("949.99", "1000", False, ("-50.01", True)),
            ("-1050.01", "-1000", False, ("-50.01", True)),
            ("2", "0", False, ("2", True)),  # any part of nothing is beyond
            ("1", "0", False, None),
            ("1", "0", True, ("1", False)),
            ("2", "0", True, ("2", True)),
            ("101", "100", True, ("1", False)),
            ("105", "100", True, ("5", False)),
            ("106", "100", True, ("6", True)),
        ):
            with self.subTest(reported=reported, measured=measured):
                verdict = compare_figures(
                    Decimal(reported), Decimal(measured), is_count, self.limits
                )
                if expected:
                    expected = (Decimal(expected[0]), expected[1])
                self.assertEqual(verdict, expected)

    @given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
    def test_both_sides_alike(self, measured, off):
        """As far above as below is the same difference, and the same verdict."""
        above = compare_figures(measured + off, measured, False, self.limits)
        below = compare_figures(measured - off, measured, False, self.limits)
        self.assertEqual(bool(above), bool(below))
        if above:
            self.assertEqual((above[0], above[1]), (-below[0], below[1]))
