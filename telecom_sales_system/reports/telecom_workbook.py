import io
from contextlib import contextmanager

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from odoo import models

NUMBER = "#,##0.00;[Red]-#,##0.00"
PERCENT = "0.0%;[Red]-0.0%"
A4 = 9
# Names of clients are text, whatever they begin with.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class TelecomWorkbook(models.AbstractModel):
    """What all workbooks share: formats, paper, rows of records, totals as formulas.

    Sheets are written row by row (constant memory), so that long ones fit.
    """

    _name = "telecom.workbook"
    _description = "Workbook"

    @contextmanager
    def _open_book(self):
        """Open a workbook; yields (workbook, formats by kind, buffer of its bytes)."""
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, OPTIONS) as book:
            yield book, self._formats(book), buffer

    def _formats(self, book):
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
        """Print on A4 across, as wide as the page; ``pages`` 0: as many as it takes."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, pages)
        sheet.repeat_rows(heads_row)

    def _write_records(self, sheet, formats, columns, model, records):
        """Write a head and one row per record; return the last row.

        :param columns: (field, kind, width); kind is record, choice, text,
            date or a format
        :param records: any iterable of records of ``model``, read only once
        """
        self._write_heads(sheet, formats, columns, model)
        labels = {
            name: dict(model._fields[name]._description_selection(self.env))
            for name, kind, _width in columns
            if kind == "choice"
        }
        row = 0
        for row, record in enumerate(records, start=1):
            for position, (name, kind, _width) in enumerate(columns):
                value = record[name]
                if kind == "record":
                    # sudo: as on screen, who reads a record reads the names in it
                    text = value.sudo().display_name
                    sheet.write_string(row, position, text or "")
                elif kind == "choice":
                    sheet.write_string(row, position, labels[name].get(value, ""))
                else:
                    self._write_cell(sheet, formats, row, position, kind, value)
        if row:
            sheet.autofilter(0, 0, row, len(columns) - 1)
        return row

    def _write_rows(self, sheet, formats, columns, rows):
        """Write a head and one row per dictionary; return the last row.

        :param columns: (key, label, kind, width); kind is text, date or a format
        """
        self._write_labels(
            sheet, formats, [(label, width) for _key, label, _kind, width in columns]
        )
        row = 0
        for row, values in enumerate(rows, start=1):
            for position, (key, _label, kind, _width) in enumerate(columns):
                self._write_cell(sheet, formats, row, position, kind, values[key])
        if row:
            sheet.autofilter(0, 0, row, len(columns) - 1)
        return row

    def _write_cell(self, sheet, formats, row, position, kind, value):
        if kind == "text":
            sheet.write_string(row, position, value or "")
        elif kind == "date":
            if value:
                sheet.write_datetime(row, position, value, formats[kind])
        else:
            sheet.write_number(row, position, value, formats[kind])

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
        """Write below ``rows`` a total of the rows that the filter shows."""
        first, last = rows
        cells = (
            f"{xl_rowcol_to_cell(first, position)}:{xl_rowcol_to_cell(last, position)}"
        )
        formula = f"=SUBTOTAL(109,{cells})"
        sheet.write_formula(last + 1, position, formula, formats["total"], value)
