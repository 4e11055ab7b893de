from odoo import models
from odoo.fields import Date, Domain
from odoo.tools import SQL
from odoo.tools.date_utils import end_of

from .telecom_metric import SCOPES


class TelecomMetricValue(models.Model):
    """Measurement of a month: every metric of every unit, team and salesperson."""

    _inherit = "telecom.metric.value"

    def _rebuild_values(self, period):
        """Replace the figures of a period by newly measured ones.

        The number of queries depends on the metrics, not on the scopes. A scope whose
        metric has no figure at all gets no row.
        """
        # sudo: everything is measured, whoever computes the period
        self = self.sudo()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM telecom_metric_value WHERE period_id = %s", period.id)
        )
        metrics = self.env["telecom.metric"]
        with metrics._keep_facts():
            rows = [
                row
                for kind in SCOPES
                if (scopes := self._find_scopes(kind, period))
                for metric in metrics.search([(f"for_{kind}", "=", 1)])
                for row in self._measure_rows(metric, scopes, period)
            ]
        if rows:
            self._insert_rows(period, rows)
        self.invalidate_model(flush=False)

    def _find_scopes(self, kind, period):
        """Return the units, teams or people that a month is measured for."""
        domain = Domain("company_id", "=", period.company_id.id)
        if kind == "team":
            domain = Domain("unit_id.company_id", "=", period.company_id.id)
        if kind == "salesperson":
            # Salespeople who left during the year have figures of the year to date.
            domain &= Domain("active", "in", (True, False)) & Domain(
                "assignment_ids",
                "any",
                Domain("date_from", "<=", period.date_to)
                & (
                    Domain("date_to", "=", False)
                    | Domain("date_to", ">=", period.date_from.replace(month=1))
                ),
            )
        return self.env[SCOPES[kind]].search(domain)

    def _measure_rows(self, metric, scopes, period):
        """Return a row per scope: metric, field of the scope, its id and figures."""
        new_year = period.date_from.replace(month=1)
        same_day = end_of(Date.subtract(period.date_from, years=1), "month")
        month, to_date, before = (
            metric._measure_scopes(scopes, date_from, date_to)
            for date_from, date_to in (
                (period.date_from, period.date_to),
                (new_year, period.date_to),
                (Date.subtract(new_year, years=1), same_day),
            )
        )
        field = self._get_scope_field(scopes)
        return [
            (metric.id, field, scope_id)
            + (month.get(scope_id), to_date.get(scope_id), before.get(scope_id))
            for scope_id in {**month, **to_date, **before}
        ]

    def _insert_rows(self, period, rows):
        metrics, fields, scope_ids, *figures = (
            list(column) for column in zip(*rows, strict=True)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_metric_value (
                    period_id, company_id, date, year, month_of_year, metric_id,
                    unit_id, team_id, salesperson_id, month, year_to_date, last_year,
                    has_month, has_year_to_date, has_last_year, change)
                SELECT %(period)s, %(company)s, %(date)s, %(year)s, %(month_of_year)s,
                       metric, CASE WHEN field = 'unit_id' THEN scope END,
                       CASE WHEN field = 'team_id' THEN scope END,
                       CASE WHEN field = 'salesperson_id' THEN scope END,
                       ROUND(month, 2), ROUND(to_date, 2), ROUND(before, 2),
                       month IS NOT NULL, to_date IS NOT NULL, before IS NOT NULL,
                       ROUND(to_date, 2) - ROUND(before, 2)
                  FROM unnest(%(metrics)s::int[], %(fields)s::text[],
                              %(scopes)s::int[], %(months)s::numeric[],
                              %(to_dates)s::numeric[], %(befores)s::numeric[])
                       AS row(metric, field, scope, month, to_date, before)
                """,
                period=period.id,
                company=period.company_id.id,
                date=period.date_from,
                year=str(period.date_from.year),
                month_of_year=f"{period.date_from.month:02}",
                metrics=metrics,
                fields=fields,
                scopes=scope_ids,
                months=figures[0],
                to_dates=figures[1],
                befores=figures[2],
            )
        )
