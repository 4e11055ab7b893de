from decimal import Decimal

from odoo import models
from odoo.tools import SQL

SCOPE_COLUMNS = {"crm.team": "team_id", "telecom.salesperson": "salesperson_id"}


class TelecomMetricFacts(models.AbstractModel):
    """Sums and counts of facts by scope, each in one query.

    Facts are a query with the columns unit_id, team_id, salesperson_id, and ``value``
    (numbers to sum) or ``item`` (what is counted, each once per scope).
    """

    _name = "telecom.metric.facts"
    _description = "Facts Behind Metrics"

    def _sum_facts(self, scopes, facts):
        """Return ``{id: Decimal}``, 0 for a scope without facts."""
        return self._fold_facts(scopes, facts, SQL("COALESCE(SUM(fact.value), 0)"))

    def _count_facts(self, scopes, facts):
        """Return ``{id: Decimal}``: how many different items each scope has."""
        return self._fold_facts(scopes, facts, SQL("COUNT(DISTINCT fact.item)"))

    def _percents(self, parts, wholes):
        """Return each part in percent of its whole; a whole of 0 gives no figure."""
        return {
            scope_id: part * 100 / wholes[scope_id]
            for scope_id, part in parts.items()
            if wholes[scope_id]
        }

    def _fold_facts(self, scopes, facts, aggregate):
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
                facts=self._at_scopes(scopes, facts),
                ids=tuple(scopes.ids),
            )
        )
        return {scope_id: Decimal(value) for scope_id, value in rows}

    def _at_scopes(self, scopes, facts):
        """Facts with the scope that each belongs to: a unit and all units above it."""
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

    def _scope_domain(self, scope):
        """Domain of the facts of a scope, on models that name unit, team and person."""
        column = SCOPE_COLUMNS.get(scope._name)
        if column:
            return [(column, "=", scope.id)]
        return [("unit_id", "child_of", scope.id)]
