import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from ....reports.common import telecom_workbook as workbook
from ..common import CircularCommon

RED, GREEN = "FFF4C7C3", "FFD9EAD3"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestWorkbook(CircularCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Only what a test makes is a duty.
        cls.env["telecom.duty"].sudo().search([]).unlink()

    def _book(self, period):
        content = self.env["telecom.performance.workbook"]._build_workbook(period)
        return load_workbook(io.BytesIO(content))

    def _rules(self, sheet):
        """Return ``[(cells, kind, formula, colour)]`` of the rules of a sheet."""
        return [
            (
                str(area.sqref),
                rule.type,
                rule.formula[0] if rule.formula else "",
                rule.dxf.fill.bgColor.rgb if rule.dxf else "",
            )
            for area in sheet.conditional_formatting
            for rule in area.rules
        ]

    def _rows(self, sheet, first=2):
        return [
            row
            for row in sheet.iter_rows(min_row=first, values_only=True)
            if any(cell is not None for cell in row)
        ]

    def test_sheets_hold_the_matrix_and_the_entries(self):
        book = self._book(self.january)
        sheets = ["Cover", "Units", "Teams", "Salespeople", "Arrears", "Arrears Cases"]
        self.assertEqual(book.sheetnames, [*sheets, "Entries"])
        units = book["Units"]
        self.assertEqual(units.freeze_panes, "C3")
        self.assertEqual(units["B3"].value, "Letters")
        self.assertEqual(units["C3"].value, 3000)
        self.assertEqual(units["D3"].value, 1050)
        self.assertEqual(units["C6"].value, "=SUBTOTAL(109,C3:C5)")
        self.assertEqual(units.auto_filter.ref, "A2:J5")
        self.assertEqual(len(units._charts), 1)

    def test_every_sheet_prints_all_that_it_holds(self):
        """The chart of two units, 192 pixels or 9.6 rows, begins in row 8."""
        book = self._book(self.january)
        for sheet in book:
            with self.subTest(sheet=sheet.title):
                self.assertTrue(sheet.print_area)
                self.assertEqual(sheet.page_setup.paperSize, 9)
        self.assertEqual(book["Units"].print_area, "'Units'!$A$1:$J$18")
        self.assertEqual(book["Entries"].print_area, "'Entries'!$A$1:$M$5")

    def test_cover(self):
        """January: 4,200 of cash, three entries; at 0.35 they are 1,470 points."""
        sheet = self._book(self.january)["Cover"]
        self.assertEqual(sheet["A1"].value, "2026-01: The Month in One File")
        self.assertIn("Preliminary", sheet["A3"].value)
        self.assertEqual(
            [(row[0].value, row[1].value) for row in sheet["A6:B11"]],
            [
                ("Cash Received", "=SUM(Entries!I2:I4)"),
                ("Incentives", "=SUM(Entries!J2:J4)"),
                ("Converted Gross Profit", "=SUM(Entries!L2:L4)"),
                ("Performance Points", "=SUM(Entries!M2:M4)"),
                ("Entries", 3),
                ("Overdue at Month End", 0),
            ],
        )
        self.assertEqual(sheet["A14"].hyperlink.location, "Units!A1")
        self.assertEqual(sheet["A15"].hyperlink.location, "'Arrears Cases'!A1")
        self.assertEqual(
            [cell.value for row in sheet["A14:D15"] for cell in row],
            ["Units", "Teams", "Salespeople", "Arrears", "Arrears Cases", "Entries"]
            + [None, None],
        )
        self.assertEqual(len(sheet._charts), 1)

    def test_cover_computes_what_the_entries_hold(self):
        """The values that a viewer without formulas shows."""
        content = self.env["telecom.performance.workbook"]._build_workbook(self.january)
        sheet = load_workbook(io.BytesIO(content), data_only=True)["Cover"]
        self.assertEqual([sheet[f"B{row}"].value for row in (6, 9)], [4200, 1470])

    def test_cover_of_thirteen_months(self):
        """From January 2025, with 500 and so 175 points, to January 2026."""
        sheet = self._book(self.january)["Cover"]
        rows = [row for row in self._rows(sheet) if str(row[0])[:2] == "20"]
        self.assertEqual(len(rows), 13)
        self.assertEqual(rows[0][:3], (self.last_january.name, 500, 175))
        self.assertEqual(rows[-1][:3], (self.january.name, 4200, 1470))

    def test_cover_of_a_closed_month(self):
        for period in self.periods.sorted("date_from")[:1]:
            period.with_user(self.service).action_close()
        sheet = self._book(self.last_january)["Cover"]
        self.assertEqual(
            sheet["A3"].value, f"Closed on 03/15/2026 by {self.service.name}."
        )

    def test_cover_of_a_month_without_cash(self):
        march = self.env["telecom.period"].create({"date_from": "2026-03-01"})
        march.action_compute()
        sheet = self._book(march)["Cover"]
        self.assertEqual([sheet[f"B{row}"].value for row in range(6, 12)], [0] * 6)

    def test_growth_is_green_and_decline_red(self):
        """Bars behind the points of the two ranked units, colours beside."""
        rules = self._rules(self._book(self.january)["Units"])
        self.assertIn(("D3:D4", "dataBar", "", ""), rules)
        for cells in ("F3:F5", "J3:J5"):
            self.assertIn((cells, "cellIs", "0", GREEN), rules)
            self.assertIn((cells, "cellIs", "0", RED), rules)

    def test_entries_add_up_to_the_period(self):
        sheet = self._book(self.january)["Entries"]
        heads = [cell.value for cell in sheet[1]]
        column = heads.index("Cash Received")
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(sum(row[column] for row in rows[:-1]), 4200)
        self.assertTrue(str(rows[-1][column]).startswith("=SUBTOTAL(109,"))
        self.assertEqual(sheet.freeze_panes, "B2")
        self.assertEqual(sheet.auto_filter.ref, "A1:M4")
        self.assertEqual(self._rules(sheet), [("A2:M4", "expression", "$I2<0", RED)])

    def test_entries_of_many_batches(self):
        """A batch of one entry: the same rows, and memory is let go of in between."""
        before = self._rows(self._book(self.january)["Entries"])
        self.patch(workbook, "BATCH", 1)
        self.assertEqual(self._rows(self._book(self.january)["Entries"]), before)

    def test_arrears_of_many_batches(self):
        """Two debts, a batch each: 500 and 300 of February, paid by nobody."""
        for amount in (500, 300):
            client = self.env["res.partner"].create({"name": f"Debtor {amount}"})
            self._create_customer_invoice(
                amount, "2026-02-10", self.anna, partner_id=client.id
            )
        self.february.action_compute()
        self.patch(workbook, "BATCH", 1)
        content = self.env["telecom.performance.workbook"]._build_workbook(
            self.february
        )
        for only_data, total in ((True, 800), (False, "=SUBTOTAL(109,E2:E3)")):
            sheet = load_workbook(io.BytesIO(content), data_only=only_data)["Arrears"]
            rows = self._rows(sheet)
            self.assertEqual(
                [(row[1], row[4]) for row in rows],
                [("Debtor 300", 300), ("Debtor 500", 500), (None, total)],
            )

    def test_entries_go_on_in_a_second_sheet(self):
        """A sheet holds two of the three entries, the next one the third."""
        whole = self._rows(self._book(self.january)["Entries"])
        self.patch(workbook, "MOST_ROWS", 2)
        content = self.env["telecom.performance.workbook"]._build_workbook(self.january)
        book = load_workbook(io.BytesIO(content))
        self.assertEqual(book.sheetnames[-2:], ["Entries", "Entries 2"])
        parts = [self._rows(book[name]) for name in book.sheetnames[-2:]]
        self.assertEqual([*parts[0][:-1], *parts[1][:-1]], whole[:-1])
        self.assertEqual(
            [rows[-1][8] for rows in parts],
            ["=SUBTOTAL(109,I2:I3)", "=SUBTOTAL(109,I2:I2)"],
        )
        self.assertEqual(book["Entries 2"].auto_filter.ref, "A1:M2")
        cover = book["Cover"]
        self.assertEqual(cover["B6"].value, "=SUM(Entries!I2:I3,'Entries 2'!I2:I2)")
        self.assertEqual(cover["B10"].value, 3)
        values = load_workbook(io.BytesIO(content), data_only=True)
        for sheet, rows in zip(("Entries", "Entries 2"), parts, strict=True):
            [*amounts, total] = [row[8] for row in self._rows(values[sheet])]
            self.assertEqual(amounts, [row[8] for row in rows[:-1]])
            self.assertEqual(total, sum(amounts))
        self.assertEqual(values["Cover"]["B6"].value, 4200)

    def test_nothing_is_dropped_silently(self):
        """Excel has 1,048,576 rows, and 32,767 characters in a cell."""
        report = self.env["telecom.workbook"]
        with report._open_book() as (book, formats, _buffer):
            sheet = book.add_worksheet("Long")
            for row, text in ((0, 32_768 * "x"), (1_048_576, "x")):
                with self.assertRaisesRegex(UserError, f"Long, cell A{row + 1}:"):
                    report._write_cell(sheet, formats, row, 0, "text", text)

    def test_contest(self):
        """Anna has 175 + 350 + 140 points since 2025, Bert 1,050: he is over 1,000."""
        contest = self.env["telecom.contest"].create(
            {
                "name": "Two Years",
                "date_from": "2025-01-01",
                "date_to": "2026-12-31",
                "category_ids": [
                    Command.create(
                        {
                            "name": "People",
                            "band_ids": [
                                Command.create(
                                    {"name": "Best", "threshold": 1000, "prize": 80}
                                )
                            ],
                        }
                    )
                ],
            }
        )
        self.assertNotIn("Contest", self._book(self.january).sheetnames)
        contest.action_start()
        self._owe("2026-01-10")
        book = self._book(self.january)
        order = ["Arrears", "Arrears Cases", "Contest", "Duties", "Entries"]
        self.assertEqual(book.sheetnames[-5:], order)
        sheet = book["Contest"]
        rows = [(*row[:9], row[9].date().isoformat()) for row in self._rows(sheet)[:-1]]
        start, day = ("Two Years", "People"), "2026-03-15"
        self.assertEqual(
            rows,
            [
                (*start, 1, self.bert.name, "Letters", 1050, "Best", None, 80, day),
                (*start, 2, self.anna.name, "Cili", 665, "", 335, None, day),
            ],
        )
        self.assertEqual(self._rows(sheet)[-1][8], "=SUBTOTAL(109,I2:I3)")
        self.assertEqual(
            self._rules(sheet), [("A2:J3", "expression", '$G2<>""', GREEN)]
        )

    def test_contest_of_another_year_is_left_out(self):
        sample = self.env.ref("telecom_sales_system.contest_2008").sudo()
        contest = sample.copy(
            {
                "date_from": "2026-02-01",
                "date_to": "2026-12-31",
                "company_id": self.env.company.id,
            }
        )
        contest.action_start()
        self.assertNotIn("Contest", self._book(self.january).sheetnames)
        self.assertIn("Contest", self._book(self.february).sheetnames)

    def _owe(self, due_on, done_on=False):
        kind = self.env.ref("telecom_sales_system.duty_type_information_request")
        duty = self.env["telecom.duty"].create(
            {
                "type_id": kind.id,
                "unit_id": self.county.id,
                "due_on": due_on,
                "subject": due_on,
            }
        )
        # sudo: a duty is done by its proof, not by hand
        duty.sudo()._set_guarded_fields({"fulfilled_on": done_on})
        return duty

    def test_duties(self):
        """As they stood on 28 February: what was done in March was missing then."""
        self._owe("2026-01-10")
        self._owe("2026-01-11", "2026-01-12")
        self._owe("2026-02-10", "2026-02-09")
        self._owe("2026-02-11", "2026-02-12")
        self._owe("2026-02-12", "2026-03-01")
        self._owe("2026-03-10")
        sheet = self._book(self.february)["Duties"]
        self.assertEqual(
            [(row[2], row[5]) for row in self._rows(sheet)],
            [
                ("2026-01-10", "Missed"),
                ("2026-02-10", "Done in Time"),
                ("2026-02-11", "Done Late"),
                ("2026-02-12", "Missed"),
            ],
        )
        [missing, late] = self._rules(sheet)
        self.assertEqual(missing[1:], ("expression", '$F2="Missed"', RED))
        self.assertEqual(late[1:3], ("expression", '$F2="Done Late"'))

    def test_download_for_those_who_see_the_whole_ledger(self):
        self._owe("2026-01-10")
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
