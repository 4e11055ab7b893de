from base64 import b64decode, b64encode
from datetime import date
from io import BytesIO
from random import Random
from zipfile import ZIP_STORED

from openpyxl import load_workbook
from openpyxl.styles import Font

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.workbooks import archive, saved, sheet_xml, workbook
from .reports import UnitReportCommon


@tagged("post_install", "-at_install")
class TestUnitReportFiles(UnitReportCommon):
    """Bad files are refused with all that is wrong, and nothing is written."""

    def _refusal(self, content, report=None):
        """Return the lines of the refusal of a file, which leaves no trace."""
        report = report or self.report
        before = (report.state, report.version_ids, report.message_ids)
        with self.assertRaises(UserError) as caught:
            self._send(report, content)
        self.assertEqual((report.state, report.version_ids, report.message_ids), before)
        self.assertFalse(self.duty.fulfilled_on)
        return caught.exception.args[0].split("\n")

    def _cells(self, report, *wanted):
        """Return where cells are: ``sheet!cell`` by key of place."""
        found = self._places(report)
        return [f"{found[key][0]}!{found[key][1].cell}" for key in wanted]

    def test_what_is_no_template(self):
        rows = '<row><c t="str"><v>x</v></c></row>' * 100_001
        bomb = archive(sheet_xml(" " * 8 * 2**20))
        laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_xml("<v>&a;</v>")
        for content, words in (
            (b"", "is empty"),
            (b"Cash;1000\r\n", "not an .xlsx workbook"),
            (b"%PDF-1.4 report", "not an .xlsx workbook"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "has a password"),
            (archive(sheet_xml("<row>")), "is damaged"),
            (bomb, "unpacks to far more"),
            (archive(laughs), "declares entities"),
            (archive(sheet_xml(""), **{"xl/vbaProject.bin": "x"}), "holds macros"),
            (archive(sheet_xml('<c r="B7"><v>1</v></c><v>2</v>')), "One!B7: The file"),
            (archive(sheet_xml(rows), ZIP_STORED), "more cells"),
            (archive(sheet_xml(f'<c t="str"><v>{"x" * 40_000}</v></c>')), "more text"),
            (workbook({"Cash": {"A1": 1000}}), "not the template"),
        ):
            with self.subTest(words=words):
                name, why = self._refusal(content)
                self.assertEqual(name, "report.xlsx")
                self.assertIn(words, why)
                self.assertIn("Download the template again", why)

    def _mark(self, content):
        mine = self.report.with_user(self.county_manager)
        answer = mine.submit_or_mark(b64encode(content).decode(), "report.xlsx")
        return answer, load_workbook(BytesIO(b64decode(answer["file"])))

    def test_errors_come_back_as_the_marked_file(self):
        """A text for the points, nothing for the cash: both are marked and listed.

        Corrected in that file, the report is taken.
        """
        book = self._book(self.report)
        found = self._places(self.report)
        points = found["summary", "points", "month"]
        cash = found["summary", "cash", "month"]
        book[points[0]][points[1].cell] = "many"
        book[cash[0]][cash[1].cell] = None
        answer, marked = self._mark(saved(book))
        self.assertIn("not taken: 2 places to correct", answer["message"])
        self.assertFalse(self.report.version_ids)
        sheet = marked[points[0]]
        self.assertEqual(sheet[points[1].cell].value, "many")
        self.assertIn("is not a number", sheet[points[1].cell].comment.text)
        self.assertIn("is empty", sheet[cash[1].cell].comment.text)
        self.assertIn("Differences", marked.sheetnames)
        listed = [row[1].value for row in marked["Differences"].iter_rows()]
        self.assertEqual(listed[-2:], [points[1].cell, cash[1].cell])
        sheet[points[1].cell], sheet[cash[1].cell] = 350, 1000
        mine = self.report.with_user(self.county_manager)
        data = b64encode(saved(marked)).decode()
        self.assertEqual(mine.submit_or_mark(data, "report.xlsx"), {})
        self.assertEqual(len(self.report.version_ids), 1)

    def test_what_stood_outside_the_form_is_listed(self):
        """A note below the form, and a head that was renamed: the form is whole."""
        book = self._book(self.report)
        name = book.sheetnames[1]
        book[name]["Z99"] = "note"
        book[name]["A4"] = "Name"
        answer, marked = self._mark(saved(book))
        self.assertIn("2 places", answer["message"])
        self.assertNotEqual(marked[name]["A4"].value, "Name")
        self.assertIsNone(marked[name]["Z99"].value)
        listed = {row[1].value for row in marked["Differences"].iter_rows()}
        self.assertLessEqual({"A4", "Z99"}, listed)

    def test_what_is_no_template_has_no_marks(self):
        mine = self.report.with_user(self.county_manager)
        with self._refused(UserError, "not an .xlsx workbook"):
            mine.submit_or_mark(b64encode(b"Cash;1").decode(), "x.xlsx")

    def test_what_is_no_base64(self):
        with self._refused(UserError, "is damaged"):
            self.report.with_user(self.county_manager).submit_file("Größe", "x.xlsx")

    def test_50_megabytes(self):
        """Refused by its size, before anything is decoded; so is one byte above the
        limit, but not the limit itself, which is no workbook."""
        [refusal] = self._refusal(bytes(50 * 2**20))
        self.assertIn("larger than 10 MB", refusal)
        self.company.telecom_report_megabytes = 1
        data = b64encode(bytes(2**20 + 4)).decode()
        mine = self.report.with_user(self.county_manager)
        with self._refused(UserError, "larger than 1 MB"):
            mine.submit_file(data, "x.xlsx")
        self.assertIn("not an .xlsx", self._refusal(bytes(2**20))[1])

    def test_another_month_or_unit(self):
        self.duties._generate_duties(self.company, date(2026, 2, 3))
        february = self._report(self.county, "2026-02-01")
        refusal = self._refusal(self._filled(february))
        self.assertIn("Cili for 2026-02, not Cili · 2026-01", refusal[1])
        self.branch.manager_id = self.county_manager
        self.env.flush_all()
        zero = dict.fromkeys(self._other_than_zero(), 0)
        refusal = self._refusal(self._filled(self._report(self.branch), **zero))
        self.assertIn("Letters for 2026-01, not Cili · 2026-01", refusal[1])

    def _other_than_zero(self):
        return [f"{code}_month" for code in ("points", "cash", "billed")]

    def _with_identity(self, row, text):
        book = self._book(self.report)
        book["_identity"].cell(row, 1).value = text
        return saved(book)

    def test_identity(self):
        """Another version of the system, a sheet that was forged, one without it."""
        self.assertIn("another version", self._refusal(self._with_identity(2, "0"))[1])
        forged = load_workbook(BytesIO(self._filled(self.report)))["_identity"]
        text = forged.cell(4, 1).value.replace('"2026-01-01"', '"2026-02-01"')
        self.assertIn("hidden sheet", self._refusal(self._with_identity(4, text))[1])
        self.assertIn("hidden sheet", self._refusal(self._with_identity(3, "签"))[1])
        self.assertIn("not the template", self._refusal(self._with_identity(1, "x"))[1])
        book = self._book(self.report)
        del book["_identity"]
        self.assertIn("not the template", self._refusal(saved(book))[1])

    def test_a_template_of_another_database(self):
        content = self._filled(self.report)
        self.env["ir.config_parameter"].set_param("database.secret", "another")
        self.assertIn("another database", self._refusal(content)[1])

    def test_everything_wrong_at_once(self):
        """Text for a number, a formula, something below zero, half a client, an empty
        cell, a label changed, cells merged, a sheet gone, another one in its place."""
        cash, points, new, firms, owed = self._cells(
            self.report,
            ("summary", "cash", "month"),
            ("summary", "points", "year"),
            ("summary", "key_clients_new", "month"),
            ("summary", "small_firms", "month"),
            ("summary", "owed", "month"),
        )
        book = self._book(
            self.report,
            cash_month="1.000,00",
            points_year="=300+50",
            key_clients_new_month=0.5,
            small_firms_month=-3,
            owed_month=None,
        )
        sheet = book["Figures of the Unit"]
        sheet["A5"] = "Performance"
        sheet["H2"] = "See below"
        sheet.merge_cells("A20:B20")
        del book["Key Clients"]
        book.create_sheet("Notes")
        head, *lines = self._refusal(saved(book))
        self.assertEqual(head, "report.xlsx was not taken: 10 places to correct.")
        expected = [
            "Notes: the sheet does not belong to the template; delete it",
            "Key Clients: the sheet is missing",
            "Figures of the Unit!A20:B20: cells are merged; split them",
            "Figures of the Unit!A5: was changed to “Performance”; it says “Net"
            " Performance”",
            f"{points}: is a formula; enter its result",
            f"{cash}: “1.000,00” is unclear; enter it without commas, like 1000.00",
            f"{owed}: is empty; enter 0 if there was nothing",
            f"{firms}: -3.00 is negative; enter 0 or more",
            f"{new}: 0.50 is not a whole number",
            "Figures of the Unit!H2: “See below” is outside the form; clear the cell",
        ]
        self.assertEqual(sorted(lines), sorted(f"- {line}" for line in expected))

    def test_numbers_written_as_text(self):
        """As the truth: 1,000 of cash, 350 points, one key client."""
        content = self._filled(
            self.report,
            cash_month="＄1,000.00",
            points_month=" ３５０ ",
            billed_month="1 000美元",
            key_clients_month="1",
        )
        self.january.action_compute()
        self._send(self.report, content)
        self.assertEqual(self.report.difference_count, 0)

    def test_what_is_no_number(self):
        """A date, a percentage, a logical value, and a text that is none."""
        book = self._book(self.report, cash_month=date(2026, 1, 5), points_year=True)
        cash, points, billed, owed = (
            place.partition("!")[2]
            for place in self._cells(
                self.report,
                ("summary", "cash", "month"),
                ("summary", "points", "year"),
                ("summary", "billed", "month"),
                ("summary", "owed", "month"),
            )
        )
        sheet = book["Figures of the Unit"]
        sheet[cash].number_format = "yyyy-mm-dd"
        sheet[billed] = 0.15
        sheet[billed].number_format = "0%"
        sheet[owed] = "none"
        head, *lines = self._refusal(saved(book))
        self.assertIn("4 places", head)
        found = "\n".join(sorted(lines))
        for cell, words in (
            (cash, "is formatted as a date; format the cell as a number"),
            (points, "is TRUE or FALSE; enter a number"),
            (billed, "is formatted as a percentage"),
            (owed, "“none” is not a number; enter digits only, like 1200.50"),
        ):
            self.assertIn(f"Figures of the Unit!{cell}: {words}", found)

    def test_a_file_changed_at_random(self):
        """It is taken, or refused with a sentence: nothing else comes out."""
        good = self._filled(self.report)
        chance = Random(19)
        for _time in range(150):
            content = bytearray(good)
            for _byte in range(chance.choice((1, 3, 30))):
                content[chance.randrange(len(content))] = chance.randrange(256)
            if chance.random() < 0.2:
                del content[chance.randrange(len(content)) :]
            try:
                self.report._read_file(bytes(content), "report.xlsx")
            except UserError as error:
                self.assertIn("report.xlsx", error.args[0])

    def test_a_long_list_says_how_much_more_there_is(self):
        """150 stray cells: the first hundred are named."""
        book = self._book(self.report)
        for row in range(1, 151):
            book["Salespeople"].cell(row, 12).value = "x"
        lines = self._refusal(saved(book))
        self.assertIn("150 places", lines[0])
        self.assertEqual((len(lines), lines[-1]), (102, "... and 50 more"))

    def test_an_empty_template(self):
        """Who prepared it, and each number; texts may stay away."""
        places = self._places(self.report).values()
        wanted = [place for _sheet, place in places if place.type != "text"]
        head, *lines = self._refusal(self._template(self.report))
        self.assertEqual(len(lines), len(wanted))
        self.assertTrue(all("is empty" in line for line in lines))

    def test_saved_by_another_program(self):
        """LibreOffice and Excel write texts in a table of their own, as openpyxl does;
        the template itself has them in its cells. Widths and colours are free."""
        book = self._book(self.report)
        book["Salespeople"].column_dimensions["A"].width = 40
        book["Salespeople"]["A1"].font = Font(bold=False)
        book["Figures of the Unit"].protection.sheet = False
        self._send(self.report, saved(book))
        self.assertEqual(self.report.state, "submitted")

    def test_what_changes_after_the_download_spoils_nothing(self):
        """Anna marries, Hotel is renamed, a metric leaves the form."""
        content = self._filled(self.report)
        self.anna.user_id.name = "Anna Wang"
        self.hotel.name = "Grand Hotel"
        self.env.ref("telecom_sales_system.metric_owed").in_unit_report = False
        self.january.action_compute()
        self._send(self.report, content)
        self.assertEqual(
            (self.report.state, self.report.difference_count), ("checked", 0)
        )
