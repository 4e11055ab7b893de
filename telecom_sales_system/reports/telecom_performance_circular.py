from odoo import api, models
from odoo.tools import format_list, formatLang

from ..tools.bar_chart import LAST_YEAR, THIS_YEAR, bar_chart
from ..tools.matrix import fold
from ..tools.pagination import PAGE_HEIGHT, Block, paginate

OPENING_HEIGHT = 16
CLOSING_HEIGHT = 9
CHART_GROUP_HEIGHT = 1.4
NAME_WIDTH, NAME_WIDTH_ALONE = 11, 12


class ReportPerformanceCircular(models.AbstractModel):
    """The monthly performance circular (业绩通报), in the company's language."""

    _name = "report.telecom_sales_system.report_performance_circular"
    _description = "Performance Circular"
    _inherit = ["telecom.circular.paper"]

    @api.model
    def _get_report_values(self, docids, data=None):
        return {
            "doc_ids": docids,
            "doc_model": "telecom.period",
            "papers": [
                self._paper(period)
                for period in self.env["telecom.period"].browse(docids)
            ],
        }

    def _paper(self, period):
        """Everything that the page shows.

        :raises UserError: the period was never computed
        """
        self = self._in_language_of(period)
        period = period.with_env(self.env)
        matrix = self.env["telecom.performance.matrix"]._build(period)
        tables = [self._without_idle_rows(table) for table in matrix.tables]
        return {
            **self._frame(
                period, self.env._("Circular on performance in %s", matrix.month)
            ),
            "remarks": matrix.remarks,
            "tables": {table.key: table for table in tables},
            "headings": {
                "units": self.env._("I. Units"),
                "teams": self.env._("II. Teams"),
                "people": self.env._("III. Salespeople"),
            },
            "overview": self._overview(matrix),
            "chart": self._chart(matrix.table("units")),
            "pages": self._pages(tables, matrix.remarks),
            "columns": self._columns,
            "amount": self._amount,
        }

    def _amount(self, value, kind):
        """Print a figure: two decimals for money and points, one for percents."""
        if value is None:
            return "—"
        if kind == "percent":
            return f"{formatLang(self.env, float(value * 100), digits=1)}%"
        return formatLang(self.env, float(value), digits=2)

    def _change(self, growth):
        """Say in words what was gained or lost; None where growth is not known."""
        if growth is None:
            return None
        rate = self._amount(abs(growth), "percent")
        if growth < 0:
            return self.env._("down %s on the year before", rate)
        if growth > 0:
            return self.env._("up %s on the year before", rate)
        return self.env._("as in the year before")

    def _overview(self, matrix):
        total = matrix.total
        texts = [
            self.env._(
                "In %(month)s the bureau received %(cash)s yuan in cash, which counts"
                " for %(points)s performance points.",
                month=matrix.month,
                cash=self._amount(total["month_cash"], "money"),
                points=self._amount(total["month_points"], "points"),
            )
        ]
        if total["month_growth"] is not None:
            texts.append(
                self.env._(
                    "The same month of last year brought %(points)s points:"
                    " %(change)s.",
                    points=self._amount(total["last_month_points"], "points"),
                    change=self._change(total["month_growth"]),
                )
            )
        texts.append(
            self.env._(
                "The year to date stands at %(cash)s yuan in cash and %(points)s"
                " points.",
                cash=self._amount(total["year_cash"], "money"),
                points=self._amount(total["year_points"], "points"),
            )
        )
        if leading := [row.name for row in matrix.table("units").top]:
            texts.append(
                self.env._(
                    "The leading units of the month are %s.",
                    format_list(self.env, leading),
                )
            )
        return self._paragraph(texts)

    def _columns(self, table):
        """Leave out the cash of the year where the name takes two columns."""
        narrow = bool(table.note_label)
        return [c for c in table.columns if not (narrow and c.key == "year_cash")]

    def _is_idle(self, row):
        return not (row.figures["month_cash"] or row.figures["month_points"])

    def _without_idle_rows(self, table):
        """Put teams and people without any cash or points in the month on one line."""
        if table.key == "units":
            return table
        names = {
            "teams": self.env._("Other teams without performance: %s"),
            "people": self.env._("Other people without performance: %s"),
        }
        return fold(table, self._is_idle, lambda count: names[table.key] % count)

    def _pages(self, tables, remarks):
        """Lay the paper out; heights are in table rows, measured on printed pages."""
        bars = sum(1 for row in tables[0].rows if row.rank)
        return paginate(
            [
                Block("opening", OPENING_HEIGHT),
                Block("chart", 2 + round(bars * CHART_GROUP_HEIGHT)),
                *(self._block(table) for table in tables),
                Block("closing", CLOSING_HEIGHT + len(remarks)),
            ],
            PAGE_HEIGHT,
        )

    def _block(self, table):
        widest = NAME_WIDTH if table.note_label else NAME_WIDTH_ALONE
        heights = tuple(1 if len(row.name) <= widest else 2 for row in table.rows)
        return Block(table.key, head=3, row_heights=heights, tail=1)

    def _chart(self, units):
        rows = [row for row in units.rows if row.rank]
        series = [
            (
                self.env._("Points of the month"),
                THIS_YEAR,
                [row.figures["month_points"] for row in rows],
            )
        ]
        if any(column.key == "last_month_points" for column in units.columns):
            series.append(
                (
                    self.env._("Same month last year"),
                    LAST_YEAR,
                    [row.figures["last_month_points"] for row in rows],
                )
            )
        return bar_chart([row.name for row in rows], series)
