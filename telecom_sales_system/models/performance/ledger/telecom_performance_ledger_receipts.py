from odoo import models
from odoo.tools import SQL

from .telecom_performance_ledger import CLOSED_PERIODS

CUSTOMER_DOCUMENTS = ("out_invoice", "out_refund", "out_receipt")


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that finds receipts and the cash that each brought.

    A *receipt* is one reconciliation of a posted customer document with a payment or
    bank line. Its cash is the liquidity share of the payment's entry: write-offs,
    discounts and exchange differences are not cash (design.md, "Performance ledger").
    """

    _inherit = "telecom.performance.ledger"

    def _get_receipts_sql(self, company, partials):
        """Return SQL of the receipts among ``partials`` whose documents are posted.

        Columns: partial_id, move_id, payment_move_id, payment_name, payment_balance,
        payment_currency, matched_currency, matched, cash_date, recognition_date.

        If a payment's line has no amount in its currency (a mere rate difference), both
        amounts in currency are in company currency.
        """
        payment = SQL("(c.payment_id IS NOT NULL OR c.statement_line_id IS NOT NULL)")
        return SQL(
            """
            SELECT p.id AS partial_id, m.id AS move_id, y.id AS payment_move_id,
                   y.name AS payment_name,
                   CASE WHEN %(credit)s THEN c.balance ELSE d.balance
                       END AS payment_balance,
                   CASE WHEN %(credit)s THEN COALESCE(NULLIF(c.amount_currency, 0),
                       c.balance) ELSE COALESCE(NULLIF(d.amount_currency, 0), d.balance)
                       END AS payment_currency,
                   CASE WHEN CASE WHEN %(credit)s THEN c.amount_currency
                       ELSE d.amount_currency END = 0 THEN p.amount
                       WHEN %(credit)s THEN p.credit_amount_currency
                       ELSE p.debit_amount_currency END AS matched_currency,
                   p.amount AS matched, y.date AS cash_date,
                   GREATEST(y.date, m.invoice_date) AS recognition_date
              FROM %(partials)s p
              JOIN account_move_line d ON d.id = p.debit_move_id
              JOIN account_move_line c ON c.id = p.credit_move_id
              JOIN account_move y
                ON y.id = CASE WHEN %(credit)s THEN c.move_id ELSE d.move_id END
               AND y.state = 'posted'
               AND (y.origin_payment_id IS NOT NULL OR y.statement_line_id IS NOT NULL)
              JOIN account_move m
                ON m.id = CASE WHEN %(credit)s THEN d.move_id ELSE c.move_id END
               AND m.state = 'posted' AND m.move_type IN %(documents)s
               AND m.company_id = %(company)s
            """,
            credit=payment,
            documents=CUSTOMER_DOCUMENTS,
            company=company.id,
            partials=partials,
        )

    def _get_uncounted_partials_sql(self):
        """Return SQL of all reconciliations that no closed period counted."""
        return SQL(
            """
            SELECT r.id, r.debit_move_id, r.credit_move_id, r.amount,
                   r.debit_amount_currency, r.credit_amount_currency
              FROM account_partial_reconcile r
             WHERE NOT %s
            """,
            self._get_is_counted_sql(SQL("e.partial_ref = r.id")),
        )

    def _get_sibling_partials_sql(self):
        """Return SQL of all reconciliations of the payments in ``telecom_uneven``."""
        return SQL(
            """
            (SELECT r.* FROM account_partial_reconcile r
              WHERE r.id IN (
                    SELECT s.id
                      FROM account_partial_reconcile s
                      JOIN account_move_line l ON l.id = s.debit_move_id
                      JOIN telecom_uneven u ON u.payment_move_id = l.move_id
                     UNION
                    SELECT s.id
                      FROM account_partial_reconcile s
                      JOIN account_move_line l ON l.id = s.credit_move_id
                      JOIN telecom_uneven u ON u.payment_move_id = l.move_id))
            """
        )

    def _get_is_counted_sql(self, condition):
        """Return SQL, true if a closed entry meets ``condition`` and is unreversed."""
        return SQL(
            """
            EXISTS (
                SELECT FROM telecom_performance_entry e
                 WHERE e.kind <> 'reversal' AND %(condition)s
                   AND e.period_id = %(closed)s AND %(standing)s)
            """,
            condition=condition,
            closed=CLOSED_PERIODS,
            standing=self._get_is_unreversed_sql(),
        )

    def _get_is_unreversed_sql(self):
        """Return SQL, true for an entry ``e`` that no closed period has reversed."""
        return SQL(
            """
            NOT EXISTS (
                SELECT FROM telecom_performance_entry v
                 WHERE v.reversed_entry_id = e.id AND v.period_id = %s)
            """,
            CLOSED_PERIODS,
        )

    def _get_fundings_sql(self, payments):
        """Return SQL per payment entry: liquidity, other lines' debits and credits."""
        return SQL(
            """
            SELECT l.move_id,
                   SUM(l.balance) FILTER (WHERE liquid.is_liquid) AS liquidity,
                   SUM(l.balance) FILTER (
                       WHERE NOT liquid.is_liquid AND l.balance > 0) AS debits,
                   -SUM(l.balance) FILTER (
                       WHERE NOT liquid.is_liquid AND l.balance < 0) AS credits
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
              JOIN account_journal j ON j.id = l.journal_id
         LEFT JOIN account_payment y ON y.id = l.payment_id
        CROSS JOIN LATERAL (
                   SELECT a.account_type IN ('asset_cash', 'liability_credit_card')
                       OR a.id IS NOT DISTINCT FROM j.default_account_id
                       OR a.id IS NOT DISTINCT FROM y.outstanding_account_id
                       AS is_liquid) liquid
             WHERE l.move_id IN (SELECT payment_move_id FROM %s)
          GROUP BY l.move_id
            """,
            payments,
        )

    def _get_exact_cash_sql(self):
        """Return SQL of the unrounded cash of a receipt ``r``, funded by ``f``."""
        return SQL(
            """
            CASE WHEN f.liquidity > 0 AND r.payment_balance < 0
                 THEN f.liquidity * -r.payment_balance * r.matched_currency
                      / (f.credits * ABS(r.payment_currency))
                 WHEN f.liquidity < 0 AND r.payment_balance > 0
                 THEN f.liquidity * r.payment_balance * r.matched_currency
                      / (f.debits * ABS(r.payment_currency))
                 ELSE 0 END
            """
        )

    def _get_settled_cash_sql(self, company):
        """Return SQL of receipts whose payment does not divide into whole cents.

        Their cash is rounded cumulatively over the payment, on top of what closed
        periods booked, so that the receipts of a payment sum to its liquidity.
        """
        return SQL(
            """
            SELECT partial_id,
                   ROUND(upto, %(digits)s) - CASE WHEN ROW_NUMBER() OVER (
                       PARTITION BY payment_move_id, booked IS NULL
                       ORDER BY partial_id) = 1
                       THEN COALESCE(SUM(booked) OVER (PARTITION BY payment_move_id), 0)
                       ELSE ROUND(upto - cash, %(digits)s) END AS cash
              FROM (SELECT r.partial_id, r.payment_move_id, b.booked,
                           %(exact_cash)s AS cash,
                           SUM(%(exact_cash)s) OVER (
                               PARTITION BY r.payment_move_id
                               ORDER BY b.booked IS NULL, r.partial_id) AS upto
                      FROM (%(receipts)s) r
                      JOIN telecom_uneven f USING (payment_move_id)
                 LEFT JOIN LATERAL (
                           SELECT SUM(e.cash) AS booked
                             FROM telecom_performance_entry e
                            WHERE e.partial_ref = r.partial_id AND e.kind = 'cash'
                              AND e.period_id = %(closed)s AND %(standing)s) b
                        ON TRUE) sibling
            """,
            receipts=self._get_receipts_sql(company, self._get_sibling_partials_sql()),
            digits=company.currency_id.decimal_places,
            exact_cash=self._get_exact_cash_sql(),
            closed=CLOSED_PERIODS,
            standing=self._get_is_unreversed_sql(),
        )
