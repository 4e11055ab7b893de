import io
from contextlib import contextmanager
from itertools import chain, islice

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet, convert_cell_args

from odoo import models
from odoo.exceptions import UserError

from ...models.common.files.file_store import explain_store_errors
from ...tools.workbook.workbook_text import fits_cell, mark_up_text

NUMBER = "#,##0.00;[Red]-#,##0.00"
PERCENT = "0.0%;[Red]-0.0%"
A4 = 9
BAD, WARN, GOOD = "#F4C7C3", "#FCE8B2", "#D9EAD3"
CHART_WIDTH = 760
MOST_ROWS = 1_048_576 - 2  # of a list on one sheet, between its head and its total
BATCH = 5000
ROW_HEIGHT = 20  # of a row as Excel draws it, in the pixels of a chart
# Names of clients are text, whatever they begin with.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class TextSheet(Worksheet):
    """Sheet that writes any text so that it is read back unchanged."""

    @convert_cell_args
    def write_string(self, row, col, string, cell_format=None):
        """Write a text; return 0, or a negative number if the cell cannot hold it."""
        marked = mark_up_text(string)
        if marked != string and not fits_cell(marked):
            return -2
        return super().write_string(row, col, marked, cell_format)


class TextBook(xlsxwriter.Workbook):
    """Workbook of such sheets."""

    worksheet_class = TextSheet


