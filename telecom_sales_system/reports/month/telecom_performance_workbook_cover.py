from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from odoo import fields, models
from odoo.tools import format_date

from ...tools.paper.bar_chart import LAST_YEAR, THIS_YEAR
from ..common.telecom_workbook import A4
from .telecom_performance_workbook import ENTRY_COLUMNS

MONTHS_BEFORE = 12
LINKS_IN_A_ROW = 4
COLUMN_WIDTH = 27
CHART_HEIGHT = 300
TOTALS = ("cash", "incentive", "converted_profit", "points")
TREND = {"cash": LAST_YEAR, "points": THIS_YEAR}


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The cover: state, totals and trend of the month, and links to the sheets."""

    _inherit = "telecom.performance.workbook"

    def _write_sheets(self, book, formats, period):
        # First in the book, but written when all sheets are there.
        cover = book.add_worksheet(self.env._("Cover"))
        written = super()._write_sheets(book, formats, period)
        self._write_cover(book, formats, cover, period, written["entries"])
        return written

    def _write_cover(self, book, formats, sheet, period, entries):
        sheet.set_column(0, LINKS_IN_A_ROW - 1, COLUMN_WIDTH)
        title = self.env._("%s: The Month in One File", period._format_month())
        sheet.write_string(0, 0, title, formats["title"])
        sheet.write_string(1, 0, period.company_id.name)
        sheet.write_string(2, 0, self._get_state_text(period))
        row = self._write_month(sheet, formats, 4, period, entries)
        row = self._write_links(book, sheet, formats, row + 1)
        row = self._write_trend(book, sheet, formats, row + 1, period)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 1)
        self._set_print_area(sheet, row)

    def _get_state_text(self, period):
        if period.state != "closed":
            return self.env._(
                "Preliminary: the month is not closed, figures may change."
            )
        closed = period.company_id._telecom_local(period.closed_on).date()
        return self.env._(
            "Closed on %(date)s by %(user)s.",
            date=format_date(self.env, closed),
            # sudo: who reads the month reads the name in it
            user=period.sudo().closed_by_id.name,
        )

    def _write_month(self, sheet, formats, row, period, entries):
        """Write the totals as formulas over the entries; return the row after them."""
        sheet.write_string(row, 0, self.env._("Metric"), formats["head"])
        sheet.write_string(row, 1, self.env._("Total"), formats["head"])
        columns = [name for name, *_rest in ENTRY_COLUMNS]
        for name in TOTALS:
            row += 1
            label = period._fields[name]._description_string(self.env)
            sheet.write_string(row, 0, label)
            letter = xl_col_to_name(columns.index(name))
            cells = ",".join(
                f"{quote_sheetname(part.name)}!{letter}2:{letter}{last + 1}"
                for part, last in entries
                if last
            )
            if cells:
                formula = f"=SUM({cells})"
                sheet.write_formula(row, 1, formula, formats["money"], period[name])
            else:
                sheet.write_number(row, 1, 0, formats["money"])
        row += 1
        sheet.write_string(row, 0, self.env._("Entries"))
        sheet.write_number(row, 1, period.entry_count, formats["whole"])
        row += 1
        label = period._fields["overdue"]._description_string(self.env)
        sheet.write_string(row, 0, label)
        sheet.write_number(row, 1, period.overdue, formats["money"])
        return row + 1

    def _write_links(self, book, sheet, formats, row):
        """Write a link to each other sheet; return the row after them."""
        sheet.write_string(row, 0, self.env._("Sheets"), formats["head"])
        others = [other for other in book.worksheets() if other is not sheet]
        for place, other in enumerate(others):
            line, position = divmod(place, LINKS_IN_A_ROW)
            target = f"internal:{quote_sheetname(other.name)}!A1"
            sheet.write_url(row + 1 + line, position, target, string=other.name)
        return row + 2 + (len(others) - 1) // LINKS_IN_A_ROW

    def _write_trend(self, book, sheet, formats, row, period):
        """Write the months until this one, and chart them; return the last row."""
        heads = [self.env._("Month")]
        heads += [
            period._fields[name]._description_string(self.env)
            for name in (*TREND, "overdue")
        ]
        sheet.write_row(row, 0, heads, formats["head"])
        months = self.env["telecom.period"].search(
            [
                ("company_id", "=", period.company_id.id),
                (
                    "date_from",
                    ">=",
                    fields.Date.subtract(period.date_from, months=MONTHS_BEFORE),
                ),
                ("date_from", "<=", period.date_from),
            ],
            order="date_from",
        )
        first = row + 1
        for row, month in enumerate(months, start=first):
            sheet.write_string(row, 0, month.name)
            for position, name in enumerate((*TREND, "overdue"), start=1):
                sheet.write_number(row, position, month[name], formats["money"])
        series = [
            self._get_chart_series(
                sheet,
                (first, row),
                0,
                position,
                name=heads[position],
                fill={"color": colour},
            )
            for position, colour in enumerate(TREND.values(), start=1)
        ]
        title = self.env._("Cash and Points by Month")
        return self._insert_chart(
            book, sheet, row + 2, "column", title, series, CHART_HEIGHT
        )
