import io
import zipfile
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from odoo.tests import BaseCase, tagged

from ....tools.workbook import workbook_parts, workbook_reader
from ....tools.workbook.workbook_reader import (
    Cell,
    column_name,
    column_number,
    read_workbook,
)
from ..workbooks import (
    BOOK,
    OFFICE,
    RELATIONS,
    archive,
    saved,
    sheet_xml,
    workbook,
)

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: cents / 100)
NUMBERS = st.integers(-(10**9), 10**9) | CENTS
TEXTS = st.text("现费aZ 0=-+<&>\"'\n", min_size=1, max_size=9)
CELLS = st.tuples(st.integers(1, 60), st.integers(1, 40))
FORMATS = [
    ("General", "number"),
    ("0.00", "number"),
    ("#,##0.00;[Red]-#,##0.00", "number"),
    ("0.00E+00", "number"),
    ('#,##0.00"days"', "number"),
    ('[$￥-804]#,##0.00_ "元"', "number"),
    (r"0.0\m", "number"),
    ("mm-dd-yy", "date"),
    ("yyyy-mm-dd", "date"),
    ('yyyy"年"m"月"d"日"', "date"),
    ("[$-804]aaaa", "date"),
    ("[h]:mm", "date"),
    ("0%", "percent"),
    ("0.00%", "percent"),
    ("[Red]0.0%;-0.0%", "percent"),
]
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)


