from odoo import models
from odoo.tools import SQL

from .telecom_performance_ledger import CLOSED_PERIODS

CUSTOMER_DOCUMENTS = ("out_invoice", "out_refund", "out_receipt")
DOCUMENT_COLUMNS = ("id", "move_type", "company_id", "invoice_date")
ENTRY_COLUMNS = ("id", "name", "date", "move_type", "journal_id") + (
    "origin_payment_id",
    "statement_line_id",
)


def pick_side(if_credit, if_debit, columns):
    """Return SQL of columns of one table or the other, by ``side.is_credit``."""
    return SQL(", ").join(
        SQL(
            "CASE WHEN side.is_credit THEN %s ELSE %s END AS %s",
            SQL.identifier(if_credit, column),
            SQL.identifier(if_debit, column),
            SQL.identifier(column),
        )
        for column in columns
    )


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that finds receipts and the cash that each brought.

    A *receipt* is one reconciliation of a posted customer document with a payment, a
    bank line or a journal entry. Its cash is the liquidity share of that entry:
    write-offs and discounts are not cash.
    """

    _inherit = "telecom.performance.ledger"

    def _get_candidate_matches_sql(self, period, since):
        """Return SQL of receipts that a period may have to count or to reverse.

        They are those of the period that no closed one counted, and those that a closed
        one counted whose documents changed since.
        """
        return SQL(
            """
            SELECT r.* FROM (%(receipts)s) r
             WHERE r.is_counted
                OR r.recognition_date BETWEEN %(since)s AND %(until)s
            """,
            receipts=self._get_receipts_sql(period.company_id, SQL("telecom_partial")),
            since=since,
            until=period.date_to,
        )

    def _get_candidate_receipts_sql(self):
        """Return SQL of these receipts with unrounded cash and the funding."""
        return SQL(
            """
            WITH funding AS MATERIALIZED (%(fundings)s)
            SELECT r.*, f.liquidity, f.debits, f.credits, %(exact_cash)s AS cash
              FROM telecom_match r JOIN funding f ON f.move_id = r.payment_move_id
            """,
            fundings=self._get_fundings_sql(SQL("telecom_match")),
            exact_cash=self._get_exact_cash_sql(),
        )

    def _get_receipts_sql(self, company, partials):
        """Return SQL of the receipts among ``partials`` whose documents are posted.

        Columns: partial_id, move_id, payment_move_id, payment_name, payment_balance,
        payment_currency, matched_currency, matched, cash_date, recognition_date,
        is_counted, is_cleared.

        If a payment's line has no amount in its currency (a mere rate difference), both
        amounts in currency are in company currency. The exchange difference of a
        payment's line belongs to the receipt. Settings do not touch what is counted.
        """
        by_clearing = SQL(
            """
            y.origin_payment_id IS NOT NULL AND COALESCE(p.was_cleared,
                journal.telecom_receipts_count IS NOT DISTINCT FROM 'cleared')
            """
        )
        return SQL(
            """
            SELECT p.id AS partial_id, m.id AS move_id, y.id AS payment_move_id,
                   y.name AS payment_name, x.balance AS payment_balance,
                   COALESCE(NULLIF(x.amount_currency, 0), x.balance)
                       AS payment_currency,
                   CASE WHEN x.amount_currency = 0 THEN p.amount
                        WHEN side.is_credit THEN p.credit_amount_currency
                        ELSE p.debit_amount_currency END
                       + COALESCE(exchange.amount, 0) AS matched_currency,
                   p.amount AS matched, paid.on_date AS cash_date,
                   GREATEST(paid.on_date, m.invoice_date) AS recognition_date,
                   p.is_counted, %(by_clearing)s AS is_cleared
              FROM %(partials)s p
              JOIN account_move_line d ON d.id = p.debit_move_id
              JOIN account_move_line c ON c.id = p.credit_move_id
              JOIN account_move dm ON dm.id = d.move_id AND dm.state = 'posted'
              JOIN account_move cm ON cm.id = c.move_id AND cm.state = 'posted'
        CROSS JOIN LATERAL (SELECT cm.move_type = 'entry' AS is_credit) side
        -- The payment's entry, the document and the payment's line are one side or the
        -- other. Columns, as joining by a case would read all entries again.
        CROSS JOIN LATERAL (SELECT %(payment)s) y
        CROSS JOIN LATERAL (SELECT %(document)s) m
        CROSS JOIN LATERAL (SELECT %(payment_line)s) x
              JOIN account_journal journal ON journal.id = y.journal_id
         LEFT JOIN (%(exchanged)s) exchange
                ON exchange.partial_id = p.id AND exchange.is_credit = side.is_credit
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN NOT (%(by_clearing)s) THEN y.date
                          ELSE (%(cleared_on)s) END AS on_date) paid
             WHERE y.move_type = 'entry' AND m.move_type IN %(documents)s
               AND m.company_id = %(company)s AND paid.on_date IS NOT NULL
               AND (y.origin_payment_id IS NOT NULL OR y.statement_line_id IS NOT NULL
                    OR %(entries_count)s OR p.is_counted)
            """,
            payment=pick_side("cm", "dm", ENTRY_COLUMNS),
            document=pick_side("dm", "cm", DOCUMENT_COLUMNS),
            payment_line=pick_side("c", "d", ("balance", "amount_currency")),
            by_clearing=by_clearing,
            cleared_on=self._get_clearing_date_sql(),
            exchanged=self._get_exchanged_sql(partials),
            documents=CUSTOMER_DOCUMENTS,
            company=company.id,
            entries_count=company.telecom_entries_are_cash,
            partials=partials,
        )

    def _get_clearing_date_sql(self):
        """Return SQL of the day when bank lines cleared the payment entry ``y``.

        A payment that went straight to the bank account needs no clearing.
        """
        return SQL(
            """
            SELECT CASE WHEN COUNT(o.id) = 0 THEN y.date
                        WHEN BOOL_AND(o.reconciled) THEN MAX(bank.on_date) END
              FROM account_payment payment
              JOIN account_move_line o ON o.move_id = y.id
               AND o.account_id = payment.outstanding_account_id
               AND o.account_id IS DISTINCT FROM journal.default_account_id
         LEFT JOIN LATERAL (
                   SELECT MAX(b.date) AS on_date
                     FROM account_partial_reconcile k
                     JOIN account_move_line b
                       ON b.id IN (k.debit_move_id, k.credit_move_id) AND b.id <> o.id
                      AND b.statement_line_id IS NOT NULL AND b.parent_state = 'posted'
                    WHERE k.debit_move_id = o.id OR k.credit_move_id = o.id) bank
                ON TRUE
             WHERE payment.id = y.origin_payment_id
            """
        )

    def _get_exchanged_sql(self, partials):
        """Return SQL of the exchange difference on the payment's line of a receipt."""
        return SQL(
            """
            SELECT p.id AS partial_id, side.is_credit, SUM(
                       CASE WHEN side.is_credit THEN e.credit_amount_currency
                            ELSE e.debit_amount_currency END) AS amount
              FROM %s p
              JOIN account_move_line difference
                ON difference.move_id = p.exchange_move_id
              -- Either side by its index; a case would read all for each difference.
              JOIN account_partial_reconcile e
                ON e.debit_move_id = difference.id
               AND e.credit_move_id = p.credit_move_id
                OR e.credit_move_id = difference.id
               AND e.debit_move_id = p.debit_move_id
        CROSS JOIN LATERAL (SELECT e.debit_move_id = difference.id AS is_credit) side
             WHERE p.exchange_move_id IS NOT NULL
          GROUP BY 1, 2
            """,
            partials,
        )

    def _get_uneven_payments_sql(self, period, since):
        """Return SQL of payments with a receipt whose share is not in whole cents."""
        return SQL(
            """
            SELECT DISTINCT payment_move_id, liquidity, debits, credits
              FROM telecom_receipt
             WHERE recognition_date BETWEEN %s AND %s AND cash <> ROUND(cash, %s)
            """,
            since,
            period.date_to,
            period.currency_id.decimal_places,
        )

    def _get_sibling_partials_sql(self):
        """Return SQL of all reconciliations of the payments in ``telecom_uneven``."""
        return SQL(
            """
            (SELECT r.*, TRUE AS is_counted, x.is_cleared AS was_cleared
               FROM account_partial_reconcile r
          LEFT JOIN telecom_receipt x ON x.partial_id = r.id
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

    def _get_settled_cash_sql(self, company, since, period):
        """Return SQL of receipts whose payment does not divide into whole cents.

        Their cash is rounded cumulatively over the payment, on top of what closed
        periods booked and still stands, so that the receipts of a payment sum to its
        liquidity.
        """
        return SQL(
            """
            WITH recounted AS MATERIALIZED (
                SELECT x.partial_id FROM telecom_receipt x
                  JOIN telecom_fact f ON f.move_id = x.move_id
                 WHERE x.is_counted
                   AND x.recognition_date BETWEEN %(since)s AND %(until)s
                   AND NOT %(stands)s)
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
                              AND e.period_id = %(closed)s AND %(standing)s
                              AND r.partial_id NOT IN (
                                  SELECT partial_id FROM recounted)) b ON TRUE) sibling
            """,
            receipts=self._get_receipts_sql(company, self._get_sibling_partials_sql()),
            digits=company.currency_id.decimal_places,
            exact_cash=self._get_exact_cash_sql(),
            closed=CLOSED_PERIODS,
            standing=self._get_is_unreversed_sql(),
            stands=self._get_receipt_stands_sql(),
            since=since,
            until=period.date_to,
        )
