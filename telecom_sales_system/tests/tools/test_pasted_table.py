from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools.pasted_table import find_kind, match_name, read_day, read_table

COLUMNS = {
    "name": ("name", "名称"),
    "code": ("code", "代码"),
    "staff": ("staff", "人数"),
}


@tagged("post_install", "-at_install")
class TestPastedTable(BaseCase):
    """Tables as people paste them: from a spreadsheet, a mail, a text."""

    def test_without_a_header(self):
        text = "慈利县局\tCL\t58\r\n\r\n桑植县局\tSZ\t75\n"
        self.assertEqual(
            read_table(text, COLUMNS),
            [
                (1, {"name": "慈利县局", "code": "CL", "staff": "58"}),
                (3, {"name": "桑植县局", "code": "SZ", "staff": "75"}),
            ],
        )

    def test_with_a_header_in_another_order(self):
        """Columns that nobody asked for are left out; empty cells, too."""
        text = "代码\t电话\t名称\nCL\t1\t慈利县局\nSZ\t\t"
        self.assertEqual(
            read_table(text, COLUMNS),
            [(2, {"code": "CL", "name": "慈利县局"}), (3, {"code": "SZ"})],
        )

    def test_other_separators(self):
        for text in ("Cili, CL, 58", "Cili；CL；58", "Cili  CL  58", "  Cili，CL，58"):
            with self.subTest(text=text):
                row = {"name": "Cili", "code": "CL", "staff": "58"}
                self.assertEqual(read_table(text, COLUMNS), [(1, row)])

    def test_commas_stay_where_tabs_separate(self):
        self.assertEqual(
            read_table("Post, Cili\tCL", COLUMNS),
            [(1, {"name": "Post, Cili", "code": "CL"})],
        )

    def test_a_name_is_no_header(self):
        """One cell of several that reads like a column is a name."""
        rows = read_table("Name\tCL", COLUMNS)
        self.assertEqual(rows, [(1, {"name": "Name", "code": "CL"})])
        self.assertEqual(read_table("", COLUMNS), [])

    def test_kind(self):
        kinds = {"county": ("县局", "county"), "outlet": ("支局", "outlet")}
        self.assertEqual(find_kind("慈利县局", kinds), "county")
        self.assertEqual(find_kind("Outlet Lingyang", kinds), "outlet")
        self.assertIsNone(find_kind("Letters", kinds))

    def test_nearest_name(self):
        names = {1: ("Letters", "函件"), 2: ("Press", "报刊发行"), 3: ("Savings",)}
        for text, key in (
            ("letters", 1),
            ("All / Letter Mail", 1),
            ("函件业务", 1),
            ("报刊", 2),
            ("Press and Books", 2),
            ("Furniture", None),
            ("Services", None),
        ):
            with self.subTest(text=text):
                self.assertEqual(match_name(text, names), key)

    def test_days(self):
        """As spreadsheets write them, Chinese ones too."""
        for text in ("2026-01-05", "2026/1/5", "2026.01.5", " 2026年1月5日 "):
            self.assertEqual(read_day(text), date(2026, 1, 5), text)
        for text in ("soon", "5/1/2026", "2026-13-01", "2026-02-30", "20260105", ""):
            with self.assertRaises(ValueError, msg=text):
                read_day(text)
