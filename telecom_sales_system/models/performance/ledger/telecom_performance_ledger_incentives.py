from odoo import models
from odoo.tools import SQL

from .telecom_performance_ledger_refunds import MIRRORED


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that keeps incentives in proportion to what credit notes left of the sale.

    A credit note counts as far as it is settled: with its invoice, with money that is
    paid back, or with another invoice. What reverses a credit note brings the sale
    back. The ledger is brought in step with the *state* at the end of the period: the
    difference between the part that is left and what the entries hold so far is written
    as a return. So nothing is given back twice, whatever came first, and a sale that is
    wholly undone leaves no incentive, in any column.
    """

    _inherit = "telecom.performance.ledger"

    def _get_insert_returns_sql(self, period):
        """Return SQL that writes what returns of incentives, or is taken again.

        Entries of later periods are left out.
        """
        amounts = ("incentive", "converted_profit", "points")
        digits = period.currency_id.decimal_places
        return SQL(
            """
            WITH RECURSIVE held AS MATERIALIZED (
                SELECT incentive_id, sale_id, %(mirrored)s, %(sums)s
                  FROM telecom_performance_entry
                 WHERE company_id = %(company)s AND incentive_id IS NOT NULL
                   AND period_id IN (
                       SELECT id FROM telecom_period WHERE date_from <= %(date_from)s)
              GROUP BY incentive_id, sale_id, %(mirrored)s),
            %(credited)s,
            returned AS (
                SELECT held.*, %(differences)s,
                       c.last_move_id, c.last_date
                  FROM held LEFT JOIN credited c USING (sale_id))
            INSERT INTO telecom_performance_entry (
                period_id, company_id, currency_id, kind, recognition_date, move_id,
                sale_id, invoice_name, incentive_id, contact_id, %(mirrored)s,
                cash, discount, incentive, converted_profit, points)
            SELECT %(period)s, %(company)s, %(currency)s, 'return',
                   GREATEST(r.last_date, %(date_from)s), m.id, r.sale_id, m.name,
                   r.incentive_id, m.partner_id, %(mirrored_of_return)s, 0, 0,
                   r.incentive, r.converted_profit, r.points
              FROM returned r
              JOIN account_move m ON m.id = COALESCE(r.last_move_id, r.sale_id)
             WHERE r.incentive <> 0 OR r.converted_profit <> 0 OR r.points <> 0
            """,
            mirrored=MIRRORED,
            mirrored_of_return=SQL(
                ", ".join(f"r.{name.strip()}" for name in MIRRORED.code.split(","))
            ),
            sums=SQL(", ").join(
                SQL(
                    "SUM(%(name)s) AS %(held)s,"
                    " SUM(%(name)s) FILTER (WHERE kind <> 'return') AS %(given)s",
                    name=SQL.identifier(name),
                    held=SQL.identifier(f"held_{name}"),
                    given=SQL.identifier(f"given_{name}"),
                )
                for name in amounts
            ),
            differences=SQL(", ").join(
                SQL(
                    "ROUND(COALESCE(%(given)s, 0) * (1 - COALESCE(c.part, 0)),"
                    " %(digits)s) - %(held)s AS %(name)s",
                    name=SQL.identifier(name),
                    held=SQL.identifier(f"held_{name}"),
                    given=SQL.identifier(f"given_{name}"),
                    digits=2 if name == "points" else digits,
                )
                for name in amounts
            ),
            credited=self._get_credited_sql(period),
            period=period.id,
            company=period.company_id.id,
            currency=period.currency_id.id,
            date_from=period.date_from,
        )

    def _get_credited_sql(self, period):
        """Return SQL, table ``credited``: the part of each sale that is undone.

        A credit note without a link to an invoice belongs to the invoices that it is
        matched with, in proportion.
        """
        return SQL(
            """
            chain (sale_id, move_id) AS (
                SELECT sale_id, sale_id FROM held
                 UNION
                SELECT chain.sale_id, m.id
                  FROM chain
                  JOIN account_move m ON m.reversed_entry_id = chain.move_id),
            by_hand AS (
                SELECT DISTINCT held.sale_id, c.move_id
                  FROM held
                  JOIN account_move_line d ON d.move_id = held.sale_id
                  JOIN account_partial_reconcile p ON p.debit_move_id = d.id
                  JOIN account_move_line c ON c.id = p.credit_move_id
                  JOIN account_move m ON m.id = c.move_id AND m.move_type = 'out_refund'
                   AND m.reversed_entry_id IS NULL),
            document AS (
                SELECT sale_id, move_id, 1 AS share FROM chain WHERE move_id <> sale_id
                 UNION ALL
                SELECT h.sale_id, h.move_id,
                       SUM(p.amount) FILTER (WHERE d.move_id = h.sale_id)
                           / SUM(p.amount)
                  FROM by_hand h
                  JOIN account_move_line c ON c.move_id = h.move_id
                  JOIN account_partial_reconcile p ON p.credit_move_id = c.id
                  JOIN account_move_line d ON d.id = p.debit_move_id
                  JOIN account_move m ON m.id = d.move_id
                   AND m.move_type IN ('out_invoice', 'out_receipt')
              GROUP BY h.sale_id, h.move_id),
            settled AS (
                SELECT document.*, p.max_date, p.amount,
                       p.credit_amount_currency AS amount_currency
                  FROM document
                  JOIN account_move_line l ON l.move_id = document.move_id
                  JOIN account_partial_reconcile p ON p.credit_move_id = l.id
                  JOIN account_move_line other ON other.id = p.debit_move_id
                   AND other.parent_state = 'posted'
                 UNION ALL
                SELECT document.*, p.max_date, -p.amount, -p.debit_amount_currency
                  FROM document
                  JOIN account_move_line l ON l.move_id = document.move_id
                  JOIN account_partial_reconcile p ON p.debit_move_id = l.id
                  JOIN account_move_line other ON other.id = p.credit_move_id
                   AND other.parent_state = 'posted'),
            credited AS (
                SELECT s.sale_id, MAX(s.max_date) AS last_date,
                       (ARRAY_AGG(m.id ORDER BY s.max_date DESC, m.id DESC))[1]
                           AS last_move_id,
                       LEAST(GREATEST(SUM(s.share * CASE
                           WHEN m.currency_id = sale.currency_id
                           THEN s.amount_currency / NULLIF(sale.amount_total, 0)
                           ELSE s.amount / NULLIF(ABS(sale.amount_total_signed), 0)
                           END), 0), 1) AS part
                  FROM settled s
                  JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
                  JOIN account_move sale ON sale.id = s.sale_id
                 WHERE s.max_date <= %s
              GROUP BY s.sale_id)
            """,
            period.date_to,
        )
