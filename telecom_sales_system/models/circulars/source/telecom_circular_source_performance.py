from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ....tools.paper.matrix import fold_rows

WIDTHS = {"money": "12.5%", "points": "11.5%", "percent": "8.5%"}


class TelecomCircularSource(models.AbstractModel):
    """Performance of a month: the city's ranking, or that of a unit's own people."""

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "performance": {
                "origins": {"period_id": True},
                "is_monthly": True,
                "proves_duties": True,
            },
        }

    def _get_placeholders_performance(self):
        return {
            "cash": self.env._("cash received in the month"),
            "points": self.env._("points of the month"),
            "last_points": self.env._("points of the same month last year"),
            "growth": self.env._("growth against the same month last year"),
            "change": self.env._("that growth or decline in words"),
            "year_cash": self.env._("cash received in the year to date"),
            "year_points": self.env._("points of the year to date"),
            "year_from": self.env._(
                "month from which the year to date counts, if not January"
            ),
            "leaders": self.env._("the leading units; of a unit, the leading people"),
        }

    def _get_figures_performance(self, circular):
        period = self._get_source_record(circular, "period_id")
        if period.state == "open":
            raise UserError(
                self.env._(
                    "Period %s: compute it before drafting its circular.", period.name
                )
            )
        is_city = circular.unit_id.kind == "city"
        built = self.env["telecom.performance.matrix"]._build_matrix(
            period.with_env(self.env), None if is_city else circular.unit_id
        )
        leading = built.get_table("units" if is_city else "people")
        tables = [
            self._fold_idle_rows(table)
            for table in built.tables
            if any(row.ranked for row in table.rows)
        ]
        return {
            "values": self._get_performance_values(built, leading)
            | {"year_from": self._get_year_start_text(period)},
            "tables": [
                self._build_performance_table(table, caption)
                for table, caption in zip(tables, self._get_captions(), strict=False)
            ],
            "chart": self._build_performance_chart(leading),
            "notes": [
                self.env._(
                    "Cash in %(currency)s. Points = (cash received - incentives) x"
                    " conversion rate x points per unit of currency.",
                    currency=self._get_amount_unit(circular),
                ),
                *built.remarks,
            ],
        }

    def _get_year_start_text(self, period):
        """Return the month from which totals of the year count; None if January."""
        return period.with_env(self.env)._get_year_start()._format_month() or None

    def _is_idle(self, row):
        return not (row.figures["month_cash"] or row.figures["month_points"])

    def _fold_idle_rows(self, table):
        """Fold teams or people without cash and points in the month into one row."""
        if table.key == "units":
            return table
        names = {
            "teams": self.env._("Other teams without performance: %s"),
            "people": self.env._("Other people without performance: %s"),
        }
        return fold_rows(table, self._is_idle, lambda count: names[table.key] % count)

    def _describe_change(self, growth):
        """Return growth or decline in words, or None if growth is not known."""
        if growth is None:
            return None
        rate = self._format_cell(abs(growth), "percent")
        if growth < 0:
            return self.env._("down %s on the year before", rate)
        if growth > 0:
            return self.env._("up %s on the year before", rate)
        return self.env._("as in the year before")

    def _get_performance_values(self, built, leading):
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
            name: None if total[key] is None else self._format_cell(total[key], kind)
            for name, (key, kind) in names.items()
        }
        values["change"] = self._describe_change(total["month_growth"])
        if values["change"] is None:
            values["last_points"] = None
        leaders = [row.name for row in leading.top if row.figures["month_points"] > 0]
        values["leaders"] = format_list(self.env, leaders) if leaders else None
        return values

    def _build_performance_table(self, table, caption):
        columns = [
            c for c in table.columns if not (table.note_label and c.key == "year_cash")
        ]
        head = [
            self._build_column(self.env._("Rank"), "mid", "5%"),
            self._build_column(table.name_label),
        ]
        if table.note_label:
            head.append(self._build_column(table.note_label, "name", "16%"))
        names = len(head)
        head += [self._build_column(c.label, c.kind, WIDTHS[c.kind]) for c in columns]

        def build_cells(figures):
            return [self._format_figure(figures[column.key]) for column in columns]

        return {
            "key": table.key,
            "title": caption % {"title": table.title},
            "columns": head,
            "rows": [
                [
                    str(row.rank or "—"),
                    row.name,
                    *([row.note] if table.note_label else []),
                    *build_cells(row.figures),
                ]
                for row in table.rows
            ],
            "total": [
                "—",
                self.env._("Total"),
                *[""] * (names - 2),
                *build_cells(table.total),
            ],
        }

    def _build_performance_chart(self, table):
        """Return the chart: points of the month and of the same month last year."""
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
                        self._format_figure(row.figures[key] or Decimal())
                        for row in shown
                    ],
                }
                for label, key in series
            ],
        }


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("performance", "Performance"), ("other",)],
        ondelete={"performance": lambda papers: papers._remove_kind()},
    )