@tagged("post_install", "-at_install")
class TestWorkbookReader(BaseCase):
    """What stands in the cells of a workbook, and which files are not even tried."""

    @contextmanager
    def _refused(self, reason):
        with self.assertRaises(workbook_parts.BadWorkbook) as caught:
            yield caught
        self.assertEqual(caught.exception.reason, reason)

    def test_kinds_of_cells(self):
        sheets = read_workbook(
            workbook(
                {
                    "One": {"A1": "现费", "B2": 12.5, "C3": "=B2*2", "D4": True},
                    "Two": {"AA10": -3, "A1": "12"},
                }
            )
        )
        self.assertEqual(list(sheets), ["One", "Two"])
        cells = sheets["One"].cells
        self.assertEqual(cells["A1"], Cell("现费"))
        self.assertEqual(cells["B2"], Cell("12.5", "number"))
        self.assertTrue(cells["C3"].is_formula)
        self.assertEqual(cells["D4"].kind, "boolean")
        expected = {"AA10": Cell("-3", "number"), "A1": Cell("12")}
        self.assertEqual(sheets["Two"].cells, expected)

    def test_texts_in_place_without_reading_aids(self):
        """As xlsxwriter in constant memory and Japanese Excel write them."""
        row = (
            '<sheetData><row r="2"><c r="B2" t="inlineStr"><is><r><t>现</t></r><r>'
            "<t>费</t></r><rPh><t>xian</t></rPh></is></c>"
            '<c t="e"><v>#REF!</v></c></row></sheetData>'
        )
        [sheet] = read_workbook(archive(sheet_xml(row))).values()
        self.assertEqual(
            sheet.cells, {"B2": Cell("现费"), "C2": Cell("#REF!", "error")}
        )

    def test_merged_cells_are_named_and_never_expanded(self):
        """17 billion cells: openpyxl would make each of them."""
        merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        [sheet] = read_workbook(archive(sheet_xml(merged))).values()
        self.assertEqual((sheet.merged, sheet.cells), (["A1:XFD1048576"], {}))

    def test_comments_are_left_alone(self):
        book = Workbook()
        book.active["A1"] = 1
        book.active["A1"].comment = Comment("Seen", "Li")
        [sheet] = read_workbook(saved(book)).values()
        self.assertEqual(sheet.cells, {"A1": Cell("1", "number")})

    def test_what_is_no_workbook(self):
        document = archive(None, **{"xl/workbook.xml": None, "word/document.xml": ""})
        for content, reason in (
            (b"", "empty"),
            (b"Cash,1000\n", "no_workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_format"),
            (document, "no_workbook"),
            (archive("", **{"xl/workbook.xml": "<workbook/>"}), "no_workbook"),
            (archive(sheet_xml("<row>")), "broken"),
            (archive(None), "broken"),
            (archive(sheet_xml('<row><c r="1A"><v>1</v></c></row>')), "broken"),
            (archive(sheet_xml('<c r="A1" t="s"><v>7</v></c>')), "broken"),
            (archive(sheet_xml(""), zipfile.ZIP_BZIP2), "broken"),
            (archive(sheet_xml(""), **{"xl/vbaProject.bin": "x"}), "macros"),
        ):
            with self.subTest(reason=reason), self._refused(reason):
                read_workbook(content)

    def test_elements_out_of_their_place(self):
        """A value outside of a cell, a text outside of a shared one, one in another;
        the cell is named."""
        for body, place in (
            ('<row r="2"><v>1</v></row>', "One!A2"),
            ('<c r="B7"><v>1</v></c><v>1</v>', "One!B7"),
            ("<t>x</t>", "One"),
            ('<c r="C3"><c r="C4"/></c>', "One!C3"),
            ('<c r="C3"><v>1</v><v>2</v></c>', "One!C3"),
            ('<c r="D4"><v>1</v></c><c r="D4"><v>2</v></c>', "One!D4"),
            ('<c r="E5" t="s"><v>-1</v></c>', "One!E5"),
            ('<c r="XFE1"><v>1</v></c>', "One!XFE1"),
            ('<c r="A1048577"><v>1</v></c>', "One!A1048577"),
        ):
            with self.subTest(body=body):
                with self._refused("broken") as caught:
                    read_workbook(archive(sheet_xml(body)))
                self.assertEqual(caught.exception.place, place)
        strings = {
            "xl/_rels/workbook.xml.rels": RELATIONS.replace(
                "</Relationships>",
                f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings"'
                ' Target="sharedStrings.xml"/></Relationships>',
            )
        }
        for text in ("<t>x</t>", "<si><si/></si>", "<si><t>x</t></si><t>y</t>"):
            strings["xl/sharedStrings.xml"] = f"<sst>{text}</sst>"
            with self._refused("broken"):
                read_workbook(archive(sheet_xml(""), **strings))

    def test_kinds_of_numbers(self):
        """Formats of Excel by number (14 is a date), and those that the file writes."""
        book = Workbook()
        for row, (code, _kind) in enumerate(FORMATS, 1):
            book.active.cell(row, 1).value = 0.5
            book.active.cell(row, 1).number_format = code
        [sheet] = read_workbook(saved(book)).values()
        for row, (code, kind) in enumerate(FORMATS, 1):
            with self.subTest(code=code):
                self.assertEqual(sheet.cells[f"A{row}"].kind, kind)

    def test_password_of_the_archive(self):
        content = bytearray(archive(sheet_xml("")))
        start = content.rindex(b"PK\x01\x02")
        content[start + 8] |= 1
        with self._refused("old_format"):
            read_workbook(bytes(content))

    def test_longest_text(self):
        """Excel's limit is 32,767; then all texts together."""
        for length, count, reason in (
            (32_768, 1, "texts"),
            (32_767, 245, "texts"),  # 8,027,915 characters
        ):
            text = f'<c t="str"><v>{"x" * length}</v></c>'
            with self._refused(reason):
                read_workbook(archive(sheet_xml(text * count), zipfile.ZIP_STORED))
        text = f'<c t="str"><v>{"x" * 32_767}</v></c>'
        [sheet] = read_workbook(archive(sheet_xml(text))).values()
        self.assertEqual(len(sheet.cells["A1"].text), 32_767)

    def test_damaged_in_the_middle(self):
        content = bytearray(archive(sheet_xml('<c r="A1"><v>1</v></c>' * 500)))
        start = content.index(b"worksheets/sheet1.xml") + 40
        content[start : start + 20] = bytes(20)
        with self._refused("broken"):
            read_workbook(bytes(content))

    def test_entities(self):
        laughs = BILLION_LAUGHS + sheet_xml("<v>&b;</v>")
        outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        for text in (laughs, outside + sheet_xml("<v>&f;</v>")):
            with self._refused("declarations"):
                read_workbook(archive(text))
        # The same in another encoding, where no search for "<!DOCTYPE" finds it.
        wide = ('<?xml version="1.0" encoding="utf-16"?>' + laughs).encode("utf-16")
        with self._refused("declarations"):
            read_workbook(archive(wide))
        with self._refused("declarations"):
            read_workbook(archive(sheet_xml(""), **{"xl/workbook.xml": outside + BOOK}))

    def test_zip_bombs(self):
        """8 MB of blanks in 8 kB; 40 MB altogether; more parts than anybody needs."""
        megabytes = " " * 8 * 2**20
        with self._refused("bomb"):
            read_workbook(archive(sheet_xml(megabytes)))
        # A part nobody reads is unpacked by nobody, yet a reader that does may choke.
        with self._refused("bomb"):
            read_workbook(archive(sheet_xml(""), **{"xl/media/image1.png": megabytes}))
        stored = {f"xl/media/{n}.png": megabytes for n in range(5)}
        with self._refused("bomb"):
            read_workbook(archive(sheet_xml(""), zipfile.ZIP_STORED, **stored))
        parts = {f"xl/media/{number}.png": "" for number in range(1_000)}
        with self._refused("bomb"):
            read_workbook(archive(sheet_xml(""), **parts))

    def test_a_directory_that_lies_about_a_size(self):
        """Says 100 bytes, unpacks to 8 MB: no more than 100 are read, and refused."""
        content = archive(sheet_xml(" " * 8 * 2**20))
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            size = source.getinfo("xl/worksheets/sheet1.xml").file_size
        small = (100).to_bytes(4, "little")
        content = content.replace(size.to_bytes(4, "little"), small)
        with self._refused("broken"):
            read_workbook(content)

    def test_one_name_twice(self):
        """One program would check the first part, another read the second."""
        buffer = io.BytesIO(archive(sheet_xml("")))
        with zipfile.ZipFile(buffer, "a") as target, self.assertWarns(UserWarning):
            target.writestr("xl/worksheets/sheet1.xml", sheet_xml(""))
        with self._refused("broken"):
            read_workbook(buffer.getvalue())

    def test_too_many_cells(self):
        cells = "".join(f'<c r="A{n}"><v>{n}</v></c>' for n in range(1, 100_002))
        with self._refused("cells"):
            read_workbook(archive(sheet_xml(cells)))

    @given(st.dictionaries(CELLS, NUMBERS | TEXTS, max_size=30))
    def test_reads_what_openpyxl_writes(self, values):
        book = Workbook()
        for (row, column), value in values.items():
            cell = book.active.cell(row, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else "n"
        [sheet] = read_workbook(saved(book)).values()
        expected = {f"{column_name(c)}{r}": v for (r, c), v in values.items()}
        self.assertEqual(
            {
                place: float(cell.text) if cell.kind == "number" else cell.text
                for place, cell in sheet.cells.items()
            },
            expected,
        )

    @given(st.binary(max_size=300))
    def test_any_bytes_are_refused(self, content):
        with self.assertRaises(workbook_parts.BadWorkbook):
            read_workbook(content)

    def test_names_of_columns(self):
        """Z is 26, AA 27, ZZ 702, XFD 16,384."""
        for letters, number in (("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)):
            self.assertEqual(column_name(number), letters)
            self.assertEqual(column_number(letters), number)
        for number in range(1, 1000):
            name = workbook_reader.column_name(number)
            self.assertEqual(column_number(name), number)
