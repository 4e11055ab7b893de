from datetime import date

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from odoo import api, fields, models

from ...tools.paper.bar_chart import LAST_YEAR, THIS_YEAR
from ...tools.paper.matrix import pack_matrix, unpack_matrix
from ..common.telecom_workbook import BAD, GOOD

# The book after its cover; gaps are for other addons.
SHEETS = {
    "tables": 10,
    "cards": 20,
    "balances": 30,
    "cases": 40,
    "contest": 50,
    "duties": 60,
    "entries": 70,
}
CHARTED = {"month_points": THIS_YEAR, "last_month_points": LAST_YEAR}
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
CASH_COLUMN = xl_col_to_name([name for name, *_rest in ENTRY_COLUMNS].index("cash"))


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The workbook of a month: tables of the circular, facts of all rooms, entries.

    Of a closed month it is always the same: what is not frozen anyhow is kept with the
    month when it is closed. Scorecards are as they are until they are published.
    """

    _name = "telecom.performance.workbook"
    _description = "Performance Workbook"
    _inherit = ["telecom.workbook"]

    def _build_workbook(self, period):
        """Return the xlsx file of a period as bytes.

        :raises AccessError: the user sees only a part of the ledger
        """
        self = self.with_context(lang=self._get_lang(period))
        with self._open_book() as (book, formats, buffer):
            self._write_sheets(book, formats, period)
        return buffer.getvalue()

    def _get_lang(self, period):
        return period.company_id._get_telecom_lang()

    @api.model
    def _get_sheet_order(self):
        """Return ``{key: place}`` of the sheets, from the first to the last.

        ``_write_sheet_<key>(book, formats, period)`` writes the sheets of a key, none
        if there is nothing to show. Other addons add theirs at places between these,
        and to ``_get_basis_parts`` what their sheets show.
        """
        return dict(SHEETS)

    def _write_sheets(self, book, formats, period):
        """Write all sheets; return ``{key: what its method returned}``."""
        order = self._get_sheet_order()
        return {
            key: getattr(self, f"_write_sheet_{key}")(book, formats, period)
            for key in sorted(order, key=order.get)
        }

    def _build_figures(self, period):
        """Return ``{key: figures}`` that a month keeps when it is closed.

        Each room adds what ``_build_<key>`` of its sheets returns, ready for JSON.
        """
        self = self.with_context(lang=self._get_lang(period))
        return {"tables": self._build_tables(period)}

    def _get_figures(self, period, key):
        """Return the figures of a sheet: those that a closed month keeps, if it does.

        :raises AccessError: the user sees only a part of the ledger
        """
        self.env["telecom.performance.entry"]._check_sees_whole_ledger()
        kept = period.frozen_figures or {}
        if period.state == "closed" and key in kept:
            return kept[key]
        return getattr(self, f"_build_{key}")(period)

    def _build_tables(self, period):
        matrix = self.env["telecom.performance.matrix"]
        return pack_matrix(matrix._build_matrix(period.with_env(self.env)))

    def _prepare_kept_rows(self, rows):
        """Return rows of cells as JSON can hold them."""
        return [
            {
                key: fields.Date.to_string(value) if isinstance(value, date) else value
                for key, value in row.items()
            }
            for row in rows
        ]

    def _decode_rows(self, columns, rows):
        """Return the rows of ``_prepare_kept_rows`` with their dates.

        :param columns: (key, kind, ...)
        """
        dates = {key for key, kind, *_rest in columns if kind == "date"}
        return [
            row | {key: fields.Date.to_date(row[key]) for key in dates} for row in rows
        ]

    def _write_sheet_tables(self, book, formats, period):
        """Write a sheet for each table of the circular."""
        matrix = unpack_matrix(self._get_figures(period, "tables"))
        for table in matrix.tables:
            self._write_table(book, formats, matrix, table)

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
        end = last
        if table.rows:
            sheet.autofilter(1, 0, last, len(heads) - 1)
            self._write_totals(sheet, formats, table, first, last)
            self._add_conditional_formats(book, sheet, table, first)
            end = self._add_chart(book, sheet, table, first, last)
        self._set_print_area(sheet, end)
        self._set_paper(sheet, heads_row=1, pages=1 if table.key == "units" else 0)

    def _add_conditional_formats(self, book, sheet, table, first):
        """Show bars behind the points of ranked rows; colour growth and decline."""
        ranked = 1 + sum(1 for row in table.rows if row.rank)
        last = 1 + len(table.rows)
        for position, column in enumerate(table.columns, start=first):
            if column.key == table.rank_by and ranked > 1:
                bars = {"type": "data_bar", "bar_color": LAST_YEAR}
                sheet.conditional_format(2, position, ranked, position, bars)
            elif column.kind == "percent":
                for criteria, colour in ((">", GOOD), ("<", BAD)):
                    rule = {"type": "cell", "criteria": criteria, "value": 0}
                    rule["format"] = book.add_format({"bg_color": colour})
                    sheet.conditional_format(2, position, last, position, rule)

    def _write_totals(self, sheet, formats, table, first, last):
        """Write totals as formulas over filtered rows; growth compares two totals."""
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
        """Add a chart of the ranked units below them; return the last row in use."""
        ranked = sum(1 for row in table.rows if row.rank)
        if table.key != "units" or not ranked:
            return last + 1
        rows = (2, 1 + ranked)
        series = [
            self._get_chart_series(
                sheet, rows, 1, position, name=column.label, fill={"color": colour}
            )
            for position, column in enumerate(table.columns, start=first)
            if (colour := CHARTED.get(column.key))
        ]
        height = 120 + 36 * ranked
        return self._insert_chart(
            book, sheet, last + 3, "bar", table.title, series, height
        )

    def _write_sheet_entries(self, book, formats, period):
        """Write all entries; return their sheets, each with its last row."""
        entries = self.env["telecom.performance.entry"]
        sheets = self._write_list(
            book,
            formats,
            self.env._("Entries"),
            ENTRY_COLUMNS,
            entries,
            self._iterate_in_batches(
                entries.search([("period_id", "=", period.id)], order="id")
            ),
        )
        for sheet, last in sheets:
            if last:
                self._colour_rows(book, sheet, last, f"${CASH_COLUMN}2<0", BAD)
        return sheets
