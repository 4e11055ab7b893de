from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...tools.matrix import fold

WIDTHS = {"money": "12.5%", "points": "11.5%", "percent": "8.5%"}


class TelecomCircularSource(models.AbstractModel):
    """Performance of a month: the city's ranking, or that of a unit's own people."""

    _inherit = "telecom.circular.source"

    def _placeholders_performance(self):
        return {
            "cash": self.env._("cash received in the month"),
            "points": self.env._("points of the month"),
            "last_points": self.env._("points of the same month last year"),
            "growth": self.env._("growth against the same month last year"),
            "change": self.env._("that growth or decline in words"),
            "year_cash": self.env._("cash received in the year to date"),
            "year_points": self.env._("points of the year to date"),
            "leaders": self.env._("the leading units; of a unit, the leading people"),
        }

    def _figures_performance(self, circular):
        period = self._origin(circular, "period_id")
        if period.state == "open":
            raise UserError(
                self.env._(
                    "Period %s: compute it before drafting its circular.", period.name
                )
            )
        matrix = self.env["telecom.performance.matrix"]
        if circular.unit_id.kind == "city":
            built = matrix._build_matrix(period.with_env(self.env))
            leading = built.table("units")
        else:
            matrix = self.env["telecom.performance.matrix.unit"]
            matrix = matrix.with_context(telecom_matrix_unit=circular.unit_id.id)
            built = matrix._build_matrix(period.with_env(self.env))
            leading = built.table("people")
        tables = [
            self._without_idle_rows(table)
            for table in built.tables
            if any(row.ranked for row in table.rows)
        ]
        return {
            "values": self._performance_values(built, leading),
            "tables": [
                self._performance_table(table, caption)
                for table, caption in zip(tables, self._captions(), strict=False)
            ],
            "chart": self._performance_chart(leading),
            "notes": [
                self.env._(
                    "Cash in yuan. Points = (cash received - incentives) x conversion"
                    " rate x points per yuan."
                ),
                *built.remarks,
            ],
        }

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

    def _change(self, growth):
        """Say in words what was gained or lost; None where growth is not known."""
        if growth is None:
            return None
        rate = self._show(abs(growth), "percent")
        if growth < 0:
            return self.env._("down %s on the year before", rate)
        if growth > 0:
            return self.env._("up %s on the year before", rate)
        return self.env._("as in the year before")

    def _show(self, value, kind):
        paper = self.env["report.telecom_sales_system.report_circular"]
        return paper._show(value, kind)

    def _performance_values(self, built, leading):
        total = built.total
        names = {
            "cash": ("month_cash", "money"),
            "points": ("month_points", "points"),
            "last_points": ("last_month_points", "points"),
            "growth": ("month_growth", "percent"),
            "year_cash": ("year_cash", "money"),
            "year_points": ("year_points", "points"),
        }
        values = {
            name: None if total[key] is None else self._show(total[key], kind)
            for name, (key, kind) in names.items()
        }
        values["change"] = self._change(total["month_growth"])
        if values["change"] is None:
            values["last_points"] = None
        leaders = [row.name for row in leading.top if row.figures["month_points"] > 0]
        values["leaders"] = format_list(self.env, leaders) if leaders else None
        return values

    def _performance_table(self, table, caption):
        columns = [
            c for c in table.columns if not (table.note_label and c.key == "year_cash")
        ]
        head = [
            self._column(self.env._("Rank"), "mid", "5%"),
            self._column(table.name_label),
        ]
        if table.note_label:
            head.append(self._column(table.note_label, "name", "16%"))
        names = len(head)
        head += [self._column(c.label, c.kind, WIDTHS[c.kind]) for c in columns]

        def cells(figures):
            return [self._text(figures[column.key]) for column in columns]

        return {
            "key": table.key,
            "title": caption % {"title": table.title},
            "columns": head,
            "rows": [
                [
                    str(row.rank or "—"),
                    row.name,
                    *([row.note] if table.note_label else []),
                    *cells(row.figures),
                ]
                for row in table.rows
            ],
            "total": [
                "—",
                self.env._("Total"),
                *[""] * (names - 2),
                *cells(table.total),
            ],
        }

    def _performance_chart(self, table):
        """Points of the month by row, and of the same month last year if known."""
        rows = [row for row in table.rows if row.rank and not self._is_idle(row)]
        if len(rows) < 2:
            return None
        series = [(self.env._("Points of the month"), "month_points")]
        if any(column.key == "last_month_points" for column in table.columns):
            series.append((self.env._("Same month last year"), "last_month_points"))
        shown = rows[:15]
        return {
            "labels": [row.name for row in shown],
            "series": [
                {
                    "label": label,
                    "values": [
                        self._text(row.figures[key] or Decimal()) for row in shown
                    ],
                }
                for label, key in series
            ],
        }
