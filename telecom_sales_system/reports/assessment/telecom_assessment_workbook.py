from xlsxwriter.utility import xl_rowcol_to_cell

from odoo import models

from ...tools.decimals import exact
from ...tools.paper.bar_chart import THIS_YEAR
from ..common.telecom_workbook import BAD, GOOD

LINE_COLUMNS = [
    ("unit_id", "record", 18),
    ("span", "choice", 12),
    ("section_id", "record", 14),
    ("indicator_id", "record", 24),
    ("points", "points", 10),
    ("target", "points", 14),
    ("actual", "points", 14),
    ("attainment", "points", 12),
    ("deduction", "points", 10),
    ("bonus", "points", 10),
    ("score", "points", 10),
    ("explanation", "text", 60),
]
MIDDLE = "#FFFFFF"


class TelecomAssessmentWorkbook(models.AbstractModel):
    """The workbook of scorecards: a sheet per ranking, and one with all lines."""

    _name = "telecom.assessment.workbook"
    _description = "Assessment Workbook"
    _inherit = ["telecom.workbook"]

    def _build_workbook(self, cards):
        """Return the xlsx file of scorecards as bytes.

        :raises AccessError: the user does not see the lines of all units
        """
        cards.check_access("read")
        self = self.with_context(lang=cards.company_id[:1]._get_telecom_lang())
        with self._open_book() as (book, formats, buffer):
            self._write_sheets(book, formats, cards.with_env(self.env))
        return buffer.getvalue()

    def _write_sheets(self, book, formats, cards):
        """Write a sheet for each ranking, and one with all lines."""
        for ranking in self.env["telecom.assessment.matrix"]._build_matrix(cards):
            self._write_ranking(book, formats, ranking)
        # sudo: a reader of a card may see the names in it
        self._write_list(
            book,
            formats,
            self.env._("Scorecard Lines"),
            LINE_COLUMNS,
            self.env["telecom.assessment.line"],
            cards.sudo().line_ids,
        )

    def _write_ranking(self, book, formats, ranking):
        scheme = ranking.scheme.with_env(self.env).sudo()
        kinds = dict(scheme._fields["unit_kind"]._description_selection(self.env))
        spans = self.env["telecom.assessment"]._fields["span"]
        span = dict(spans._description_selection(self.env))[ranking.span]
        title = f"{kinds[scheme.unit_kind]} {span}"
        sheet = book.add_worksheet(self._get_free_sheet_name(book, title))
        first, last = 3, 2 + len(ranking.rows)
        columns = len(ranking.lines)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2 + columns, 12)
        if ranking.span == "year":
            period = ranking.period.with_env(self.env)
            title = period._describe_year_to_date(title, has_other_figures=True)
        sheet.write_string(
            0, 0, f"{scheme.name} · {ranking.period.name} · {title}", formats["title"]
        )
        heads = [each.with_env(self.env).name for each, _points in ranking.lines]
        heads = [self.env._("Rank"), self.env._("Unit"), *heads, self.env._("Score")]
        for position, head in enumerate(heads):
            sheet.write_string(1, position, head, formats["head"])
        sheet.write_string(2, 1, self.env._("Full Points"), formats["total"])
        for position, (_indicator, points) in enumerate(ranking.lines, start=2):
            sheet.write_number(2, position, points, formats["total"])
        self._write_score(sheet, formats, 2, columns, sum(p for _, p in ranking.lines))
        for row, (card, lines) in enumerate(ranking.rows, start=first):
            sheet.write(row, 0, card.rank or "—")
            sheet.write_string(row, 1, card.unit_id.name)
            for position, line in enumerate(lines, start=2):
                if line and not line.error:
                    score = exact(line.score)
                    sheet.write_number(row, position, score, formats["points"])
            self._write_score(sheet, formats, row, columns, exact(card.score))
        self._write_averages(sheet, formats, ranking, first, last)
        self._colour_scores(sheet, ranking, first, last)
        sheet.freeze_panes(3, 2)
        sheet.autofilter(1, 0, last, 2 + columns)
        self._set_paper(sheet, heads_row=1)
        end = self._add_chart(book, sheet, first, last, columns)
        self._set_print_area(sheet, end)

    def _get_free_sheet_name(self, book, title):
        """Return an unused sheet name, shortened to what Excel allows."""
        taken = {sheet.name for sheet in book.worksheets()}
        name, number = title[:31], 2
        while name in taken:
            name, number = f"{title[:28]} {number}", number + 1
        return name

    def _write_score(self, sheet, formats, row, columns, value):
        cells = f"{xl_rowcol_to_cell(row, 2)}:{xl_rowcol_to_cell(row, 1 + columns)}"
        sheet.write_formula(row, 2 + columns, f"=SUM({cells})", formats["total"], value)

    def _write_averages(self, sheet, formats, ranking, first, last):
        row = last + 1
        sheet.write_string(row, 1, self.env._("City average"), formats["total"])
        values = [*ranking.averages, ranking.average]
        for position, value in enumerate(values, start=2):
            cells = (
                f"{xl_rowcol_to_cell(first, position)}"
                f":{xl_rowcol_to_cell(last, position)}"
            )
            formula = f'=IFERROR(SUBTOTAL(101,{cells}),"—")'
            shown = "—" if value is None else value
            sheet.write_formula(row, position, formula, formats["total"], shown)

    def _colour_scores(self, sheet, ranking, first, last):
        """Colour scores from far below to above the full points of their line."""
        for position, (_indicator, points) in enumerate(ranking.lines, start=2):
            scale = {
                "type": "3_color_scale",
                "min_type": "num",
                "mid_type": "num",
                "max_type": "num",
                "min_value": 0,
                "mid_value": float(points),
                "max_value": float(points) + 1,
                "min_color": BAD,
                "mid_color": MIDDLE,
                "max_color": GOOD,
            }
            sheet.conditional_format(first, position, last, position, scale)

    def _add_chart(self, book, sheet, first, last, columns):
        """Add a chart of the scores below the ranking; return the last row in use."""
        label = self.env._("Score")
        series = self._get_chart_series(
            sheet,
            (first, last),
            1,
            2 + columns,
            name=label,
            fill={"color": THIS_YEAR},
            data_labels={"value": True},
        )
        height = 120 + 28 * (last - first + 1)
        return self._insert_chart(book, sheet, last + 3, "bar", label, [series], height)
