import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from odoo import models

from ..tools.bar_chart import LAST_YEAR, THIS_YEAR

NUMBER = "#,##0.00;[Red]-#,##0.00"
PERCENT = "0.0%;[Red]-0.0%"
CHARTED = {"month_points": THIS_YEAR, "last_month_points": LAST_YEAR}
A4 = 9
BATCH = 5000
ENTRY_COLUMNS = [
    ("recognition_date", "date", 12),
    ("invoice_name", "text", 18),
    ("payment_name", "text", 18),
    ("partner_id", "record", 28),
    ("salesperson_id", "record", 12),
    ("unit_id", "record", 16),
    ("team_id", "record", 16),
    ("revenue_line_id", "record", 14),
    ("cash", "money", 14),
    ("incentive", "money", 12),
    ("rate", "rate", 10),
    ("converted_profit", "money", 14),
    ("points", "money", 14),
]


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The month as a workbook: the circular's tables, and every entry behind them."""

    _name = "telecom.performance.workbook"
    _description = "Performance Workbook"

    def _build(self, period):
        """Return the xlsx file of a period as bytes.

        Sheets are written row by row (constant memory), so that long ledgers fit.

        :raises AccessError: the user sees only a part of the ledger
        """
        self = self.with_context(
            lang=period.company_id.partner_id.lang or self.env.lang
        )
        matrix = self.env["telecom.performance.matrix"]._build(
            period.with_env(self.env)
        )
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
            formats = {
                "head": book.add_format(
                    {
                        "bold": True,
                        "bg_color": "#F6EEEC",
                        "border": 1,
                        "text_wrap": True,
                    }
                ),
                "title": book.add_format({"bold": True, "font_size": 14}),
                "total": book.add_format(
                    {"bold": True, "num_format": NUMBER, "top": 1}
                ),
                "total_percent": book.add_format(
                    {"bold": True, "num_format": PERCENT, "top": 1}
                ),
                "money": book.add_format({"num_format": NUMBER}),
                "points": book.add_format({"num_format": NUMBER}),
                "percent": book.add_format({"num_format": PERCENT}),
                "rate": book.add_format({"num_format": "0.00%"}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            }
            for table in matrix.tables:
                self._write_table(book, formats, matrix, table)
            self._write_entries(book, formats, period)
        return buffer.getvalue()

    def _write_table(self, book, formats, matrix, table):
        sheet = book.add_worksheet(table.title)
        heads = [self.env._("Rank"), table.name_label]
        heads += [table.note_label] if table.note_label else []
        first = len(heads)
        heads += [column.label for column in table.columns]
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, first - 1, 18)
        sheet.set_column(first, len(heads) - 1, 16)
        sheet.write(0, 0, f"{matrix.month} {table.title}", formats["title"])
        sheet.write_row(1, 0, heads, formats["head"])
        sheet.freeze_panes(2, 2)
        last = 1 + len(table.rows)
        for index, row in enumerate(table.rows, start=2):
            sheet.write(index, 0, row.rank or "—")
            sheet.write(index, 1, row.name)
            if table.note_label:
                sheet.write(index, 2, row.note)
            for position, column in enumerate(table.columns, start=first):
                value = row.figures[column.key]
                if value is not None:
                    sheet.write_number(index, position, value, formats[column.kind])
        if table.rows:
            sheet.autofilter(1, 0, last, len(heads) - 1)
            self._write_totals(sheet, formats, table, first, last)
            self._add_chart(book, sheet, table, first, last)
        self._set_paper(sheet, heads_row=1, pages=1 if table.key == "units" else 0)

    def _set_paper(self, sheet, heads_row, pages=0):
        """Print on A4 across, as wide as the page; ``pages`` 0: as many as it takes."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, pages)
        sheet.repeat_rows(heads_row)

    def _write_totals(self, sheet, formats, table, first, last):
        """Totals as formulas that follow the filter; growth from the totals beside."""
        total = last + 1
        sheet.write(total, 1, self.env._("Total"), formats["total"])
        places = {column.key: first + i for i, column in enumerate(table.columns)}
        for column in table.columns:
            place = places[column.key]
            value = table.total[column.key]
            if column.kind == "percent":
                span = column.key.removesuffix("_growth")
                now = xl_rowcol_to_cell(total, places[f"{span}_points"])
                before = xl_rowcol_to_cell(total, places[f"last_{span}_points"])
                formula = f'=IF({before}>0,({now}-{before})/{before},"—")'
                sheet.write_formula(
                    total,
                    place,
                    formula,
                    formats["total_percent"],
                    "—" if value is None else value,
                )
            else:
                self._write_sum(sheet, formats, place, (2, last), value)

    def _add_chart(self, book, sheet, table, first, last):
        """A native bar chart of the first ranked rows, beside the units only."""
        if table.key != "units":
            return
        chart = book.add_chart({"type": "bar"})
        ranked = sum(1 for row in table.rows if row.rank)
        for position, column in enumerate(table.columns, start=first):
            if colour := CHARTED.get(column.key):
                chart.add_series(
                    {
                        "name": column.label,
                        "fill": {"color": colour},
                        "categories": [sheet.name, 2, 1, 1 + ranked, 1],
                        "values": [sheet.name, 2, position, 1 + ranked, position],
                    }
                )
        chart.set_title({"name": table.title})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 760, "height": 120 + 36 * ranked})
        sheet.insert_chart(last + 3, 1, chart)

    def _write_entries(self, book, formats, period):
        fields = self.env["telecom.performance.entry"]._fields
        sheet = book.add_worksheet(self.env._("Entries"))
        for position, (name, _kind, width) in enumerate(ENTRY_COLUMNS):
            sheet.set_column(position, position, width)
            label = fields[name]._description_string(self.env)
            sheet.write(0, position, label, formats["head"])
        sheet.freeze_panes(1, 0)
        self._set_paper(sheet, heads_row=0)
        row = 0
        for row, entry in enumerate(self._entries(period), start=1):
            for position, (name, kind, _width) in enumerate(ENTRY_COLUMNS):
                value = entry[name]
                if kind == "record":
                    sheet.write(row, position, value.display_name or "")
                elif kind == "text":
                    sheet.write(row, position, value or "")
                elif kind == "date":
                    sheet.write_datetime(row, position, value, formats[kind])
                else:
                    sheet.write_number(row, position, value, formats[kind])
        if row:
            sheet.autofilter(0, 0, row, len(ENTRY_COLUMNS) - 1)
            sheet.write(row + 1, 0, self.env._("Total"), formats["total"])
            for position, (name, kind, _width) in enumerate(ENTRY_COLUMNS):
                if kind == "money":
                    self._write_sum(sheet, formats, position, (1, row), period[name])

    def _write_sum(self, sheet, formats, position, rows, value):
        """Write below ``rows`` a total of the rows that the filter shows."""
        first, last = rows
        cells = (
            f"{xl_rowcol_to_cell(first, position)}:{xl_rowcol_to_cell(last, position)}"
        )
        formula = f"=SUBTOTAL(109,{cells})"
        sheet.write_formula(last + 1, position, formula, formats["total"], value)

    def _entries(self, period):
        """Yield the entries of a period, a batch in memory at a time."""
        entries = self.env["telecom.performance.entry"]
        domain, last_id = [("period_id", "=", period.id)], 0
        while batch := entries.search(
            [*domain, ("id", ">", last_id)], order="id", limit=BATCH
        ):
            last_id = batch[-1].id
            yield from batch
            batch.invalidate_recordset(flush=False)
