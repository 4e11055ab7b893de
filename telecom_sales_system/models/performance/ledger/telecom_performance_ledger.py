from odoo import models
from odoo.tools import SQL

from ....tools.decimals import exact
from ...common.jit import disable_jit

# Not a join: the table is too small for statistics, so joins are taken for selective.
CLOSED_PERIODS = SQL("ANY(ARRAY(SELECT id FROM telecom_period WHERE state = 'closed'))")
STAGING_TABLES = SQL(
    "telecom_affected, telecom_standing, telecom_partial, telecom_match,"
    " telecom_receipt, telecom_incentive_due,"
    " telecom_origin, telecom_document, telecom_credit, telecom_line, telecom_mixed,"
    " telecom_fact, telecom_uneven, telecom_movement, telecom_share,"
    " telecom_earlier_receipt, telecom_earlier_funding, telecom_earlier"
)


class TelecomPerformanceLedger(models.AbstractModel):
    """Builder of a period's performance ledger in a fixed number of set-based queries.

    The rules are those of "How the ledger counts" in the README. A *movement* is a
    receipt or an incentive that a period has to count; each becomes one entry per
    revenue line.
    """

    _name = "telecom.performance.ledger"
    _description = "Performance Ledger Builder"

    def _rebuild_entries(self, period):
        """Replace the entries of a period by the present invoices and payments.

        The oldest open period also counts movements of closed periods that they did not
        count, and reverses entries of closed periods that were undone or changed since.
        """
        self.env.flush_all()
        disable_jit(self.env)
        # A small sample tells the planner the size of a staging table well enough.
        self.env.cr.execute(SQL("SET LOCAL default_statistics_target = 10"))
        self.env.cr.execute(
            SQL("DELETE FROM telecom_performance_entry WHERE period_id = %s", period.id)
        )
        periods = period.search(
            [("company_id", "=", period.company_id.id)], order="date_from"
        )
        is_oldest = period == periods.filtered(lambda p: p.state != "closed")[0]
        since = periods[0].date_from if is_oldest else period.date_from
        self._create_candidate_tables(period, since)
        if is_oldest:
            self.env.cr.execute(self._get_insert_reversals_sql(period))
        self._create_movement_tables(period, since)
        # Money in before money out: a refund takes from what its sale brought.
        self._insert_movements(period, 1)
        if self._has_undone_refunds():
            self._insert_movements(period, 1, is_again=True)
        self._insert_movements(period, -1)
        self.env.cr.execute(self._get_insert_returns_sql(period))
        self.env.cr.execute(SQL("DROP TABLE %s", STAGING_TABLES))
        self.env.invalidate_all(flush=False)
        period._set_guarded_fields({"ledger_built_on": self.env.cr.now()})

    def _create_candidate_tables(self, period, since):
        """Create tables of what may have to be counted or reversed, and its facts."""
        company = period.company_id
        self._create_staging_table(
            "telecom_affected", self._get_affected_moves_sql(company)
        )
        self._create_staging_table(
            "telecom_standing", self._get_standing_entries_sql(company)
        )
        self._create_staging_table(
            "telecom_partial", self._get_candidate_partials_sql()
        )
        self._create_staging_table(
            "telecom_match", self._get_candidate_matches_sql(period, since)
        )
        self._create_staging_table(
            "telecom_receipt", self._get_candidate_receipts_sql()
        )
        self._create_staging_table(
            "telecom_incentive_due", self._get_candidate_incentives_sql(period, since)
        )
        self._create_staging_table("telecom_origin", self._get_origins_sql())
        self._create_staging_table("telecom_document", self._get_documents_sql())
        self._create_staging_table("telecom_credit", self._get_credits_sql())
        self._create_staging_table("telecom_line", self._get_lines_sql(company))
        self.env.cr.execute(self._get_replace_deposits_sql(company))
        self._create_staging_table("telecom_mixed", self._get_mixed_lines_sql())
        self._create_staging_table("telecom_fact", self._get_facts_sql())

    def _create_movement_tables(self, period, since):
        """Create tables of what this period counts: movements and shares."""
        self._create_staging_table(
            "telecom_uneven", self._get_uneven_payments_sql(period, since)
        )
        self._create_staging_table(
            "telecom_movement", self._get_movements_sql(period, since)
        )
        self._create_staging_table(
            "telecom_share", self._get_shares_sql(period.company_id)
        )
        self._create_earlier_business_table(period)

    def _create_earlier_business_table(self, period):
        """Create the table of the business that clients had before the first period."""
        company = period.company_id
        first = period.search(
            [("company_id", "=", company.id)], order="date_from", limit=1
        )
        self._create_staging_table(
            "telecom_earlier_receipt",
            self._get_earlier_receipts_sql(company, first.date_from),
        )
        self._create_staging_table(
            "telecom_earlier_funding",
            self._get_fundings_sql(SQL("telecom_earlier_receipt")),
        )
        self._create_staging_table(
            "telecom_earlier", self._get_earlier_business_sql(company)
        )

    def _has_undone_refunds(self):
        """Tell whether money came in by documents that take a credit note back."""
        self.env.cr.execute(SQL("SELECT FROM telecom_document WHERE depth > 1 LIMIT 1"))
        return bool(self.env.cr.rowcount)

    def _insert_movements(self, period, sign, is_again=False):
        """Write entries of movements of a sign: what mirrors the sale, and the rest.

        :param sign: 1 for money that came in and incentives, -1 for money that went out
        :param is_again: money that came in by documents that take a credit note back
        """
        self._create_staging_table("telecom_net", self._get_net_sql(period, is_again))
        self._create_staging_table(
            "telecom_turn", self._get_turns_sql(period, sign, is_again)
        )
        self._create_staging_table("telecom_part", self._get_parts_sql(period))
        self._create_staging_table("telecom_business", self._get_business_sql(period))
        self.env.cr.execute(self._get_insert_parts_sql(period))
        self.env.cr.execute(self._get_insert_mirrored_sql(period, sign))
        self.env.cr.execute(
            SQL("DROP TABLE telecom_net, telecom_turn, telecom_part, telecom_business")
        )

    def _create_staging_table(self, name, rows):
        """Create a temporary table of ``rows`` whose size the planner knows.

        Without statistics the planner compares each receipt with every other one.
        """
        table = SQL.identifier(name)
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, rows)
        )
        self.env.cr.execute(SQL("ANALYZE %s", table))

    def _get_movements_sql(self, period, since):
        """Return SQL of receipts with their cash in whole cents, and of incentives."""
        return SQL(
            """
            WITH settled AS (%(settled)s)
            SELECT 'cash' AS kind, x.partial_id, NULL::int AS incentive_id, x.move_id,
                   x.payment_move_id, x.payment_name, x.cash_date, x.recognition_date,
                   COALESCE(s.cash, x.cash) AS amount, x.matched, x.is_cleared,
                   %(receipt)s AS fingerprint
              FROM telecom_receipt x
              JOIN telecom_fact f ON f.move_id = x.move_id
         LEFT JOIN settled s USING (partial_id)
             WHERE x.recognition_date BETWEEN %(since)s AND %(until)s
               AND NOT %(receipt_stands)s
             UNION ALL
            SELECT 'incentive', NULL, x.incentive_id, x.move_id, NULL, NULL, NULL,
                   x.recognition_date, x.amount, 0, FALSE, %(incentive)s
              FROM telecom_incentive_due x
              JOIN telecom_fact f ON f.move_id = x.move_id
             WHERE x.recognition_date BETWEEN %(since)s AND %(until)s
               AND NOT %(incentive_stands)s
            """,
            settled=self._get_settled_cash_sql(period.company_id, since, period),
            receipt=self._get_receipt_fingerprint_sql(),
            incentive=self._get_incentive_fingerprint_sql(),
            receipt_stands=self._get_receipt_stands_sql(),
            incentive_stands=self._get_incentive_stands_sql(),
            since=since,
            until=period.date_to,
        )

    def _get_candidate_incentives_sql(self, period, since):
        """Return SQL of approved incentives that a period may have to count."""
        return SQL(
            """
            SELECT i.id AS incentive_id, i.move_id, i.amount_company AS amount,
                   GREATEST(i.date, m.invoice_date) AS recognition_date
              FROM telecom_incentive i
              JOIN account_move m ON m.id = i.move_id AND m.state = 'posted'
             WHERE i.company_id = %(company)s AND i.state = 'approved'
               AND (i.id IN (SELECT incentive_id FROM telecom_standing
                              WHERE partial_ref IS NULL)
                OR GREATEST(i.date, m.invoice_date) BETWEEN %(since)s AND %(until)s
               AND NOT %(counted)s)
            """,
            counted=self._get_is_counted_sql(
                SQL("e.incentive_id = i.id AND e.partial_ref IS NULL")
            ),
            since=since,
            until=period.date_to,
            company=period.company_id.id,
        )

    def _get_parts_sql(self, period):
        """Return SQL that splits movements over revenue lines."""
        return SQL(
            """
            SELECT v.*, s.revenue_line_id,
                   COALESCE(s.discount, 0) AS line_discount, s.products,
                   COALESCE(s.is_gross_split, FALSE) AS is_gross_split,
                   COALESCE(
                       ROUND(v.fresh * s.upto / s.total, %(digits)s) - ROUND(
                           v.fresh * (s.upto - s.weight) / s.total, %(digits)s),
                       v.fresh) AS part
              FROM telecom_turn v
         LEFT JOIN telecom_share s ON s.move_id = v.move_id AND s.total <> 0
             WHERE v.fresh <> 0
            """,
            digits=period.currency_id.decimal_places,
        )

    def _get_insert_parts_sql(self, period):
        """Return SQL that attributes parts to salesperson or unit and writes entries.

        Rate and assignment are those of the invoice date. A credit note uses date and
        salesperson of the invoice it takes back, so that both sum to zero.
        """
        return SQL(
            """
            INSERT INTO telecom_performance_entry (
                period_id, company_id, currency_id, kind, recognition_date, cash_date,
                invoice_date, move_id, sale_id, payment_move_id, invoice_name,
                payment_name, partial_ref, incentive_id, partner_id, contact_id,
                revenue_line_id, products, rate, points_per_yuan, salesperson_id,
                unit_id, team_id, grade_id, is_full_time, attribution, is_new_business,
                is_cleared, is_gross_split, fingerprint, cash, discount, incentive,
                converted_profit, points)
            SELECT %(period)s, %(company)s, %(currency)s, v.kind, v.recognition_date,
                   v.cash_date, v.sold_on, v.move_id, v.sale_id, v.payment_move_id,
                   v.name, v.payment_name, v.partial_id, v.incentive_id, v.client_id,
                   v.partner_id, v.revenue_line_id, v.products, r.rate,
                   %(points_per_yuan)s, a.salesperson_id,
                   COALESCE(a.unit_id, served_by.id), a.team_id, a.grade_id,
                   a.id IS NOT NULL AND person.employment = 'full_time',
                   CASE WHEN a.id IS NOT NULL THEN 'salesperson'
                        WHEN served_by.id IS NOT NULL THEN 'client_unit'
                        ELSE 'unassigned' END,
                   COALESCE(b.since, v.recognition_date) + INTERVAL '12 months'
                       > v.recognition_date, v.is_cleared, v.is_gross_split,
                   v.fingerprint, amount.cash, ROUND(v.line_discount * v.matched
                       / NULLIF(v.total, 0), %(digits)s),
                   amount.incentive, profit.converted,
                   ROUND(profit.converted * %(points_per_yuan)s, 2)
              FROM telecom_part v
         LEFT JOIN telecom_business b
                ON b.client_id = v.client_id
               AND b.line_id = COALESCE(v.revenue_line_id, 0)
               AND b.day = v.recognition_date
         LEFT JOIN res_partner client ON client.id = v.client_id
         LEFT JOIN telecom_sales_unit served_by
                ON served_by.id = client.sales_unit_id
               AND served_by.company_id = v.company_id
         LEFT JOIN telecom_salesperson person
                ON person.user_id = v.sold_by
               AND person.company_id = v.company_id
               AND person.state <> 'candidate'
         LEFT JOIN telecom_salesperson_assignment a
                ON a.salesperson_id = person.id AND a.date_from <= v.sold_on
               AND (a.date_to IS NULL OR a.date_to >= v.sold_on)
         LEFT JOIN telecom_revenue_line_rate own_rate
                ON own_rate.line_id = v.revenue_line_id
               AND own_rate.company_id = %(company)s
               AND own_rate.date_from <= v.sold_on
               AND (own_rate.date_to IS NULL OR own_rate.date_to >= v.sold_on)
         LEFT JOIN telecom_revenue_line_rate shared_rate
                ON shared_rate.line_id = v.revenue_line_id
               AND shared_rate.company_id IS NULL
               AND shared_rate.date_from <= v.sold_on
               AND (shared_rate.date_to IS NULL OR shared_rate.date_to >= v.sold_on)
        CROSS JOIN LATERAL (
                   SELECT COALESCE(own_rate.rate, shared_rate.rate) AS rate) r
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN v.kind = 'cash' THEN v.part ELSE 0 END AS cash,
                          CASE WHEN v.kind = 'incentive' THEN v.part ELSE 0
                              END AS incentive) amount
        CROSS JOIN LATERAL (
                   SELECT ROUND((amount.cash - amount.incentive) * r.rate, %(digits)s)
                          AS converted) profit
             WHERE v.part <> 0
          -- Near entries refer to near documents, which PostgreSQL checks faster.
          ORDER BY v.move_id, v.partial_id, v.revenue_line_id
            """,
            period=period.id,
            company=period.company_id.id,
            currency=period.currency_id.id,
            digits=period.currency_id.decimal_places,
            points_per_yuan=exact(period.company_id.telecom_points_per_yuan, 4),
        )

    def _get_business_sql(self, period):
        """Return SQL of the first cash of the business that parts belong to.

        Columns: client_id, line_id, day, since. The business of a client on a revenue
        line begins anew after twelve months without cash. Cash before the first period
        is found in the documents. Business of a client that is a contact of another one
        by now is that of the other.
        """
        return SQL(
            """
            WITH wanted AS MATERIALIZED (
                SELECT client_id, COALESCE(revenue_line_id, 0) AS line_id,
                       recognition_date AS day, BOOL_OR(kind = 'cash') AS is_cash
                  FROM telecom_part GROUP BY 1, 2, 3),
            pair AS MATERIALIZED (SELECT DISTINCT client_id, line_id FROM wanted),
            cash_day AS (
                SELECT client_id, line_id, day, is_cash FROM wanted
                 UNION ALL
                SELECT pair.client_id, pair.line_id, e.recognition_date, TRUE
                  FROM telecom_performance_entry e
                  JOIN res_partner p ON p.id = e.partner_id
                  JOIN pair ON pair.client_id = p.commercial_partner_id
                   AND pair.line_id = COALESCE(e.revenue_line_id, 0)
                 WHERE e.company_id = %(company)s AND e.period_id <> %(period)s
                   AND e.kind = 'cash' AND e.cash > 0
                   AND e.recognition_date > (SELECT MIN(day) - INTERVAL '24 months'
                                               FROM wanted)
                   AND NOT EXISTS (SELECT FROM telecom_performance_entry v
                                    WHERE v.reversed_entry_id = e.id)
                 UNION ALL
                SELECT pair.client_id, pair.line_id, earlier.day, TRUE
                  FROM pair JOIN telecom_earlier earlier USING (client_id, line_id)),
            numbered AS (
                SELECT client_id, line_id, day, is_cash,
                       MAX(day) FILTER (WHERE is_cash) OVER (
                           PARTITION BY client_id, line_id ORDER BY day
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last
                  FROM (SELECT client_id, line_id, day, BOOL_OR(is_cash) AS is_cash
                          FROM cash_day GROUP BY 1, 2, 3) by_day)
            SELECT client_id, line_id, day,
                   MAX(CASE WHEN is_cash AND (last IS NULL
                                OR last < day - INTERVAL '12 months') THEN day END)
                       OVER (PARTITION BY client_id, line_id ORDER BY day) AS since
              FROM numbered
            """,
            company=period.company_id.id,
            period=period.id,
        )

    def _get_earlier_receipts_sql(self, company, first_day):
        """Return SQL of receipts before the first period, which the ledger never has.

        They are those of the 24 months before the first movement that is counted now:
        later movements need none.
        """
        return SQL(
            """
            WITH candidate AS MATERIALIZED (
                SELECT p.*, FALSE AS is_counted, NULL::boolean AS was_cleared
                  FROM account_partial_reconcile p
                 WHERE p.company_id = %(company)s AND p.max_date < %(first)s
                   AND p.max_date >= (SELECT MIN(recognition_date)
                                        FROM telecom_movement) - INTERVAL '24 months')
            SELECT * FROM (%(receipts)s) r WHERE r.recognition_date < %(first)s
            """,
            company=company.id,
            first=first_day,
            receipts=self._get_receipts_sql(company, SQL("candidate")),
        )

    def _get_earlier_business_sql(self, company):
        """Return SQL of the cash of the receipts before the first period.

        Columns: client_id, day, line_id. Deposits are those of the ledger.
        """
        return SQL(
            """
            WITH category_line AS MATERIALIZED (%(category_lines)s)
            SELECT DISTINCT m.commercial_partner_id AS client_id,
                   r.recognition_date AS day, COALESCE(sold.line_id, 0) AS line_id
              FROM telecom_earlier_receipt r
              JOIN telecom_earlier_funding f ON f.move_id = r.payment_move_id
              JOIN account_move m ON m.id = r.move_id AND m.move_type <> 'out_refund'
              JOIN account_move_line l ON l.move_id = m.id
               AND l.display_type = 'product' AND l.balance < 0
         LEFT JOIN LATERAL (
                   -- Asked here (OFFSET), for other lines nothing of it is executed.
                   SELECT * FROM (%(deposit_parts)s) parts
                    WHERE l.is_downpayment OFFSET 0) part ON TRUE
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN part.id IS NULL THEN l.product_id
                               ELSE part.product_id END AS product_id) known
         LEFT JOIN product_product variant ON variant.id = known.product_id
         LEFT JOIN product_template t ON t.id = variant.product_tmpl_id
         LEFT JOIN category_line c ON c.category_id = t.categ_id
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN known.product_id IS NULL THEN %(free_text)s
                               ELSE c.line_id END AS line_id) sold
             WHERE (%(exact_cash)s) > 0
            """,
            free_text=company.telecom_default_revenue_line_id.id or None,
            category_lines=self._get_category_lines_sql(company),
            exact_cash=self._get_exact_cash_sql(),
            deposit_parts=self._get_deposit_parts_sql(
                SQL(
                    "SELECT MIN(rel.order_line_id) FROM sale_order_line_invoice_rel rel"
                    " WHERE rel.invoice_line_id = l.id"
                ),
                SQL("%s", company.sale_discount_product_id.id or None),
            ),
        )
