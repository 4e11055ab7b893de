from odoo import api, fields, models
from odoo.tools import SQL

from ..telecom_metric import SCOPE_COLUMNS


class TelecomMetric(models.Model):
    """Metrics of visited small firms and of their first purchases after a visit.

    A small firm is one whose client file says so, whatever its tier and the kind of
    visit. The regulation leaves open whether firms (the default) or visits are compared
    with the target (走访量): the metric of the indicator decides.
    """

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[
            ("small_firms", "Small Firms Visited"),
            ("small_firm_visits", "Visits to Small Firms"),
            ("small_firm_revenue", "New Revenue from Visited Firms"),
        ],
        ondelete={
            "small_firms": "cascade",
            "small_firm_visits": "cascade",
            "small_firm_revenue": "cascade",
        },
    )

    @api.model
    def _get_counted_fields_by_source(self):
        return super()._get_counted_fields_by_source() | {
            "small_firms": ("client_id",),
            "small_firm_revenue": ("amount",),
        }

    def _measure_small_firms(self, scopes, date_from, date_to):
        """Count the firms visited; a firm with several visits counts once."""
        return self._count_visits(scopes, date_from, date_to, SQL("client_id"))

    def _measure_small_firm_visits(self, scopes, date_from, date_to):
        """Count the visits; a firm with several visits counts several times."""
        return self._count_visits(scopes, date_from, date_to, SQL("id"))

    def _count_visits(self, scopes, date_from, date_to, item):
        return self._count_facts(
            scopes,
            SQL(
                "SELECT unit_id, team_id, salesperson_id, %s AS item"
                " FROM (%s) visit WHERE day BETWEEN %s AND %s",
                item,
                self._get_small_firm_visits(),
                date_from,
                date_to,
            ),
        )

    def _evidence_small_firms(self, scope, date_from, date_to):
        """Return the first visit to each firm within the days, one per firm."""
        return self._find_visits(scope, date_from, date_to, SQL("client_id"))

    def _evidence_small_firm_visits(self, scope, date_from, date_to):
        return self._find_visits(scope, date_from, date_to, SQL("id"))

    def _find_visits(self, scope, date_from, date_to, item):
        """Return ``(model, domain)`` of the first visit of each item within the days.

        :param item: the column of what is counted: the firm, or the visit itself
        """
        column = SCOPE_COLUMNS.get(scope._name, "unit_id")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (%(item)s) id FROM (%(visits)s) visit"
                " WHERE day BETWEEN %(date_from)s AND %(date_to)s"
                " AND %(column)s IN %(scopes)s"
                " ORDER BY %(item)s, done_at, id",
                item=item,
                visits=self._get_small_firm_visits(),
                date_from=date_from,
                date_to=date_to,
                column=SQL.identifier(column),
                scopes=tuple(self._include_units_below(scope).ids),
            )
        )
        return "telecom.visit", [("id", "in", [row[0] for row in rows])]

    def _include_units_below(self, scope):
        if scope._name in SCOPE_COLUMNS:
            return scope
        # sudo: facts of archived units and of units hidden from the user count, too
        units = scope.sudo().with_context(active_test=False)
        return units.search([("id", "child_of", scope.id)])

    def _measure_small_firm_revenue(self, scopes, date_from, date_to):
        facts = self._get_first_sales_within(date_from, date_to)
        return self._sum_facts(scopes, facts)

    def _evidence_small_firm_revenue(self, scope, date_from, date_to):
        column = SCOPE_COLUMNS.get(scope._name, "unit_id")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (%s) fact WHERE %s IN %s",
                self._get_first_sales_within(date_from, date_to),
                SQL.identifier(column),
                tuple(self._include_units_below(scope).ids),
            )
        )
        return "telecom.client.revenue", [("id", "in", [row[0] for row in rows])]

    def _get_small_firm_visits(self):
        """Return a query of the visits done to small firms, with their local day."""
        return SQL(
            """
            SELECT v.id, v.unit_id, v.team_id, v.salesperson_id, v.client_id,
                   v.company_id,
                   v.done_at, c.telecom_visit_revenue_days AS days,
                   %s AS day
              FROM telecom_visit v
              JOIN res_company c ON c.id = v.company_id
              JOIN res_partner firm ON firm.id = v.client_id AND firm.is_small_firm
             WHERE v.state = 'done'
            """,
            self.env["res.company"]._telecom_day_sql(SQL("c"), SQL("v.done_at")),
        )

    def _get_first_sales_within(self, date_from, date_to):
        return SQL(
            "SELECT *, amount AS value FROM (%s) sale WHERE date BETWEEN %s AND %s",
            self._get_kept_facts(self._get_first_sales()),
            date_from,
            date_to,
        )

    def _get_first_sales(self):
        """Return a query of the revenue of firms' first invoices after a visit.

        Each firm has one first invoice. It belongs to the last visit before it, so that
        nothing counts twice. Its credit notes count on their own days. If they cancel
        all of it, the next invoice is a first one, too.
        """
        return SQL(
            """
            SELECT visit.unit_id, visit.team_id, visit.salesperson_id,
                   sale.id, sale.date, sale.amount
              FROM (SELECT r.id, r.date, r.amount, r.company_id,
                           r.file_id AS client_id, invoice.invoice_date AS day,
                           SUM(r.amount) OVER (
                               PARTITION BY r.company_id, r.file_id
                               ORDER BY invoice.invoice_date, invoice.id
                               GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                           ) AS left_before
                      FROM (%(revenue)s) r
                      JOIN account_move m ON m.id = r.move_id
                      JOIN account_move invoice
                        ON invoice.state = 'posted'
                       AND invoice.id = CASE m.move_type WHEN 'out_refund'
                                        THEN m.reversed_entry_id ELSE m.id END
                     WHERE (r.partner_id IN (%(firms)s) OR r.client_ref IN (%(firms)s))
                       AND r.file_id IN (%(firms)s)
                   ) sale
              JOIN LATERAL (
                    SELECT * FROM (%(visits)s) v
                     WHERE v.client_id = sale.client_id
                       AND v.company_id = sale.company_id
                       AND v.day BETWEEN sale.day - v.days AND sale.day
                  ORDER BY v.done_at DESC LIMIT 1) visit ON TRUE
             WHERE COALESCE(sale.left_before, 0) <= 0
            """,
            revenue=self.env["telecom.client.revenue"]._table_query,
            # The first condition is there for speed: it reads no other table.
            firms=SQL(
                """
                SELECT v.client_id FROM telecom_visit v
                  JOIN res_partner firm ON firm.id = v.client_id AND firm.is_small_firm
                 WHERE v.state = 'done'
                """
            ),
            visits=self._get_small_firm_visits(),
        )
