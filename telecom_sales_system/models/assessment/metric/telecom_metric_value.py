from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Date, Domain
from odoo.tools import SQL
from odoo.tools.date_utils import end_of

from ...common.screens.list_action import prepare_list_action
from .telecom_metric import SCOPES


class TelecomMetricValue(models.Model):
    """Figure of a metric in a month and in the year to date; frozen with the month."""

    _name = "telecom.metric.value"
    _description = "Figure of a Metric"
    _inherit = ["telecom.scope.mixin"]
    _order = "date desc, metric_id, id"
    _log_access = False
    _check_company_auto = True

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(string="Month", readonly=True, index=True)
    year = fields.Char(readonly=True, help="Used to compare years in the trend.")
    month_of_year = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    measure = fields.Selection(related="metric_id.measure")
    month = fields.Float(
        string="Of the Month", digits=(16, 2), readonly=True, aggregator="avg"
    )
    has_month = fields.Boolean(string="Month Known", readonly=True, default=True)
    year_to_date = fields.Float(
        string="Year to Date", digits=(16, 2), readonly=True, aggregator="avg"
    )
    year_start = fields.Char(
        string="Year Counted from",
        compute="_compute_year_start",
        help="The first month of the year in the ledger, if it is not January.",
    )
    has_year_to_date = fields.Boolean(string="Year to Date Known", readonly=True)
    last_year = fields.Float(
        string="Same Days Last Year",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Figure of the year before, from January to the same month.",
    )
    has_last_year = fields.Boolean(string="Last Year Known", readonly=True)
    change = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="The year to date minus the same days last year.",
    )

    @api.depends("period_id", "metric_id")
    def _compute_year_start(self):
        starts = {period: period._get_year_start() for period in self.period_id}
        from_ledger = self.metric_id.filtered(lambda m: m._counts_from_ledger())
        for value in self:
            start = value.metric_id in from_ledger and starts[value.period_id]
            value.year_start = start.name if start else False

    @api.readonly
    def action_open_evidence(self):
        """Open the records behind the figure of the month.

        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        model, domain = self.metric_id._get_evidence(
            self._get_scope(), self.period_id.date_from, self.period_id.date_to
        )
        self.env[model].check_access("read")
        return prepare_list_action(
            self.env,
            f"{self.metric_id.name} · {self.scope} · {self.period_id.name}",
            model,
            domain,
        )

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
                for kept in [self._get_figures_of_last_year(scopes, period)]
                for metric in metrics.search(
                    [
                        (f"for_{kind}", "=", 1),
                        ("company_id", "in", [False, period.company_id.id]),
                    ]
                )
                for row in self._measure_rows(metric, scopes, period, kept)
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

    def _get_figures_of_last_year(self, scopes, period):
        """Return the figures of last year's same month, if it is closed."""
        month = Date.subtract(period.date_from, years=1)
        return self._get_frozen_figures(scopes, month)

    def _measure_rows(self, metric, scopes, period, kept):
        """Return a row per scope: metric, field of the scope, its id and figures.

        :param kept: as ``_get_figures_of_last_year`` returns them
        """
        new_year = period.date_from.replace(month=1)
        same_day = end_of(Date.subtract(period.date_from, years=1), "month")
        year_before = Date.subtract(new_year, years=1)
        before = kept.get((metric.id, "year"), {})
        unknown = scopes.filtered(lambda scope: scope.id not in before)
        if metric._counts_from_ledger() and not period._has_month_of(
            period.company_id, year_before
        ):
            before, unknown = {}, scopes.browse()
        month, to_date, rest = (
            metric._measure_scopes(measured, date_from, date_to)
            for measured, date_from, date_to in (
                (scopes, period.date_from, period.date_to),
                (scopes, new_year, period.date_to),
                (unknown, year_before, same_day),
            )
        )
        before = before | rest
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

    @api.model
    def _get_frozen_figures(self, scopes, month):
        """Return the stored figures of scopes in a closed month, in one query.

        :param scopes: units, teams or salespeople
        :param month: first day of the month
        :return: ``{(metric id, "month" or "year"): {scope id: Decimal}}``, without
            missing figures; empty for a month that is not closed
        """
        self.env["telecom.period"].flush_model(["state", "date_from"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.metric_id, v.%(scope)s,
                       CASE WHEN v.has_month THEN v.month::text END,
                       CASE WHEN v.has_year_to_date THEN v.year_to_date::text END
                  FROM telecom_metric_value v
                  JOIN telecom_period p ON p.id = v.period_id
                 WHERE p.state = 'closed' AND p.date_from = %(month)s
                   AND v.%(scope)s = ANY(%(scopes)s)
                """,
                scope=SQL.identifier(self._get_scope_field(scopes)),
                month=month,
                scopes=scopes.ids,
            )
        )
        found = {}
        for metric, scope, *figures in rows:
            for span, figure in zip(("month", "year"), figures, strict=True):
                if figure is not None:
                    found.setdefault((metric, span), {})[scope] = Decimal(figure)
        return found

    def _keep_missing_figures(self, period, units):
        """Store the figures that were missing when the month was closed and exist now.

        Published cards can then be computed again from the same figures.
        """
        # sudo: figures are kept by the program, whoever publishes the cards
        self = self.sudo()
        here = [("period_id", "=", period.id), ("unit_id", "in", units.ids)]
        kept = self.search(here)
        before = {
            (row.metric_id.id, row.unit_id.id): row._get_figures() for row in kept
        }
        rows = []
        last_year = self._get_figures_of_last_year(units, period)
        for metric in self.env["telecom.metric"].search(
            [
                ("for_unit", "=", True),
                ("company_id", "in", [False, period.company_id.id]),
            ]
        ):
            for key, field, unit_id, *now in self._measure_rows(
                metric, units, period, last_year
            ):
                then = before.get((key, unit_id), [None] * len(now))
                figures = [
                    new if old is None else old
                    for old, new in zip(then, now, strict=True)
                ]
                if figures != then:
                    rows.append((key, field, unit_id, *figures))
        if rows:
            changed = {(metric_id, unit_id) for metric_id, _field, unit_id, *_ in rows}
            kept.filtered(
                lambda row: (row.metric_id.id, row.unit_id.id) in changed
            ).unlink()
            self._insert_rows(period, rows)
            self.invalidate_model(flush=False)

    def _get_figures(self):
        """Return month, year to date and last year; None for what is not known."""
        known = (self.has_month, self.has_year_to_date, self.has_last_year)
        figures = (self.month, self.year_to_date, self.last_year)
        return [
            figure if has else None for has, figure in zip(known, figures, strict=True)
        ]
