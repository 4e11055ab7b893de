from decimal import Decimal

from odoo import models
from odoo.tools import SQL

# Not a join: the table is too small for statistics, so joins are taken for selective.
CLOSED_PERIODS = SQL("ANY(ARRAY(SELECT id FROM telecom_period WHERE state = 'closed'))")


class TelecomPerformanceLedger(models.AbstractModel):
    """Builder of a period's performance ledger in a fixed number of set-based queries.

    The rules are those of design.md, "Performance ledger". A *movement* is a receipt or
    an incentive that a period has to count; each becomes one entry per revenue line.
    """

    _name = "telecom.performance.ledger"
    _description = "Performance Ledger Builder"

    def _rebuild_entries(self, period):
        """Replace the entries of a period by the present invoices and payments.

        The oldest open period also counts movements of closed periods that they did not
        count, and reverses entries of closed periods that were undone since.
        """
        self.env.flush_all()
        # Compiling these long queries takes more time than it saves.
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        self.env.cr.execute(
            SQL("DELETE FROM telecom_performance_entry WHERE period_id = %s", period.id)
        )
        periods = period.search(
            [("company_id", "=", period.company_id.id)], order="date_from"
        )
        is_oldest = period == periods.filtered(lambda p: p.state != "closed")[0]
        since = periods[0].date_from if is_oldest else period.date_from
        self._create_staging_table(
            "telecom_due", self._get_due_receipts_sql(period, since)
        )
        self._create_staging_table(
            "telecom_uneven", self._get_uneven_payments_sql(period)
        )
        self._create_staging_table(
            "telecom_movement", self._get_movements_sql(period, since)
        )
        self.env.cr.execute(self._get_insert_movements_sql(period))
        self.env.cr.execute(
            SQL("DROP TABLE telecom_due, telecom_uneven, telecom_movement")
        )
        if is_oldest:
            self.env.cr.execute(self._get_insert_reversals_sql(period))
        self.env.invalidate_all(flush=False)

    def _create_staging_table(self, name, rows):
        """Create a temporary table of ``rows`` whose size the planner knows.

        Without statistics the planner compares each receipt with every other one.
        """
        table = SQL.identifier(name)
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, rows)
        )
        self.env.cr.execute(SQL("ANALYZE %s", table))

    def _get_due_receipts_sql(self, period, since):
        """Return SQL of receipts to count: unrounded cash, funding of the payment."""
        return SQL(
            """
            WITH uncounted AS MATERIALIZED (%(uncounted)s),
            due AS MATERIALIZED (
                SELECT r.* FROM (%(receipts)s) r
                 WHERE r.recognition_date BETWEEN %(since)s AND %(until)s),
            funding AS MATERIALIZED (%(fundings)s)
            SELECT r.*, f.liquidity, f.debits, f.credits, %(exact_cash)s AS cash
              FROM due r JOIN funding f ON f.move_id = r.payment_move_id
            """,
            uncounted=self._get_uncounted_partials_sql(),
            receipts=self._get_receipts_sql(period.company_id, SQL("uncounted")),
            fundings=self._get_fundings_sql(SQL("due")),
            exact_cash=self._get_exact_cash_sql(),
            since=since,
            until=period.date_to,
        )

    def _get_uneven_payments_sql(self, period):
        """Return SQL of payments with a receipt whose share is not in whole cents."""
        return SQL(
            """
            SELECT DISTINCT payment_move_id, liquidity, debits, credits
              FROM telecom_due WHERE cash <> ROUND(cash, %s)
            """,
            period.currency_id.decimal_places,
        )

    def _get_movements_sql(self, period, since):
        """Return SQL of receipts with their cash in whole cents, and of incentives."""
        return SQL(
            """
            WITH settled AS (%(settled)s)
            SELECT 'cash' AS kind, x.partial_id, NULL::int AS incentive_id, x.move_id,
                   x.payment_move_id, x.payment_name, x.cash_date, x.recognition_date,
                   COALESCE(s.cash, x.cash) AS amount, x.matched
              FROM telecom_due x LEFT JOIN settled s USING (partial_id)
             UNION ALL
            SELECT 'incentive', NULL, i.id, i.move_id, NULL, NULL, NULL,
                   GREATEST(i.date, m.invoice_date), i.amount_company, 0
              FROM telecom_incentive i
              JOIN account_move m ON m.id = i.move_id AND m.state = 'posted'
             WHERE i.company_id = %(company)s AND i.state = 'approved'
               AND GREATEST(i.date, m.invoice_date) BETWEEN %(since)s AND %(until)s
               AND NOT %(incentive_counted)s
            """,
            settled=self._get_settled_cash_sql(period.company_id),
            incentive_counted=self._get_is_counted_sql(SQL("e.incentive_id = i.id")),
            since=since,
            until=period.date_to,
            company=period.company_id.id,
        )

    def _get_insert_movements_sql(self, period):
        """Return SQL that splits movements over revenue lines and writes entries."""
        return SQL(
            """
            WITH category_line AS MATERIALIZED (%(category_lines)s),
            invoice_line AS MATERIALIZED (%(invoice_lines)s),
            share AS MATERIALIZED (%(shares)s),
            part AS (
                SELECT v.*, s.revenue_line_id, COALESCE(s.discount, 0) AS line_discount,
                       COALESCE(
                           ROUND(v.amount * s.upto / s.total, %(digits)s) - ROUND(
                               v.amount * (s.upto - s.weight) / s.total, %(digits)s),
                           v.amount) AS part
                  FROM telecom_movement v
             LEFT JOIN share s ON s.move_id = v.move_id AND s.total <> 0)
            %(insert)s
            """,
            category_lines=self._get_category_lines_sql(),
            invoice_lines=self._get_invoice_lines_sql(),
            shares=self._get_shares_sql(period.company_id),
            insert=self._get_insert_parts_sql(period),
            digits=period.currency_id.decimal_places,
        )

    def _get_insert_parts_sql(self, period):
        """Return SQL that attributes parts to salesperson or unit and writes entries.

        Rate and assignment are those of the invoice date. A credit note uses the date
        of the invoice it reverses, so that both sum to zero.
        """
        return SQL(
            """
            INSERT INTO telecom_performance_entry (
                period_id, company_id, currency_id, kind, recognition_date, cash_date,
                invoice_date, move_id, payment_move_id, invoice_name, payment_name,
                partial_ref, incentive_id, partner_id, revenue_line_id, rate,
                salesperson_id, unit_id, team_id, grade_id, is_full_time, attribution,
                cash, discount, incentive, converted_profit, points)
            SELECT %(period)s, %(company)s, %(currency)s, v.kind, v.recognition_date,
                   v.cash_date, sold.on_date, m.id, v.payment_move_id, m.name,
                   v.payment_name, v.partial_id, v.incentive_id,
                   m.commercial_partner_id, v.revenue_line_id, r.rate, a.salesperson_id,
                   COALESCE(a.unit_id, served_by.id), a.team_id, a.grade_id,
                   a.id IS NOT NULL AND person.employment = 'full_time',
                   CASE WHEN a.id IS NOT NULL THEN 'salesperson'
                        WHEN served_by.id IS NOT NULL THEN 'client_unit'
                        ELSE 'unassigned' END,
                   amount.cash, ROUND(v.line_discount * v.matched
                       / NULLIF(ABS(m.amount_total_signed), 0), %(digits)s),
                   amount.incentive, profit.converted,
                   ROUND(profit.converted * %(points_per_yuan)s, 2)
              FROM part v
              JOIN account_move m ON m.id = v.move_id
         LEFT JOIN account_move original ON original.id = m.reversed_entry_id
        CROSS JOIN LATERAL (SELECT
                   COALESCE(original.invoice_date, m.invoice_date) AS on_date) sold
         LEFT JOIN res_partner client ON client.id = m.commercial_partner_id
         LEFT JOIN telecom_sales_unit served_by
                ON served_by.id = client.sales_unit_id
               AND served_by.company_id = m.company_id
         LEFT JOIN telecom_salesperson person
                ON person.user_id = m.invoice_user_id
               AND person.company_id = m.company_id
               AND person.state <> 'candidate'
         LEFT JOIN telecom_salesperson_assignment a
                ON a.salesperson_id = person.id AND a.date_from <= sold.on_date
               AND (a.date_to IS NULL OR a.date_to >= sold.on_date)
         LEFT JOIN telecom_revenue_line_rate r
                ON r.line_id = v.revenue_line_id AND r.date_from <= sold.on_date
               AND (r.date_to IS NULL OR r.date_to >= sold.on_date)
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN v.kind = 'cash' THEN v.part ELSE 0 END AS cash,
                          CASE WHEN v.kind = 'incentive' THEN v.part ELSE 0
                              END AS incentive) amount
        CROSS JOIN LATERAL (
                   SELECT ROUND((amount.cash - amount.incentive) * r.rate, %(digits)s)
                          AS converted) profit
             WHERE v.part <> 0
            """,
            period=period.id,
            company=period.company_id.id,
            currency=period.currency_id.id,
            digits=period.currency_id.decimal_places,
            points_per_yuan=Decimal(str(period.company_id.telecom_points_per_yuan)),
        )

    def _get_insert_reversals_sql(self, period):
        """Return SQL that reverses entries of closed periods that were undone since."""
        return SQL(
            """
            INSERT INTO telecom_performance_entry (
                period_id, kind, recognition_date, reversed_entry_id, company_id,
                currency_id, cash_date, invoice_date, move_id, payment_move_id,
                invoice_name, payment_name, partial_ref, incentive_id, partner_id,
                revenue_line_id, rate, salesperson_id, unit_id, team_id, grade_id,
                is_full_time, attribution, cash, discount, incentive,
                converted_profit, points)
            SELECT %(period)s, 'reversal', %(date)s, e.id,
                   e.company_id, e.currency_id, e.cash_date, e.invoice_date, e.move_id,
                   e.payment_move_id, e.invoice_name, e.payment_name, e.partial_ref,
                   e.incentive_id, e.partner_id, e.revenue_line_id, e.rate,
                   e.salesperson_id, e.unit_id, e.team_id, e.grade_id, e.is_full_time,
                   e.attribution, -e.cash, -e.discount, -e.incentive,
                   -e.converted_profit, -e.points
              FROM telecom_performance_entry e
         LEFT JOIN account_partial_reconcile reconciled ON reconciled.id = e.partial_ref
         LEFT JOIN telecom_incentive i ON i.id = e.incentive_id
         LEFT JOIN account_move m ON m.id = e.move_id
         LEFT JOIN account_move y ON y.id = e.payment_move_id
             WHERE e.company_id = %(company)s AND e.period_id = %(closed)s
               AND %(standing)s
               AND CASE e.kind
                   WHEN 'cash' THEN reconciled.id IS NULL
                        OR m.state IS DISTINCT FROM 'posted'
                        OR y.state IS DISTINCT FROM 'posted'
                   WHEN 'incentive' THEN i.state IS DISTINCT FROM 'approved'
                        OR m.state IS DISTINCT FROM 'posted'
                   ELSE FALSE END
            """,
            period=period.id,
            company=period.company_id.id,
            date=period.date_from,
            closed=CLOSED_PERIODS,
            standing=self._get_is_unreversed_sql(),
        )
