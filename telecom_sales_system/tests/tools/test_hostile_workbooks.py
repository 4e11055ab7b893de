import io
import zipfile

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.workbook.report_form import read_form
from ...tools.workbook.workbook_parts import BadWorkbook
from ...tools.workbook.workbook_reader import read_workbook
from .hostile import FILES, FORM, MOST_MEGABYTES, MOST_SECONDS, measure_file


def build_good():
    """Return a workbook with shared texts, formats, a formula and a merge."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("One")
        percent = book.add_format({"num_format": "0.0%"})
        for row, value in enumerate(["Title", 5, "现费_x0041_", "=A2", True, "x"]):
            sheet.write(row, 0, value, percent)
        sheet.merge_range("C1:D2", "y")
    return buffer.getvalue()


GOOD = build_good()
TAGS = ["<c>", "</c>", "<v>", "</v>", "<t>", "</t>", "<si>", "</si>", "<is>", "<row>"]
TAGS += ['<c r="B2" t="s">', '<c t="s"><v>9</v></c>', "<v>1</v>", "<t>x</t>", "<rPh>"]
TAGS += ["_x0000_", "_xD800_", "&#1;", "<f/>", '<row r="-1"/>', '<xf numFmtId="x"/>']
PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"]
PARTS += ["xl/worksheets/sheet1.xml", "xl/styles.xml"]


@tagged("post_install", "-at_install")
class TestHostileWorkbooks(BaseCase):
    """Whatever a file is, it is read or refused: never an error of the program."""

    def _read(self, content):
        try:
            sheets = read_workbook(content)
        except BadWorkbook:
            return
        read_form({"sheets": [FORM], "ignored": [], "currency": "CNY"}, sheets)

    def _change_part(self, part, change):
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(GOOD)) as source,
            zipfile.ZipFile(buffer, "w") as target,
        ):
            for name in source.namelist():
                text = source.read(name)
                text = change(text.decode()) if name == part else text
                if text is not None:
                    target.writestr(name, text)
        return buffer.getvalue()

    def test_costs(self):
        """Below 3 s and 100 MB each, in a process of its own."""
        for name, build in FILES.items():
            with self.subTest(name=name):
                found = measure_file(build())
                self.assertLess(found["seconds"], MOST_SECONDS)
                self.assertLess(found["megabytes"], MOST_MEGABYTES)

    @given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
    def test_changed_bytes(self, place, found):
        self._read(GOOD[:place] + found + GOOD[place + len(found) :])

    @given(st.integers(0, len(GOOD)))
    def test_truncated(self, length):
        with self.assertRaises(BadWorkbook):
            read_workbook(GOOD[:length] if length < len(GOOD) else b"")

    @given(st.sampled_from(PARTS), st.data())
    def test_changed_documents(self, part, data):
        """Tags put in, left out or exchanged anywhere."""

        def change(text):
            pieces = text.replace("<", "\0<").split("\0")
            for _time in range(data.draw(st.integers(1, 4))):
                place = data.draw(st.integers(0, len(pieces) - 1))
                what = data.draw(st.sampled_from(["cut", "copy", "move", *TAGS]))
                if what == "cut":
                    pieces[place] = ""
                elif what == "copy":
                    pieces[place] *= 2
                elif what == "move":
                    pieces.append(pieces.pop(place))
                else:
                    pieces.insert(place, what)
            return "".join(pieces)

        self._read(self._change_part(part, change))

    @given(st.sampled_from(PARTS), st.sampled_from(PARTS))
    def test_parts_exchanged_or_missing(self, part, other):
        with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
            text = archive.read(other).decode()
        self._read(self._change_part(part, lambda _text: text))
        self._read(self._change_part(part, lambda _text: None))
