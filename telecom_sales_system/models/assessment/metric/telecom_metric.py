from contextlib import contextmanager
from decimal import Decimal
from itertools import count

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ....tools.assessment.targets import MONTHS
from ...common.jit import disable_jit
from ...common.kept_rows import check_ondelete
from ...common.screens.list_action import prepare_list_action

SCOPES = {
    "unit": "telecom.sales.unit",
    "team": "crm.team",
    "salesperson": "telecom.salesperson",
}
DEFINITION = (
    *("source", "measure", "direction", "aggregation"),
    *("numerator_id", "denominator_id", "occasion_metric_id"),
)
KEPT = "telecom_facts_kept"
# Grade reviews, rankings and the first page compute with these, whoever edits the rest.
NEEDED = ("points", "full_time", "log_completion", "small_firms")
# Temporary tables belong to a connection, so names are unique in the process.
TABLE_NUMBERS = count(1)
SCOPE_COLUMNS = {"crm.team": "team_id", "telecom.salesperson": "salesperson_id"}


class TelecomMetric(models.Model):
    """A figure that units, teams or salespeople are measured by, and its evidence.

    A source is a value of ``source`` and two methods named after it:
    ``_measure_<source>(scopes, date_from, date_to)``, one query for all scopes, and
    ``_evidence_<source>(scope, date_from, date_to)``, the records behind the figure.
    Other addons add sources with ``selection_add``, and
    ``ondelete={source: lambda metrics: metrics._remove_source()}``.

    A source that sums up amounts names their fields in
    ``_get_counted_fields_by_source``; published lines compare them.

    Facts of a source are a query with the columns unit_id, team_id, salesperson_id, and
    ``value`` (numbers to sum) or ``item`` (what is counted, each once per scope).
    """

    _name = "telecom.metric"
    _description = "Metric"
    _inherit = ["telecom.shared.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name in imports and formulas.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies without a metric of their own with this code.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="What is counted, and by which rule of the regulation."
    )
    source = fields.Selection([("ratio", "Ratio of Two Metrics")], required=True)
    for_unit = fields.Boolean(string="Of Units", default=True)
    for_team = fields.Boolean(string="Of Teams")
    for_salesperson = fields.Boolean(string="Of Salespeople")
    measure = fields.Selection(
        [
            ("money", "Money"),
            ("count", "Count"),
            ("points", "Performance Points"),
            ("percent", "Percent"),
        ],
        string="Unit of Measure",
        required=True,
        default="count",
    )
    direction = fields.Selection(
        [("higher", "Higher Is Better"), ("lower", "Lower Is Better")],
        string="Rating Direction",
        required=True,
        default="higher",
    )
    aggregation = fields.Selection(
        [
            ("flow", "Sum of the Period"),
            ("stock", "State at Its End"),
            ("ratio", "Computed Again"),
        ],
        required=True,
        default="flow",
        help="How the months make up the year: a flow is summed up, a stock is the"
        " state at the end, a ratio is computed again from its parts over the whole"
        " period.",
    )
    is_goal = fields.Boolean(
        string="Goal of the Company",
        help="Shown on the first page of leaders and the customer service department,"
        " against the target that the city bureau has for the year.",
    )
    numerator_id = fields.Many2one(
        "telecom.metric", ondelete="restrict", check_company=True
    )
    denominator_id = fields.Many2one(
        "telecom.metric", ondelete="restrict", check_company=True
    )
    occasion_metric_id = fields.Many2one(
        "telecom.metric",
        string="Counted by Occasion",
        ondelete="restrict",
        check_company=True,
        domain=[("measure", "=", "count"), ("source", "!=", "ratio")],
        help="The metric that counts the same once for each occasion: courses instead"
        " of the people who missed them. Empty: this metric counts occasions.",
    )
    latest_value_ids = fields.One2many(
        "telecom.metric.value",
        string="This Year Against Last",
        compute="_compute_latest_value_ids",
        help="Figures of the units in the last month that was measured.",
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)",
        "A metric with this code exists already. Choose another code.",
    )
    _ratio_has_parts = models.Constraint(
        "CHECK (source <> 'ratio'"
        " OR (numerator_id IS NOT NULL AND denominator_id IS NOT NULL))",
        "A ratio needs a numerator and a denominator.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_latest_value_ids(self):
        values = self.env["telecom.metric.value"]
        [(last,)] = values._read_group(
            [("company_id", "=", self.env.company.id)], [], ["date:max"]
        )
        latest = values.search(
            [
                ("company_id", "=", self.env.company.id),
                ("date", "=", last),
                ("metric_id", "in", self.ids),
                ("unit_id", "!=", False),
            ]
        ).grouped("metric_id")
        for metric in self:
            metric.latest_value_ids = latest.get(metric._origin, values)

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains(lambda self: self._get_part_fields())
    def _check_no_cycle(self):
        for metric in self:
            if metric in metric._get_parts():
                raise ValidationError(
                    self.env._(
                        "Metric %s: it is a part of itself. Choose another numerator"
                        " or denominator.",
                        metric.name,
                    )
                )

    @api.constrains("company_id")
    def _check_company_of_dependants(self):
        """Keep a metric with the companies that use it."""
        here = [("metric_id", "in", self.ids)]
        for model in ("telecom.target", "telecom.contest.category"):
            # sudo: uses in companies that the user does not see count, too
            self.env[model].sudo().search(here)._check_company(["metric_id"])
        # sudo: so do schemes
        schemes = self.env["telecom.assessment.scheme"].sudo()
        schemes._find_by_metrics(self)._check_metrics_company()

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        """Change metrics.

        :raises UserError: a closed month has figures by another definition
        """
        defined = [name for name in self._get_definition_fields() if name in vals]
        before = {metric: [metric[name] for name in defined] for metric in self}
        result = super().write(vals)
        for metric, values in before.items():
            for name, value in zip(defined, values, strict=True):
                if metric[name] != value:
                    metric._check_not_in_closed_month(name)
        return result

    @check_ondelete
    def _unlink_not_needed(self):
        for code in NEEDED:
            needed = self.env.ref(
                f"telecom_sales_system.metric_{code}", raise_if_not_found=False
            )
            if needed and needed in self:
                raise UserError(
                    self.env._(
                        "Metric %s: grade reviews, rankings and the first page are"
                        " computed with it. Archive it instead.",
                        needed.name,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_values(self):
        """Open the trend: a line per unit over the months."""
        return self._open_values("telecom_metric_value_action_trend")

    @api.readonly
    def action_open_years(self):
        """Open the comparison of the years of the metric, a line per year."""
        return self._open_values("telecom_metric_value_action_years")

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _find_metrics(self, company, flag):
        """Return the metrics of a company for which a field is set.

        Its own metric comes before the shared one of that code, whose flag then does
        not matter.
        """
        metrics = self.search([("company_id", "in", [False, company.id])], limit=None)
        return metrics._filter_own_or_shared("code", company).filtered(flag)

    def _take_over_from(self, shared):
        """Give the copy the targets of the company, as they are in all months."""
        targets = self.env["telecom.target"].search(
            [("metric_id", "=", shared.id), ("company_id", "=", self.company_id.id)],
            limit=None,
        )
        for target in targets:
            months = {month: target[month] for month in MONTHS}
            target.copy({"metric_id": self.id, "phasing": "typed", **months})

    def _check_not_in_closed_month(self, name):
        """Refuse another definition of a metric that a closed month has figures of.

        :param name: the field that was changed
        """
        # sudo: figures of all units, whoever edits metrics
        values = self.env["telecom.metric.value"].sudo()
        closed = Domain("period_id.state", "=", "closed")
        kept = values.search(closed & Domain("metric_id", "=", self.id), limit=1)
        if kept:
            raise UserError(
                self.env._(
                    "Metric %(metric)s, field %(field)s: month %(month)s is closed with"
                    " figures of it. Archive it and create another metric.",
                    metric=self.name,
                    field=self._fields[name]._description_string(self.env),
                    month=kept.period_id.name,
                )
            )

    def _counts_items(self):
        """Return whether the figures are counts of whole items."""
        return self.measure == "count" and self.source != "ratio"

    def _get_parts(self):
        """Return all metrics from which the ratios among these are computed."""
        found, todo = self.browse(), self
        while todo := self.browse().union(*map(todo.mapped, self._get_part_fields())):
            todo -= found
            found |= todo
        return found

    @api.model
    def _get_part_fields(self):
        """Return the names of the fields with the metrics that one is computed from."""
        return ["numerator_id", "denominator_id"]

    @api.model
    def _get_definition_fields(self):
        """Return the names of the fields that say what a figure is.

        Another one would be compared with those of closed months.
        """
        return list(DEFINITION)

    def _measure_scopes(self, scopes, date_from, date_to):
        """Measure scopes over the days from ``date_from`` to ``date_to``.

        :param scopes: units (with all units below them), teams or salespeople
        :return: ``{id: Decimal}``; money in company currency, percents as 12.5 for
            12.5 %. A scope whose figure cannot be computed is missing;
            ``_explain_missing`` says why
        """
        self.ensure_one()
        if not scopes:
            return {}
        self.env.flush_all()
        # sudo: a figure counts everything, whoever asks; evidence obeys the rules
        metric = self.sudo()
        # A metric in use stays when the addon of its source is removed.
        measure = getattr(metric, f"_measure_{self.source}", None)
        return measure(scopes.sudo(), date_from, date_to) if measure else {}

    def _get_evidence(self, scope, date_from, date_to):
        """Return ``(model, domain)`` of the records behind a figure."""
        self.ensure_one()
        evidence = getattr(self, f"_evidence_{self.source}", None)
        if not evidence:
            return self._name, [("id", "=", self.id)]
        return evidence(scope, date_from, date_to)

    def _get_counted_fields(self):
        """Return the names of the fields of the evidence that make up a figure.

        None for a source that counts records, whatever is in them.
        """
        self.ensure_one()
        if self.source == "ratio":
            return self.numerator_id._get_counted_fields()
        return self._get_counted_fields_by_source().get(self.source, ())

    @api.model
    def _get_counted_fields_by_source(self):
        """Return ``{source: names of the stored fields}`` of sources that sum up."""
        return {}

    @api.model
    def _get_ledger_sources(self):
        """Return the sources without figures before the first month of the ledger."""
        return set()

    def _counts_from_ledger(self):
        """Return whether the figures, or parts of a ratio, are from the ledger."""
        sources = set((self | self._get_parts()).mapped("source"))
        return not sources.isdisjoint(self._get_ledger_sources())

    def _get_first_target_month(self, company, year):
        """Return the month, 1 to 12, from which targets to date of a year count.

        A ledger that begins in September has no cash of the eight months before, so a
        sum of the ledger is compared with the target from September on.
        """
        if self.aggregation != "flow" or not self._counts_from_ledger():
            return 1
        # sudo: when the ledger begins is the same for everybody
        periods = self.env["telecom.period"].sudo()
        return periods._get_first_month_of_year(company, year)

    def _remove_source(self):
        """Delete metrics with their figures, before the addon of the source is removed.

        What targets, schemes, contests or ratios refer to is archived instead, and has
        no figures from then on.
        """
        for metric in self:
            figures = self.env["telecom.metric.value"].search(
                [("metric_id", "=", metric.id)]
            )
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    figures.unlink()
                    metric.unlink()
            except psycopg2.IntegrityError:
                metric.active = False

    def _explain_missing(self, scope):
        """Explain why a scope has no figure, and name the record to open.

        :return: ``(text, record)``
        """
        self.ensure_one()
        explain = getattr(self, f"_explain_missing_{self.source}", None)
        return explain(scope) if explain else self._explain_no_figure(scope)

    def _open_missing(self, scope):
        """Return the action that opens the records to complete for a figure."""
        self.ensure_one()
        opener = getattr(self, f"_open_missing_{self.source}", None)
        if opener:
            return opener(scope)
        return self._explain_missing(scope)[1].get_formview_action()

    def _open_missing_ratio(self, scope):
        """Open the records of the denominator, which has no figure or is zero."""
        part = self.denominator_id
        opener = getattr(part, f"_open_missing_{part.source}", part._open_records)
        return opener(scope)

    def _open_records(self, scope):
        """Open the records of a scope behind a figure of this year."""
        today = scope.company_id._telecom_today()
        model, domain = self._get_evidence(scope, today.replace(month=1, day=1), today)
        name = f"{scope.display_name} · {self.name}"
        return prepare_list_action(self.env, name, model, domain)

    def _explain_no_figure(self, scope):
        text = self.env._(
            "%(metric)s of %(scope)s: there is nothing to compute it from.",
            metric=self.name,
            scope=scope.display_name,
        )
        return text, self

    def _measure_ratio(self, scopes, date_from, date_to):
        above = self.numerator_id._measure_scopes(scopes, date_from, date_to)
        below = self.denominator_id._measure_scopes(scopes, date_from, date_to)
        factor = 100 if self.measure == "percent" else 1
        return {
            scope_id: value * factor / below[scope_id]
            for scope_id, value in above.items()
            if below.get(scope_id)
        }

    def _evidence_ratio(self, scope, date_from, date_to):
        return self.numerator_id._get_evidence(scope, date_from, date_to)

    def _explain_missing_ratio(self, scope):
        part = self.denominator_id
        text = self.env._(
            "%(metric)s of %(scope)s: %(part)s is zero, so there is no ratio. Enter it"
            " or see why it is zero.",
            metric=self.name,
            scope=scope.display_name,
            part=part.name,
        )
        return text, scope

    @contextmanager
    def _keep_facts(self):
        """Compute the queries of ``_get_kept_facts`` once until the end of the block.

        For blocks that measure many metrics and scopes. They must not write records
        that are measured.
        """
        cache = self.env.cr.cache
        if KEPT in cache:
            yield
            return
        cache[KEPT] = tables = {}
        try:
            yield
        finally:
            del cache[KEPT]
        if tables:
            names = SQL(", ").join(SQL.identifier(name) for name in tables.values())
            self.env.cr.execute(SQL("DROP TABLE %s", names))

    def _get_kept_facts(self, facts, key=None):
        """Return a query with the rows of ``facts``, read at most once in a block.

        Several metrics read the same long tables (ledger, invoice lines, arrears),
        each for units, teams and people.

        :param key: identifies the facts, if their query contains the current time
        """
        tables = self.env.cr.cache.get(KEPT)
        if tables is None:
            return facts
        key = key or (facts.code, tuple(facts.params))
        if key not in tables:
            name = f"telecom_facts_{next(TABLE_NUMBERS)}"
            disable_jit(self.env)
            self.env.cr.execute(
                SQL(
                    "CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s",
                    SQL.identifier(name),
                    facts,
                )
            )
            tables[key] = name
        return SQL("SELECT * FROM %s", SQL.identifier(tables[key]))

    def _sum_facts(self, scopes, facts):
        """Return ``{id: Decimal}``, 0 for a scope without facts."""
        return self._aggregate_facts(scopes, facts, SQL("COALESCE(SUM(fact.value), 0)"))

    def _count_facts(self, scopes, facts):
        """Return ``{id: Decimal}``: how many different items each scope has."""
        return self._aggregate_facts(scopes, facts, SQL("COUNT(DISTINCT fact.item)"))

    def _get_percents(self, parts, wholes):
        """Return each part in percent of its whole; a whole of 0 gives no figure."""
        return {
            scope_id: part * 100 / wholes[scope_id]
            for scope_id, part in parts.items()
            if wholes[scope_id]
        }

    def _aggregate_facts(self, scopes, facts, aggregate):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT scope.id, (%(aggregate)s)::text
                  FROM %(table)s scope LEFT JOIN (%(facts)s) fact
                       ON fact.scope_id = scope.id
                 WHERE scope.id IN %(ids)s GROUP BY scope.id
                """,
                aggregate=aggregate,
                table=SQL.identifier(scopes._table),
                facts=self._get_facts_by_scope(scopes, facts),
                ids=tuple(scopes.ids),
            )
        )
        return {scope_id: Decimal(value) for scope_id, value in rows}

    def _get_facts_by_scope(self, scopes, facts):
        """Return the facts with the scopes of each: its unit and all units above."""
        column = SCOPE_COLUMNS.get(scopes._name)
        if column:
            return SQL(
                "SELECT f.%s AS scope_id, f.* FROM (%s) f",
                SQL.identifier(column),
                facts,
            )
        return SQL(
            """
            SELECT above.id::int AS scope_id, f.*
              FROM (%s) f JOIN telecom_sales_unit u ON u.id = f.unit_id,
                   unnest(string_to_array(trim('/' FROM u.parent_path), '/'))
                   AS above(id)
            """,
            facts,
        )

    def _get_scope_domain(self, scope):
        """Return the domain of a scope, on models with unit, team and salesperson."""
        column = SCOPE_COLUMNS.get(scope._name)
        if column:
            return [(column, "=", scope.id)]
        return [("unit_id", "child_of", scope.id)]

    def _get_unit_domain(self, unit, name):
        """Return the domain of a unit's records, which have it in the field ``name``.

        Those of no unit belong to the city bureau, for sources whose figures say so by
        ``_get_city_sql``.
        """
        below = [(name, "child_of", unit.id)]
        if unit != unit._get_city_unit(unit.company_id):
            return below
        return ["|", *below, (name, "=", False)]

    def _get_city_sql(self, company):
        """Return SQL of the city bureau of a company, which has what no unit has.

        Its figures are then those of the whole company, and parts sum up to the whole.
        """
        return SQL(
            """
            (SELECT city.id FROM telecom_sales_unit city
              WHERE city.company_id = %s AND city.kind = 'city' AND city.active
           ORDER BY city.sequence, city.code, city.id LIMIT 1)
            """,
            company,
        )

    def _open_values(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{name}"
        )
        domain = [("metric_id", "=", self.id)]
        return action | {"domain": domain, "display_name": self.name}
