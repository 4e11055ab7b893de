from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_list

from ...common.groups import SERVICE, UNIT_MANAGER, WHOLE_COMPANY
from ..scorecard.telecom_assessment_measures import Measures

AMOUNT, BASE = "amount", "base"
QUOTAS = ("ledger_points", "full_time_points")


class TelecomTargetGrid(models.AbstractModel):
    """All targets of a year on one page: units as a tree, metrics as columns.

    The metrics are those that the scorecards and the goals of the year compare with a
    target, and those that have targets already. A metric with growth on last year has
    a second column, for last year's figure where it was not measured.
    """

    _name = "telecom.target.grid"
    _description = "Targets of a Year"

    @api.model
    @api.readonly
    def read_grid(self, year=None):
        """Return the grid of a year, this year by default, as the user may see it.

        :return: a dictionary: year; columns (key, metric_id, kind: amount or base,
            name, note, adds_up); rows, the units from top to bottom (id, name, level,
            parent_id, may_write); cells ``{unit id: {key: {value: number or None,
            needed, measured: number or None}}}``; missing: sentences; may_write
        :raises AccessError: the user sees no targets of units
        """
        user = self.env.user
        if not any(map(user.has_group, (UNIT_MANAGER, *WHOLE_COMPANY))):
            raise AccessError(
                self.env._(
                    "Targets of the year: managers of units see those of their units,"
                    " and the department, leaders and auditors see all."
                )
            )
        year = year or self.env.company._telecom_today().year
        units = self._find_units()
        schemes = self._get_schemes_in_force(units, year)
        needs = self._get_needs(units, schemes)
        targets = self._find_targets(units, year)
        columns = self._get_columns(needs, targets)
        measured = self._get_measured_bases(units, year, columns)
        rows = [
            {
                "id": unit.id,
                "name": unit.name,
                "level": level,
                "parent_id": unit.parent_id.id,
                "may_write": self._may_write(unit),
            }
            for unit, level in self._list_tree(units)
        ]
        cells = {
            unit.id: {
                column["key"]: self._build_cell(
                    unit, column, needs, targets, measured.get(column["metric_id"], {})
                )
                for column in columns
            }
            for unit in units
        }
        return {
            "year": year,
            "columns": columns,
            "rows": rows,
            "cells": cells,
            "missing": [
                *self._describe_missing(rows, columns, cells),
                *self._describe_missing_quotas(schemes, year),
            ],
            "may_write": any(row["may_write"] for row in rows),
        }

    @api.model
    def save_grid(self, year, changes):
        """Write the cells that were changed, under the user's own rights.

        :param changes: a list of unit id, key of the column, and a number; None removes
            a target, or last year's figure from one
        :return: the grid as ``read_grid`` returns it
        """
        values = {}
        for unit_id, key, number in changes:
            metric, _separator, kind = key.partition("-")
            cell = values.setdefault((int(unit_id), int(metric)), {})
            cell[kind or AMOUNT] = number
        units = self.env["telecom.sales.unit"].browse({unit for unit, _m in values})
        known = self._find_targets(units, year)
        fresh = []
        for (unit_id, metric_id), cell in values.items():
            target = known.get((unit_id, metric_id))
            vals = {}
            if BASE in cell:
                vals = {"has_base": cell[BASE] is not None, "base": cell[BASE] or 0}
            if target and AMOUNT in cell and cell[AMOUNT] is None:
                target.unlink()
            elif target:
                vals |= {AMOUNT: cell[AMOUNT]} if AMOUNT in cell else {}
                target.write(vals)
            elif any(number is not None for number in cell.values()):
                fresh.append(
                    {
                        "unit_id": unit_id,
                        "company_id": units.browse(unit_id).company_id.id,
                        "metric_id": metric_id,
                        "year": year,
                        AMOUNT: cell.get(AMOUNT) or 0,
                        **vals,
                    }
                )
        self.env["telecom.target"].create(fresh)
        return self.read_grid(year)

    @api.model
    def _find_missing(self, company, year):
        """Return sentences on the targets that a company lacks for a year.

        :return: an empty list if nothing is missing
        """
        return self.with_company(company).read_grid(year)["missing"]

    def _find_units(self):
        """Find the units of the company whose targets the user sees."""
        domain = Domain("company_id", "=", self.env.company.id)
        if not any(map(self.env.user.has_group, WHOLE_COMPANY)):
            domain &= Domain("supervisor_ids", "in", self.env.uid)
        return self.env["telecom.sales.unit"].search(domain)

    def _list_tree(self, units, parent=None, level=0):
        """Yield ``(unit, level)`` from top to bottom, each followed by those below."""
        for unit in units:
            above = unit.parent_id if unit.parent_id in units else None
            if above == parent:
                yield unit, level
                yield from self._list_tree(units, unit, level + 1)

    def _may_write(self, unit):
        """Return whether the user may set the target of a unit, by the record rules."""
        if self.env.user.has_group(SERVICE):
            return True
        return (
            self.env.user.has_group(UNIT_MANAGER)
            and self.env.user in unit.parent_id.supervisor_ids
        )

    def _get_schemes_in_force(self, units, year):
        """Return pairs of a unit and a scheme that is valid for it in the year."""
        # sudo: what a card compares does not depend on who reads the schemes
        schemes = self.env["telecom.assessment.scheme"].sudo()
        return {
            (unit, scheme)
            for month in range(1, 13)
            for unit, scheme in schemes._get_schemes_by_unit(
                units, date(year, month, 1)
            ).items()
        }

    def _get_needs(self, units, schemes):
        """Return ``{(unit id, metric): kinds}`` of the cells that are compared."""
        needs = {}
        for unit, scheme in schemes:
            for indicator in scheme.indicator_ids:
                is_compared = indicator._is_compared_with_target()
                if is_compared and indicator.target_kind == "target":
                    need = needs.setdefault((unit.id, indicator.metric_id), set())
                    need.add(AMOUNT)
                    if indicator._has_growth_target():
                        need.add(BASE)
        city = units._get_city_unit(self.env.company)
        for metric in self.env["telecom.metric"].search([("is_goal", "=", True)]):
            if city in units:
                needs.setdefault((city.id, metric), set()).add(AMOUNT)
        return needs

    def _find_targets(self, units, year):
        """Return ``{(unit id, metric id): target}`` of a year."""
        targets = self.env["telecom.target"].search(
            [("unit_id", "in", units.ids), ("year", "=", year)]
        )
        return {(target.unit_id.id, target.metric_id.id): target for target in targets}

    def _get_columns(self, needs, targets):
        metrics = self.env["telecom.metric"].union(
            *(metric.with_env(self.env) for _unit, metric in needs),
            *(target.metric_id for target in targets.values()),
        )
        growing = {metric.id for (_u, metric), kinds in needs.items() if BASE in kinds}
        labels = dict(metrics._fields["measure"]._description_selection(self.env))
        unit_of_money = self.env.company._get_telecom_amount_unit()
        columns = []
        for metric in metrics.sorted(lambda metric: (metric.sequence, metric.id)):
            note = labels[metric.measure]
            column = {
                "key": str(metric.id),
                "metric_id": metric.id,
                "kind": AMOUNT,
                "name": metric.name,
                "note": unit_of_money if metric.measure == "money" else note,
                "adds_up": metric.aggregation != "ratio",
            }
            columns.append(column)
            if metric.id in growing:
                columns.append(
                    {
                        **column,
                        "key": f"{metric.id}-{BASE}",
                        "kind": BASE,
                        "note": self.env._("last year"),
                    }
                )
        return columns

    def _get_measured_bases(self, units, year, columns):
        """Return ``{metric id: {unit id: last year's figure}}`` as cards measure it."""
        measures = Measures(units, date(year, 1, 1), date(year, 12, 31), is_year=True)
        metrics = self.env["telecom.metric"]
        return {
            column["metric_id"]: measures.get_figures_of_last_year(
                metrics.browse(column["metric_id"]), whole_year=True
            )
            for column in columns
            if column["kind"] == BASE
        }

    def _build_cell(self, unit, column, needs, targets, measured):
        metric = self.env["telecom.metric"].browse(column["metric_id"])
        target = targets.get((unit.id, metric.id))
        kind = column["kind"]
        value = None
        if target and (kind == AMOUNT or target.has_base):
            value = target[kind]
        known = measured.get(unit.id) if kind == BASE else None
        return {
            "value": value,
            "needed": kind in needs.get((unit.id, metric), ()),
            "measured": None if known is None else float(known),
        }

    def _describe_missing(self, rows, columns, cells):
        """Return a sentence for each column in which units lack what is compared."""
        sentences = []
        for column in columns:
            lacking = [
                row["name"] for row in rows if self._is_missing(cells, row, column)
            ]
            if lacking:
                text = (
                    self.env._("%(metric)s: no target of %(units)s.")
                    if column["kind"] == AMOUNT
                    else self.env._("%(metric)s: no figure of last year of %(units)s.")
                )
                names = format_list(self.env, lacking)
                sentences.append(text % {"metric": column["name"], "units": names})
        return sentences

    def _is_missing(self, cells, row, column):
        cell = cells[row["id"]][column["key"]]
        if not cell["needed"]:
            return False
        if column["kind"] == BASE:
            return cell["value"] is None and cell["measured"] is None
        # With growth, the target follows last year's figure, and may be zero itself.
        grows = f"{column['key']}-{BASE}" in cells[row["id"]]
        return cell["value"] is None or not (cell["value"] or grows)

    def _describe_missing_quotas(self, schemes, year):
        """Return a sentence on full-timers without a quota, if a card asks for it."""
        indicators = self.env["telecom.assessment.indicator"].union(
            *(scheme.indicator_ids for _unit, scheme in schemes)
        )
        if "quota_share" not in indicators.condition_ids.metric_id.mapped("source"):
            return []
        with_quota = self.env["telecom.target"].search(
            [
                ("year", "=", year),
                ("amount", ">", 0),
                ("metric_id.source", "in", QUOTAS),
                ("salesperson_id", "!=", False),
            ]
        )
        number = self.env["telecom.salesperson"].search_count(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "registered"),
                ("employment", "=", "full_time"),
                ("id", "not in", with_quota.salesperson_id.ids),
            ]
        )
        text = self.env._("Full-time salespeople without a target of points: %s.")
        return [text % number] if number else []
