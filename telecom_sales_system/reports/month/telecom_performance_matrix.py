from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ...models.common.groups import WHOLE_COMPANY
from ...tools.matrix import Column, Matrix, Row, Table, growth

CENT = Decimal("0.01")
FIGURES = ("cash", "points")


class TelecomPerformanceMatrix(models.AbstractModel):
    """The ranked figures of a month, from which circular and workbook are printed."""

    _name = "telecom.performance.matrix"
    _description = "Performance Matrix"

    def _build_matrix(self, period):
        """Return the ``Matrix`` of a computed period.

        Units are branches and county bureaus with their outlets. Amounts without a
        ranked row are unranked rows below, so that every table has the same total.
        Figures of last year are None where the ledger does not reach back far enough.

        :raises AccessError: the user sees only a part of the ledger
        """
        self._check_may_build()
        period.ensure_one()
        spans = self._get_spans(period)
        columns = self._get_columns(spans)
        tables = [
            self._build_units_table(period, spans, columns),
            self._build_records_table(
                self._sum_entries(period, spans, "team_id"),
                columns,
                lambda team: team.unit_id,
                self.env._("Without a team"),
                key="teams",
                title=self.env._("Teams"),
                name_label=self.env._("Team"),
            ),
            self._build_records_table(
                self._sum_entries(period, spans, "salesperson_id"),
                columns,
                lambda person: person._get_assignment_on(period.date_to).unit_id,
                self.env._("No registered salesperson"),
                key="people",
                title=self.env._("Salespeople"),
                name_label=self.env._("Full Name"),
            ),
        ]
        return Matrix(
            month=self._format_month(period.date_from),
            tables=tables,
            total=tables[0].total,
            remarks=self._get_remarks(period, spans),
        )

    def _check_may_build(self):
        if not any(map(self.env.user.has_group, WHOLE_COMPANY)):
            raise AccessError(
                self.env._(
                    "Rankings need the whole ledger: only the customer service"
                    " department, leaders and auditors can compute them."
                )
            )

    def _format_month(self, day):
        return format_date(self.env, day, date_format=self.env._("yyyy-MM"))

    def _get_spans(self, period):
        """Return the periods of the month and the year to date, and of a year ago.

        A value is None if the ledger does not reach back to the first of those months.
        """
        start = period.date_from
        spans = {}
        for key, first in (("month", start), ("year", start.replace(month=1))):
            for prefix, back in (("", 0), ("last_", 1)):
                lower = fields.Date.subtract(first, years=back)
                upper = fields.Date.subtract(start, years=back)
                found = self.env["telecom.period"].search(
                    [
                        ("company_id", "=", period.company_id.id),
                        ("date_from", ">=", lower),
                        ("date_from", "<=", upper),
                    ],
                    order="date_from",
                )
                reaches_back = found[:1].date_from == lower
                spans[prefix + key] = found if reaches_back or not back else None
        return spans

    def _get_columns(self, spans):
        columns = [
            Column("month_cash", self.env._("Cash Received"), "money"),
            Column("month_points", self.env._("Points"), "points"),
        ]
        if spans["last_month"]:
            columns += [
                Column(
                    "last_month_points", self.env._("Same Month Last Year"), "points"
                ),
                Column("month_growth", self.env._("Growth"), "percent"),
            ]
        columns += [
            Column("year_cash", self.env._("Cash, Year to Date"), "money"),
            Column("year_points", self.env._("Points, Year to Date"), "points"),
        ]
        if spans["last_year"]:
            columns += [
                Column("last_year_points", self.env._("Last Year to Date"), "points"),
                Column("year_growth", self.env._("Growth, Year to Date"), "percent"),
            ]
        return columns

    def _sum_entries(self, period, spans, groupby, fold=None):
        """Sum the ledger by ``groupby`` and span in one query.

        :param fold: maps a record of ``groupby`` to the one whose row it belongs to
        :return: ``{record: {figure: Decimal or None}}``, and the total under None
        """
        wanted = self.env["telecom.period"].union(*(s for s in spans.values() if s))
        sums = defaultdict(lambda: defaultdict(Decimal))
        for record, month, *amounts in self.env[
            "telecom.performance.entry"
        ]._read_group(
            self._get_entry_domain(wanted),
            [groupby, "period_id"],
            [f"{figure}:sum" for figure in FIGURES],
        ):
            row = fold(record) if fold else record
            for key in (row, None):
                for span, months in spans.items():
                    if months and month in months:
                        for figure, amount in zip(FIGURES, amounts, strict=True):
                            amount = Decimal(str(amount or 0)).quantize(CENT)
                            sums[key][f"{span}_{figure}"] += amount
        return {key: self._fill_figures(spans, row) for key, row in sums.items()} or {
            None: self._fill_figures(spans, {})
        }

    def _get_entry_domain(self, periods):
        return [("period_id", "in", periods.ids)]

    def _fill_figures(self, spans, sums):
        figures = {
            f"{span}_{figure}": (
                None if months is None else sums.get(f"{span}_{figure}", Decimal())
            )
            for span, months in spans.items()
            for figure in FIGURES
        }
        for key in ("month", "year"):
            figures[f"{key}_growth"] = growth(
                figures[f"{key}_points"], figures[f"last_{key}_points"]
            )
        return figures

    def _get_row_unit(self, unit):
        """Return the unit in whose row a unit's figures are."""
        path = unit.browse(int(i) for i in (unit.parent_path or "").split("/") if i)
        return path.filtered(lambda u: u.kind in ("branch", "county"))[:1] or unit

    def _get_ranked_units(self, period):
        units = self.env["telecom.sales.unit"].with_context(active_test=False)
        return units.search(
            [
                ("company_id", "=", period.company_id.id),
                ("kind", "in", ("branch", "county")),
            ]
        )

    def _build_units_table(self, period, spans, columns):
        figures = self._sum_entries(period, spans, "unit_id", self._get_row_unit)
        ranked = self._get_ranked_units(period).filtered(
            lambda unit: unit.active or unit in figures
        )
        rows = [
            Row(unit.name, figures.get(unit) or self._fill_figures(spans, {}))
            for unit in ranked
        ]
        rows += [
            Row(record.name or self.env._("No unit"), row, ranked=False)
            for record, row in figures.items()
            if record is not None and record not in ranked
        ]
        return Table(
            key="units",
            title=self.env._("Units"),
            name_label=self.env._("Unit"),
            columns=columns,
            rows=rows,
            total=figures[None],
            rank_by="month_points",
        )

    def _build_records_table(self, figures, columns, unit_of, empty_label, **labels):
        """Return a table that ranks the records; cash without one is below, unranked.

        :param unit_of: callable(record) that returns the unit to name beside it
        """
        return Table(
            columns=columns,
            rows=[
                Row(
                    record.name or empty_label,
                    row,
                    note=unit_of(record).name or "",
                    ranked=bool(record),
                )
                for record, row in figures.items()
                if record is not None
            ],
            total=figures[None],
            note_label=self.env._("Unit"),
            rank_by="month_points",
            **labels,
        )

    def _get_remarks(self, period, spans):
        remarks = []
        if spans["last_month"] is None or spans["last_year"] is None:
            first = self.env["telecom.period"].search(
                [("company_id", "=", period.company_id.id)], order="date_from", limit=1
            )
            remarks.append(
                self.env._(
                    "The ledger begins with %s; figures of last year are shown as far"
                    " as it reaches back.",
                    self._format_month(first.date_from),
                )
            )
        return remarks