class TelecomWorkbook(models.AbstractModel):
    """Base of all workbooks: formats, paper, rows of records, totals as formulas.

    Sheets are written row by row (constant memory), so that long ones fit.
    """

    _name = "telecom.workbook"
    _description = "Workbook"

    @contextmanager
    def _open_book(self):
        """Open a workbook; yield (workbook, formats by kind, buffer of its bytes).

        :raises UserError: the server has no space for the files that it is made of
        """
        buffer = io.BytesIO()
        with (
            explain_store_errors(self.env, FileCreateError),
            TextBook(buffer, OPTIONS) as book,
        ):
            yield book, self._create_formats(book), buffer

    def _create_formats(self, book):
        head = {"bold": True, "bg_color": "#F6EEEC", "border": 1, "text_wrap": True}
        total = {"bold": True, "top": 1}
        formats = {
            "head": head,
            "title": {"bold": True, "font_size": 14},
            "total": {**total, "num_format": NUMBER},
            "total_percent": {**total, "num_format": PERCENT},
            "money": {"num_format": NUMBER},
            "points": {"num_format": NUMBER},
            "percent": {"num_format": PERCENT},
            "rate": {"num_format": "0.00%"},
            "date": {"num_format": "yyyy-mm-dd"},
            "whole": {"num_format": "0"},
        }
        return {name: book.add_format(values) for name, values in formats.items()}

    def _set_paper(self, sheet, heads_row, pages=0):
        """Set A4 landscape, one page wide and ``pages`` long; 0: as many as needed."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, pages)
        sheet.repeat_rows(heads_row)

    def _set_print_area(self, sheet, last):
        """Print the rows until ``last``, in all columns with content."""
        sheet.print_area(0, 0, last, sheet.dim_colmax)

    def _finish_list(self, sheet, last, width):
        """Add a filter to a list of ``width`` columns, and print it with its total."""
        if last:
            sheet.autofilter(0, 0, last, width - 1)
        self._set_print_area(sheet, last + 1)

    def _write_list(self, book, formats, title, columns, model, records):
        """Write records on a sheet, and on further sheets what does not fit.

        :param columns: as for ``_write_records``
        :param records: any iterable of records of ``model``, read only once
        :return: ``[(sheet, last row)]``
        """
        rest, sheets = iter(records), []
        ahead = next(rest, model)
        while ahead or not sheets:
            number = f" {len(sheets) + 1}" if sheets else ""
            sheet = book.add_worksheet(title + number)
            rows = chain(ahead, islice(rest, MOST_ROWS - 1))
            last = self._write_records(sheet, formats, columns, model, rows)
            sheets.append((sheet, last))
            ahead = next(rest, model)
        return sheets

    def _write_records(self, sheet, formats, columns, model, records):
        """Write a head, one row per record, totals of money; return the last row.

        :param columns: (field, kind, width); kind is record, choice, text,
            date or a format
        """
        self._write_heads(sheet, formats, columns, model)
        labels = {
            name: dict(model._fields[name]._description_selection(self.env))
            for name, kind, _width in columns
            if kind == "choice"
        }
        names = {name: {} for name, kind, _width in columns if kind == "record"}
        sums = {name: 0 for name, kind, _width in columns if kind == "money"}
        row = 0
        for row, record in enumerate(records, start=1):
            for position, (name, kind, _width) in enumerate(columns):
                value = record[name]
                if kind == "record":
                    kind, value = "text", self._get_cached_name(names[name], value)
                elif kind == "choice":
                    kind, value = "text", labels[name].get(value)
                elif kind == "money":
                    sums[name] += value
                self._write_cell(sheet, formats, row, position, kind, value)
        self._finish_list(sheet, row, len(columns))
        if row and sums:
            sheet.write_string(row + 1, 0, self.env._("Total"), formats["total"])
            for position, (name, _kind, _width) in enumerate(columns):
                if name in sums:
                    # Rounded to the cent: a sum of many floats is not exact.
                    total = round(sums[name], 2)
                    self._write_sum(sheet, formats, position, (1, row), total)
        return row

    def _iterate_in_batches(self, records):
        """Yield records one by one, with one batch in memory at a time.

        The whole cache is emptied after each batch, so that memory does not grow.
        """
        for start in range(0, len(records), BATCH):
            yield from records[start : start + BATCH].with_prefetch()
            self.env.invalidate_all()

    def _get_cached_name(self, known, record):
        """Return the name of a record; ``known`` keeps the names by id."""
        if record.id not in known:
            # sudo: as on screen, users read the names in the records that they read
            known[record.id] = record.sudo().display_name or ""
        return known[record.id]

    def _write_rows(self, sheet, formats, columns, rows):
        """Write a head and one row per dictionary; return the last row.

        :param columns: (key, label, kind, width); kind is text, date or a format.
            The cell of a number that is None stays empty
        """
        self._write_labels(
            sheet, formats, [(label, width) for _key, label, _kind, width in columns]
        )
        row = 0
        for row, values in enumerate(rows, start=1):
            for position, (key, _label, kind, _width) in enumerate(columns):
                self._write_cell(sheet, formats, row, position, kind, values[key])
        self._finish_list(sheet, row, len(columns))
        return row

    def _write_cell(self, sheet, formats, row, position, kind, value):
        """Write a value in a cell.

        :raises UserError: the cell cannot hold the whole value
        """
        failed = 0
        if kind == "text":
            self._write_text(sheet, row, position, value or "")
        elif kind == "date":
            if value:
                failed = sheet.write_datetime(row, position, value, formats[kind])
        elif value is not None:
            failed = sheet.write_number(row, position, value, formats[kind])
        self._check_written(sheet, row, position, failed)

    def _write_text(self, sheet, row, position, text, style=None):
        """Write a text in a cell.

        :raises UserError: the cell cannot hold the whole text
        """
        failed = sheet.write_string(row, position, text, style)
        self._check_written(sheet, row, position, failed)

    def _check_written(self, sheet, row, position, failed):
        if failed:
            raise UserError(
                self.env._(
                    "Sheet %(sheet)s, cell %(cell)s: the value is more than Excel can"
                    " hold.",
                    sheet=sheet.name,
                    cell=xl_rowcol_to_cell(row, position),
                )
            )

    def _write_heads(self, sheet, formats, columns, model):
        labels = (
            (model._fields[name]._description_string(self.env), width)
            for name, _kind, width in columns
        )
        self._write_labels(sheet, formats, labels)

    def _write_labels(self, sheet, formats, labels):
        for position, (label, width) in enumerate(labels):
            sheet.set_column(position, position, width)
            sheet.write_string(0, position, label, formats["head"])
        sheet.freeze_panes(1, 1)
        self._set_paper(sheet, heads_row=0)

    def _write_sum(self, sheet, formats, position, rows, value):
        """Write a total of the rows that the filter shows, below ``rows``."""
        first, last = rows
        cells = (
            f"{xl_rowcol_to_cell(first, position)}:{xl_rowcol_to_cell(last, position)}"
        )
        formula = f"=SUBTOTAL(109,{cells})"
        sheet.write_formula(last + 1, position, formula, formats["total"], value)

    def _colour_rows(self, book, sheet, last, formula, colour):
        """Colour the rows of a list for which a formula holds."""
        rule = {"type": "formula", "criteria": f"={formula}"}
        rule["format"] = book.add_format({"bg_color": colour})
        sheet.conditional_format(1, 0, last, sheet.dim_colmax, rule)

    def _get_chart_series(self, sheet, rows, names, position, **options):
        """Return a series of a chart: a column of a sheet, named by another."""
        first, last = rows
        return {
            "categories": [sheet.name, first, names, last, names],
            "values": [sheet.name, first, position, last, position],
            **options,
        }

    def _insert_chart(self, book, sheet, row, kind, title, series, height):
        """Insert a native chart (bar or column); return the last row that it covers.

        :param height: in pixels
        """
        chart = book.add_chart({"type": kind})
        for values in series:
            chart.add_series(values)
        chart.set_title({"name": title})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
        if len(series) == 1:
            chart.set_legend({"none": True})
        chart.set_size({"width": CHART_WIDTH, "height": height})
        sheet.insert_chart(row, 0, chart)
        return row + height // ROW_HEIGHT + 1
