import io

from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet, convert_cell_args

from odoo.tests import BaseCase, tagged

from ....tools.workbook.workbook_reader import read_workbook
from ....tools.workbook.workbook_text import (
    LONGEST_TEXT,
    cut_text,
    decode_text,
    fits_cell,
    mark_up_text,
)

# All that a field of the database can hold
NAMES = st.text(
    st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1
)
# What looks like an escape, in pieces that overlap
TRICKS = st.lists(
    st.sampled_from(
        ["_", "x", "_x", "0041", "005F", "_x0041_", "x0042_", "\x01", "\r", "\n"]
        + ["\ufffe", "<r>", "</r>", "&", "&amp;", "_xD800_", "_x0000_", "现", "😀", "="]
    ),
    min_size=1,
).map("".join)


class _Sheet(Worksheet):
    @convert_cell_args
    def write_string(self, row, col, string, cell_format=None):
        """Write as the workbooks of the addon do."""
        return super().write_string(row, col, mark_up_text(string), cell_format)


@tagged("post_install", "-at_install")
class TestWorkbookText(BaseCase):
    """Any name comes back from a workbook as it went in."""

    def _pass_through(self, texts):
        buffer = io.BytesIO()
        with Workbook(buffer, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("One", _Sheet)
            for row, text in enumerate(texts):
                sheet.write_string(row, 0, text)
        cells = read_workbook(buffer.getvalue())["One"].cells
        return [cells[f"A{row}"].text for row in range(1, len(texts) + 1)]

    def test_by_hand(self):
        for text, shown in (
            ("_x0041_", "A"),
            ("_x005F_x0041_", "_x0041_"),
            ("Li_x000D_Wang", "Li\rWang"),
            ("_x4e2d_", "中"),
            # No characters of a name: NUL, and halves of a pair
            ("_x0000_", "_x0000_"),
            ("_xD83D__xDE00_", "_xD83D__xDE00_"),
            ("_x41_", "_x41_"),
            ("_X0041_", "_X0041_"),
        ):
            with self.subTest(text=text):
                self.assertEqual(decode_text(text), shown)

    def test_names(self):
        """xlsxwriter alone loses the second, third, fourth and fifth of them."""
        names = ["Li\x07Wang", "_x0041_x0042_", "_x0041\x01", "<r>Li</r>", "<r>&</r>"]
        names += ["_x0041_", "_x005F_", "_x0000_", "a\r\nb", "  x ", "=1+1", "\ufffe"]
        self.assertEqual(self._pass_through(names), names)

    @given(st.lists(NAMES | TRICKS, min_size=1, max_size=20))
    @example(["_x005F" + "_x005F_x0041_" * 3])
    def test_any_name(self, names):
        self.assertEqual(self._pass_through(names), names)

    @given(TRICKS)
    def test_ordinary_names_are_not_touched(self, text):
        """What is marked up is what xlsxwriter would spoil or escape."""
        for name in ("Li", "张三", "a < b & c", "x_y", "😀"):
            self.assertIs(mark_up_text(name), name)
        self.assertTrue(mark_up_text(text) == text or "<r><t" in mark_up_text(text))

    def test_long_texts_are_cut_into_cells(self):
        """16,000 characters are at most 32,000 units; escaped ones take more."""
        for text in ("x" * 40_000, "𠮷" * 40_000, "_x0041_" * 9_000, "\ufffe" * 20_000):
            pieces = cut_text(text)
            self.assertEqual("".join(pieces), text)
            self.assertTrue(all(fits_cell(mark_up_text(piece)) for piece in pieces))
        self.assertEqual(cut_text(""), [])
        self.assertFalse(fits_cell("x" * (LONGEST_TEXT + 1)))
        self.assertFalse(fits_cell("𠮷" * 20_000))
