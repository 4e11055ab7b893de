from xlsxwriter.utility import xl_rowcol_to_cell

from odoo import models

from ..tools.bar_chart import LAST_YEAR, THIS_YEAR

CHARTED = {"month_points": THIS_YEAR, "last_month_points": LAST_YEAR}
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
    _inherit = ["telecom.workbook"]

    def _build(self, period):
        """Return the xlsx file of a period as bytes.

        :raises AccessError: the user sees only a part of the ledger
        """
        self = self.with_context(
            lang=period.company_id.partner_id.lang or self.env.lang
        )
        matrix = self.env["telecom.performance.matrix"]._build(
            period.with_env(self.env)
        )
        with self._open_book() as (book, formats, buffer):
            for table in matrix.tables:
                self._write_table(book, formats, matrix, table)
            self._write_facts(book, formats, period)
            self._write_entries(book, formats, period)
        return buffer.getvalue()

    def _write_facts(self, book, formats, period):
        """Sheets that later rooms add before the entries."""

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
            sheet.write_string(index, 1, row.name)
            if table.note_label:
                sheet.write_string(index, 2, row.note)
            for position, column in enumerate(table.columns, start=first):
                value = row.figures[column.key]
                if value is not None:
                    sheet.write_number(index, position, value, formats[column.kind])
        if table.rows:
            sheet.autofilter(1, 0, last, len(heads) - 1)
            self._write_totals(sheet, formats, table, first, last)
            self._add_chart(book, sheet, table, first, last)
        self._set_paper(sheet, heads_row=1, pages=1 if table.key == "units" else 0)

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
        sheet = book.add_worksheet(self.env._("Entries"))
        last = self._write_records(
            sheet,
            formats,
            ENTRY_COLUMNS,
            self.env["telecom.performance.entry"],
            self._entries(period),
        )
        if last:
            sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
            for position, (name, kind, _width) in enumerate(ENTRY_COLUMNS):
                if kind == "money":
                    self._write_sum(sheet, formats, position, (1, last), period[name])

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
