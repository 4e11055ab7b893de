from dataclasses import dataclass

from odoo import models

from ...models.assessment.unit_report.telecom_unit_report_form import IDENTITY
from ...tools.workbook.report_form import (
    FIRST,
    HEADS,
    LARGEST,
    LONGEST,
    NOTE,
    TEXTS,
    TITLE,
    get_printed_texts,
    list_places,
)
from ...tools.workbook.workbook_reader import column_name
from ..common.telecom_workbook import BAD, NUMBER, WARN

LOCKED = "#F1F3F4"
NUMBERS = {"amount": NUMBER, "stock": NUMBER, "count": "#,##0"}
# Widths of the columns of labels, then of those to fill in, by kind of sheet
WIDTHS = {
    "cover": ([18], 72),
    "summary": ([30, 16], 18),
    "people": ([14, 16, 20], 16),
    "clients": ([34, 12], 16),
}
WIDE = 36  # of remarks
# Columns of the list of differences: key, kind, width
DIFFERENCES = [
    ("sheet", "text", 18),
    ("cell", "text", 8),
    ("name", "text", 30),
    ("column", "text", 18),
    ("kind", "text", 18),
    ("reported", "money", 16),
    ("measured", "money", 16),
    ("difference", "money", 16),
    ("grave", "text", 8),
    ("remark", "text", WIDE),
]
TALL, PARAGRAPH = 32, 90  # heights of notes and of texts


