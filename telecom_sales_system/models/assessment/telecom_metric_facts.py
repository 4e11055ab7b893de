from contextlib import contextmanager
from decimal import Decimal
from itertools import count

from odoo import models
from odoo.tools import SQL

KEPT = "telecom_facts_kept"
# Temporary tables belong to a connection, so names are unique in the process.
TABLE_NUMBERS = count(1)
SCOPE_COLUMNS = {"crm.team": "team_id", "telecom.salesperson": "salesperson_id"}


class TelecomMetricFacts(models.AbstractModel):
    """Sums and counts of facts by scope, each in one query.

    Facts are a query with the columns unit_id, team_id, salesperson_id, and ``value``
    (numbers to sum) or ``item`` (what is counted, each once per scope).
    """

    _name = "telecom.metric.facts"
    _description = "Facts Behind Metrics"

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
            # Compiling such a query takes more time than it saves.
            self.env.cr.execute(SQL("SET LOCAL jit = off"))
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
