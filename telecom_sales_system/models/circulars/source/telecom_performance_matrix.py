from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models

from ....tools.decimals import exact
from ....tools.paper.matrix import Column, Matrix, Row, Table, growth
from ...organisation.telecom_sales_unit import RANKED_KINDS

FIGURES = ("cash", "points")


class TelecomPerformanceMatrix(models.AbstractModel):
    """The ranked figures of a month, from which circular and workbook are printed."""

    _name = "telecom.performance.matrix"
    _description = "Performance Matrix"

    @api.model
    def _build_matrix(self, period, unit=None):
        """Return the ``Matrix`` of a computed period: of the company, or of one unit.

        Units are branches and county bureaus with their outlets; of one unit, those
        right below it. Amounts without a ranked row are unranked rows below, so that
        every table has the same total. Figures of last year are None where the ledger
        does not reach back far enough.

        :param unit: only its entries and those of the units below it; who may read it
            may build its matrix
        :raises AccessError: the user sees only a part of the ledger, or not the unit
        """
        unit = self.env["telecom.sales.unit"].browse(unit.ids if unit else ())
        self._check_may_build(unit)
        period.ensure_one()
        spans = self._get_spans(period)
        columns = self._get_columns(period, spans)
        tables = [
            self._build_units_table(period, unit, spans, columns),
            self._build_records_table(
                self._sum_entries(unit, spans, "team_id"),
                columns,
                self._get_unit_finder(period, "teams", lambda team: team.unit_id),
                self.env._("Without a team"),
                key="teams",
                title=self.env._("Teams"),
                name_label=self.env._("Team"),
            ),
            self._build_records_table(
                self._sum_entries(unit, spans, "salesperson_id"),
                columns,
                self._get_unit_finder(
                    period,
                    "people",
                    lambda person: person._get_assignment_on(period.date_to).unit_id,
                ),
                self.env._("No registered salesperson"),
                key="people",
                title=self.env._("Salespeople"),
                name_label=self.env._("Full Name"),
            ),
        ]
        return Matrix(
            month=period._format_month(),
            tables=tables,
            total=tables[0].total,
            remarks=self._get_remarks(period, spans),
        )

    def _check_may_build(self, unit):
        if unit:
            unit.check_access("read")
        else:
            self.env["telecom.performance.entry"]._check_sees_whole_ledger()

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

    def _get_columns(self, period, spans):
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
            Column(
                "year_cash",
                period._describe_year_to_date(self.env._("Cash, Year to Date")),
                "money",
            ),
            Column(
                "year_points",
                period._describe_year_to_date(self.env._("Points, Year to Date")),
                "points",
            ),
        ]
        if spans["last_year"]:
            columns += [
                Column("last_year_points", self.env._("Last Year to Date"), "points"),
                Column("year_growth", self.env._("Growth, Year to Date"), "percent"),
            ]
        return columns

    def _sum_entries(self, unit, spans, groupby, fold=None):
        """Sum the ledger of a unit, or of the company, by ``groupby`` and span.

        Takes one query.

        :param fold: maps a record of ``groupby`` to the one whose row it belongs to
        :return: ``{record: {figure: Decimal or None}}``, and the total under None
        """
        wanted = self.env["telecom.period"].union(*(s for s in spans.values() if s))
        sums = defaultdict(lambda: defaultdict(Decimal))
        for record, month, *amounts in self.env[
            "telecom.performance.entry"
        ]._read_group(
            self._get_entry_domain(wanted, unit, spans["month"]),
            [groupby, "period_id"],
            [f"{figure}:sum" for figure in FIGURES],
        ):
            row = fold(record) if fold else record
            # sudo: names of people and teams that have left the unit since
            row = row.sudo() if unit else row
            for key in (row, None):
                for span, months in spans.items():
                    if months and month in months:
                        for figure, amount in zip(FIGURES, amounts, strict=True):
                            sums[key][f"{span}_{figure}"] += exact(amount)
        return {key: self._fill_figures(spans, row) for key, row in sums.items()} or {
            None: self._fill_figures(spans, {})
        }

    def _get_entry_domain(self, periods, unit, month):
        domain = [("period_id", "in", periods.ids)]
        if not unit:
            return domain
        facts = month._get_unit_facts()
        below = [home for home, (path, *_) in facts.items() if unit.id in path]
        return [*domain, ("unit_id", "in", below)]

    def _get_unit_finder(self, period, kind, find_unit):
        """Return a function that finds the unit of a team or a person.

        :param find_unit: the same by the records of now, for what no close has kept
        """
        kept = period._get_kept_homes(kind)

        def find_kept_unit(record):
            if record.id not in kept:
                return find_unit(record)
            return record.env["telecom.sales.unit"].browse(kept[record.id])

        return find_kept_unit

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

    def _get_row_unit(self, facts, home, unit):
        """Return the unit in whose row the figures of ``home`` are."""
        if not home:
            return unit if unit else home
        if not unit:
            return home.browse(
                self.env["telecom.period"]._get_ranked_unit_id(facts, home.id)
            )
        path, *_rest = facts.get(home.id, ([home.id],))
        return home.browse(path[path.index(unit.id) + 1 :][:1]) or unit

    def _find_ranked_units(self, facts, unit, figures):
        """Return the units with rows, those without figures only if they are active."""
        # sudo: units that have left the unit since the month was closed
        units = self.env["telecom.sales.unit"].sudo(bool(unit))
        return units.browse(
            [
                unit_id
                for unit_id, (path, kind, active) in facts.items()
                if (path[-2:-1] == unit.ids if unit else kind in RANKED_KINDS)
                and (active or units.browse(unit_id) in figures)
            ]
        )

    def _build_units_table(self, period, unit, spans, columns):
        facts = period._get_unit_facts()
        figures = self._sum_entries(
            unit, spans, "unit_id", lambda home: self._get_row_unit(facts, home, unit)
        )
        ranked = self._find_ranked_units(facts, unit, figures)
        rows = [
            Row(each.name, figures.get(each) or self._fill_figures(spans, {}))
            for each in ranked
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
                    first._format_month(),
                )
            )
        return remarks