class TelecomUnitReportWorkbook(models.AbstractModel):
    """Workbook of a monthly report: the form to fill in, and the version with marks."""

    _name = "telecom.unit.report.workbook"
    _description = "Workbook of a Monthly Report"
    _inherit = ["telecom.workbook"]

    def _build_workbook(self, report):
        """Return the empty form of a report as bytes."""
        return self._write_workbook(report, report._build_layout(), {}, ())

    def _build_returned_workbook(self, version):
        """Return a version as it was filled in, with the differences marked.

        It can be corrected and sent again.
        """
        values, lines = version._get_filled_values(), version.line_ids
        return self._write_workbook(version.report_id, version.layout, values, lines)

    def _build_marked_workbook(self, report, layout, filled):
        """Return a form as it was filled in, with the places to correct marked.

        What stood outside the form, or was changed in it, is on the sheet of the list
        only; the form is whole again.
        """
        return self._write_workbook(report, layout, filled.values, (), filled.problems)

    def _write_workbook(self, report, layout, values, lines, problems=()):
        marks = {(line.sheet, line.cell): line for line in lines}
        marks |= {
            (problem.sheet, problem.cell): _Mark(
                problem.found, report._get_problem_text(problem)
            )
            for problem in problems
        }
        with self._open_book() as (book, formats, buffer):
            styles = _Styles(book)
            for sheet in layout["sheets"]:
                self._write_sheet(book, styles, sheet, values, marks)
            name = layout["ignored"][0]
            if lines:
                self._write_differences(book, formats, name, lines)
            if problems:
                self._write_problems(book, formats, name, report, problems)
            hidden = book.add_worksheet(IDENTITY)
            for row, text in enumerate(report._get_identity_rows(layout)):
                self._write_text(hidden, row, 0, text)
            hidden.protect()
            hidden.very_hidden()
        return buffer.getvalue()

    def _write_sheet(self, book, styles, form, values, marks):
        sheet = book.add_worksheet(form["name"])
        labels, width = WIDTHS[form["kind"]]
        widths = labels + [
            WIDE if column["key"] == "remark" else width for column in form["columns"]
        ]
        for number, wide in enumerate(widths):
            sheet.set_column(number, number, wide)
        inputs = {place.cell: place for place in list_places(form)}
        texts = get_printed_texts(form)
        sheet.set_row(TITLE - 1, 26)
        sheet.set_row(NOTE - 1, TALL)
        if form["kind"] == "cover":
            for row in range(len(form["rows"])):
                sheet.set_row(FIRST - 1 + row, PARAGRAPH)
        for line in range(1, FIRST + len(form["rows"])):
            for number in range(len(widths)):
                cell = f"{column_name(number + 1)}{line}"
                if cell in inputs:
                    mark = marks.get((form["name"], cell))
                    value = values.get(inputs[cell].key, "")
                    self._write_input(sheet, styles, inputs[cell], value, mark)
                elif cell in texts:
                    style = styles.get_printed_format(line)
                    self._write_text(sheet, line - 1, number, texts[cell], style)
                elif line >= FIRST:
                    sheet.write_blank(
                        line - 1, number, None, styles.get_printed_format(line)
                    )
        sheet.freeze_panes(HEADS, 1)
        may = ("format_cells", "format_columns", "format_rows")
        sheet.protect("", dict.fromkeys(may, True))
        self._set_paper(sheet, heads_row=HEADS - 1)

    def _write_input(self, sheet, styles, place, value, mark):
        style = styles.get_input_format(place.type, mark)
        sheet.data_validation(place.cell, self._get_validation(place.type))
        if isinstance(mark, _Mark) and mark.found:
            sheet.write_string(place.cell, mark.found[:LONGEST], style)
        elif not value:
            sheet.write_blank(place.cell, None, style)
        elif place.type in TEXTS:
            sheet.write_string(place.cell, value, style)
        else:
            sheet.write_number(place.cell, float(value), style)
        if mark:
            sheet.write_comment(
                place.cell,
                self._get_comment(mark),
                {"author": self.env._("System"), "x_scale": 1.6, "y_scale": 0.9},
            )

    def _get_comment(self, line):
        if isinstance(line, _Mark):
            return line.text
        if line.kind == "unmeasured":
            return self.env._("The system has no figure for this.")
        text = self.env._(
            "The system measured %(measured)s; the report is off by %(difference)s.",
            measured=self._format_short_amount(line.measured),
            difference=self._format_short_amount(line.difference, "+"),
        )
        return self.env._("Grave error. %s", text) if line.is_grave else text

    def _format_short_amount(self, amount, sign=""):
        """Return a number without needless zeros after the point."""
        places_ = 0 if amount == int(amount) else 2
        return f"{amount:{sign},.{places_}f}"

    def _get_validation(self, kind):
        """Return the validation that refuses the same input as the upload."""
        if kind in TEXTS:
            return {
                "validate": "length",
                "criteria": "<=",
                "value": LONGEST,
                "error_message": self.env._("The text is too long."),
            }
        lowest = -float(LARGEST) if kind == "amount" else 0
        return {
            "validate": "integer" if kind == "count" else "decimal",
            "criteria": "between",
            "minimum": int(lowest) if kind == "count" else lowest,
            "maximum": int(LARGEST) if kind == "count" else float(LARGEST),
            "error_message": self.env._("Enter a number; 0 where there was nothing."),
        }

    def _write_differences(self, book, formats, name, lines):
        """Write the differences on a separate sheet, which the upload ignores."""
        kinds = dict(
            self.env["telecom.unit.report.line"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        labels = {
            "sheet": self.env._("Sheet"),
            "cell": self.env._("Cell"),
            "name": self.env._("What"),
            "column": self.env._("Column"),
            "kind": self.env._("Kind"),
            "reported": self.env._("As Reported"),
            "measured": self.env._("Measured"),
            "difference": self.env._("Difference"),
            "grave": self.env._("Grave"),
            "remark": self.env._("Remarks"),
        }
        columns = [(key, labels[key], kind, wide) for key, kind, wide in DIFFERENCES]
        rows = [
            {key: line[key] for key in ("sheet", "cell", "name", "column", "remark")}
            | {key: line[key] for key in ("reported", "measured", "difference")}
            | {"kind": kinds[line.kind]}
            | {"grave": self.env._("Yes") if line.is_grave else ""}
            for line in lines
        ]
        self._write_rows(book.add_worksheet(name), formats, columns, rows)

    def _write_problems(self, book, formats, name, report, problems):
        """Write the places to correct on a separate sheet, which the upload ignores."""
        columns = [
            ("sheet", self.env._("Sheet"), "text", 18),
            ("cell", self.env._("Cell"), "text", 8),
            ("text", self.env._("To Correct"), "text", 90),
        ]
        rows = [
            {
                "sheet": problem.sheet,
                "cell": problem.cell,
                "text": report._get_problem_text(problem),
            }
            for problem in problems
        ]
        self._write_rows(book.add_worksheet(name), formats, columns, rows)


@dataclass(frozen=True)
class _Mark:
    """Mark of a cell to correct: what was found there, and what is wrong with it."""

    found: str
    text: str
    is_grave: bool = True


class _Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book):
        self.book = book
        self.made = {}

    def get_printed_format(self, line):
        """Return the format of the printed cells of a line."""
        kinds = {
            TITLE: {"bold": True, "font_size": 16},
            NOTE: {"font_color": "#5F6368", "valign": "top"},
            HEADS: {"bold": True, "bg_color": "#F6EEEC", "border": 1},
        }
        other = {"bg_color": LOCKED, "border": 1, "valign": "vcenter"}
        values = kinds.get(line, other)
        if line >= HEADS:
            values = values | {"text_wrap": True}
        return self._get_format(min(line, FIRST), values)

    def get_input_format(self, kind, mark):
        """Return the format of a cell to fill in."""
        colour = None if not mark else BAD if mark.is_grave else WARN
        values = {"locked": False, "border": 1, "valign": "vcenter"}
        if kind in TEXTS:
            # As text: Excel would turn "1-5" into a date.
            values |= {"text_wrap": True, "valign": "top", "num_format": "@"}
        else:
            values |= {"num_format": NUMBERS[kind]}
        return self._get_format(
            (kind, colour), values | ({"bg_color": colour} if colour else {})
        )

    def _get_format(self, key, values):
        if key not in self.made:
            self.made[key] = self.book.add_format(values)
        return self.made[key]
