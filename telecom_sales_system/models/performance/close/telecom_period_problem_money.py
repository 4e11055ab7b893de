from odoo import models
from odoo.tools import SQL

from ..ledger.telecom_performance_ledger_receipts import (
    CUSTOMER_DOCUMENTS,
    DOCUMENT_COLUMNS,
    ENTRY_COLUMNS,
    pick_side,
)


class TelecomPeriodProblem(models.Model):
    """SQL that finds money and matches that no entry of the ledger counts.

    What was matched is listed in the month of the match, or in the oldest open one if
    it came, or was taken back, after the close of that month. What waits (a payment
    that is not cleared, money without a match) is listed in each month until it is
    dealt with. Amounts are sums of absolute amounts.
    """

    _inherit = "telecom.period.problem"

    def _get_new_partials_sql(self, period):
        """Return SQL of the reconciliations that are new in a period.

        They are those of the month. In the oldest open period they are also earlier
        ones that were made since the last close, whose entry was written since, or
        whose cash the period reverses.
        """
        in_month = SQL(
            "SELECT * FROM account_partial_reconcile WHERE max_date BETWEEN %s AND %s",
            period.date_from,
            period.date_to,
        )
        if period != period._get_open_periods()[:1]:
            return in_month
        return SQL(
            """
            (WITH closed AS MATERIALIZED (
                SELECT MAX(ledger_built_on) AS at FROM telecom_period
                 WHERE state = 'closed' AND company_id = %(company)s),
            corrected AS MATERIALIZED (
                SELECT l.id
                  FROM account_move y JOIN account_move_line l ON l.move_id = y.id
                 WHERE y.move_type = 'entry' AND y.date < %(date_from)s
                   AND y.company_id = %(company)s
                   AND y.write_date >= (SELECT at FROM closed))
            %(in_month)s
             UNION ALL
            SELECT * FROM account_partial_reconcile
             WHERE max_date < %(date_from)s
               AND (create_date >= (SELECT at FROM closed)
                 OR debit_move_id IN (SELECT id FROM corrected)
                 OR credit_move_id IN (SELECT id FROM corrected)
                 OR id IN (SELECT partial_ref FROM telecom_performance_entry
                            WHERE period_id = %(period)s AND kind = 'reversal'
                              AND partial_ref IS NOT NULL)))
            """,
            in_month=in_month,
            company=period.company_id.id,
            date_from=period.date_from,
            period=period.id,
        )

    def _get_has_cash_sql(self, period):
        """Return SQL, true if reconciliation ``p`` has cash that stands in a period."""
        return SQL(
            """
            EXISTS (
                SELECT FROM telecom_performance_entry e
                 WHERE e.partial_ref = p.id AND e.kind = 'cash'
                   AND e.period_id IN (
                       SELECT id FROM telecom_period WHERE date_from <= %(date)s)
                   AND e.id NOT IN (
                       SELECT v.reversed_entry_id FROM telecom_performance_entry v
                        WHERE v.reversed_entry_id IS NOT NULL AND v.period_id IN (
                              SELECT id FROM telecom_period
                               WHERE date_from <= %(date)s)))
            """,
            date=period.date_from,
        )

    def _get_without_cash_sql(self, period):
        """Return SQL of matched entries that bring no cash: reason, moves, amount.

        Exchange differences are no such entries. What an entry sets against another
        receivable of its own (an invoice and a credit note in one bank line) is not
        missing either.
        """
        ledger = self.env["telecom.performance.ledger"]
        return SQL(
            """
            WITH fresh AS MATERIALIZED (
                SELECT p.* FROM (%(partials)s) p WHERE NOT %(has_cash)s),
            uncounted AS MATERIALIZED (
                SELECT p.id, p.amount, dm.id AS debit_id, cm.id AS credit_id,
                       dm.move_type AS debit_type, cm.move_type AS credit_type,
                       d.balance AS debit, c.balance AS credit, d.account_id,
                       p.company_id
                  FROM fresh p
                  JOIN account_move_line d ON d.id = p.debit_move_id
                  JOIN account_move_line c ON c.id = p.credit_move_id
                  JOIN account_move dm ON dm.id = d.move_id AND dm.state = 'posted'
                  JOIN account_move cm ON cm.id = c.move_id AND cm.state = 'posted'
                 WHERE 'entry' IN (dm.move_type, cm.move_type)),
            candidate AS MATERIALIZED (
                SELECT u.id, u.amount, side.balance, y.id AS payment_move_id,
                       y.origin_payment_id IS NULL AND y.statement_line_id IS NULL
                           AS is_entry
                  FROM uncounted u
            CROSS JOIN LATERAL (
                       SELECT u.credit_id AS entry_id, u.debit_id AS document_id,
                              u.credit AS balance
                        WHERE u.credit_type = 'entry'
                          AND u.debit_type IN %(documents)s
                        UNION ALL
                       SELECT u.debit_id, u.credit_id, u.debit
                        WHERE u.debit_type = 'entry'
                          AND u.credit_type IN %(documents)s) side
                  JOIN account_move y ON y.id = side.entry_id
                  JOIN account_move m ON m.id = side.document_id
                   AND m.company_id = %(company)s
                 WHERE GREATEST(y.date, m.invoice_date) <= %(date_to)s
                   AND NOT EXISTS (SELECT FROM account_partial_reconcile exchanged
                                    WHERE exchanged.exchange_move_id = y.id)),
            opening AS MATERIALIZED (
                SELECT u.* FROM uncounted u
                  JOIN account_account a ON a.id = u.account_id
                   AND a.account_type = 'asset_receivable' AND NOT a.non_trade
                 WHERE u.debit_type = 'entry' AND u.credit_type = 'entry'
                   AND u.company_id = %(company)s),
            involved AS MATERIALIZED (
                SELECT payment_move_id FROM candidate
                 UNION SELECT debit_id FROM opening
                 UNION SELECT credit_id FROM opening),
            funding AS MATERIALIZED (%(fundings)s)
            SELECT reason, ARRAY_AGG(DISTINCT payment_move_id), SUM(amount)
              FROM (SELECT x.payment_move_id, x.amount, CASE
                           WHEN x.is_entry AND COALESCE(f.liquidity, 0) = 0 THEN 'entry'
                           WHEN x.is_entry AND NOT %(entries_count)s
                           THEN 'entry_on_bank'
                           WHEN COALESCE(f.liquidity, 0) = 0 THEN 'corrected'
                           WHEN SIGN(f.liquidity) = SIGN(x.balance) AND NOT EXISTS (
                                SELECT FROM account_move_line other
                                  JOIN account_account a ON a.id = other.account_id
                                   AND a.account_type = 'asset_receivable'
                                 WHERE other.move_id = x.payment_move_id
                                   AND SIGN(other.balance) = -SIGN(x.balance))
                           THEN 'wrong_way' END AS reason
                      FROM candidate x
                 LEFT JOIN funding f ON f.move_id = x.payment_move_id
                     UNION ALL
                    SELECT f.move_id, x.amount, 'no_document'
                      FROM opening x
                      JOIN funding f ON f.move_id IN (x.debit_id, x.credit_id)
                       AND f.liquidity <> 0
                 LEFT JOIN funding other ON other.liquidity <> 0
                       AND other.move_id IN (x.debit_id, x.credit_id)
                       AND other.move_id <> f.move_id
                     WHERE other.move_id IS NULL
                     UNION ALL
                    %(uncleared)s) found
             WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason
            """,
            partials=self._get_new_partials_sql(period),
            documents=CUSTOMER_DOCUMENTS,
            company=period.company_id.id,
            date_to=period.date_to,
            entries_count=period.company_id.telecom_entries_are_cash,
            has_cash=self._get_has_cash_sql(period),
            fundings=ledger._get_fundings_sql(SQL("involved")),
            uncleared=self._get_uncleared_sql(period),
        )

    def _get_uncleared_sql(self, period):
        """Return SQL of matched payments that no bank line had cleared by the end."""
        ledger = self.env["telecom.performance.ledger"]
        return SQL(
            """
            SELECT y.id, p.amount, 'uncleared'
              FROM account_journal journal
              JOIN account_move y ON y.journal_id = journal.id AND y.state = 'posted'
               AND y.origin_payment_id IS NOT NULL
              JOIN account_move_line x ON x.move_id = y.id
              JOIN account_partial_reconcile p
                ON p.debit_move_id = x.id OR p.credit_move_id = x.id
              JOIN account_move_line item ON item.id = CASE
                   WHEN p.debit_move_id = x.id THEN p.credit_move_id
                   ELSE p.debit_move_id END
              JOIN account_move m ON m.id = item.move_id AND m.state = 'posted'
               AND m.move_type IN %(documents)s AND m.company_id = %(company)s
        CROSS JOIN LATERAL (SELECT (%(cleared_on)s) AS on_date) cleared
             WHERE journal.telecom_receipts_count = 'cleared'
               AND GREATEST(y.date, m.invoice_date) <= %(date_to)s
               AND (cleared.on_date IS NULL OR cleared.on_date > %(date_to)s)
               AND NOT %(has_cash)s
            """,
            documents=CUSTOMER_DOCUMENTS,
            company=period.company_id.id,
            date_to=period.date_to,
            cleared_on=ledger._get_clearing_date_sql(),
            has_cash=self._get_has_cash_sql(period),
        )

    def _get_unmatched_entries_sql(self, period):
        """Return SQL of items of journal entries with money, matched to nothing.

        Columns: id, amount. The money is on the other side of the entry, so that an
        opening entry of banks and receivables is none.
        """
        ledger = self.env["telecom.performance.ledger"]
        return SQL(
            """
            WITH item AS MATERIALIZED (
                SELECT l.id, l.move_id AS payment_move_id, l.balance, l.amount_residual
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                   AND a.account_type = 'asset_receivable' AND NOT a.non_trade
                  JOIN account_move y ON y.id = l.move_id AND y.move_type = 'entry'
                   AND y.origin_payment_id IS NULL AND y.statement_line_id IS NULL
                 WHERE l.company_id = %s AND l.parent_state = 'posted' AND l.date <= %s
                   AND l.reconciled IS NOT TRUE AND l.amount_residual <> 0),
            funding AS MATERIALIZED (%s)
            SELECT item.id, ABS(item.amount_residual) AS amount
              FROM item JOIN funding f ON f.move_id = item.payment_move_id
             WHERE SIGN(f.liquidity) = -SIGN(item.balance)
            """,
            period.company_id.id,
            period.date_to,
            ledger._get_fundings_sql(SQL("item")),
        )

    def _get_branch_receipts_sql(self, period, branches):
        """Return SQL of documents of branches with money outside the branch's months.

        Columns: move_id, amount.
        """
        return SQL(
            """
            SELECT m.id AS move_id, p.amount
              FROM (%(partials)s) p
              JOIN account_move_line d ON d.id = p.debit_move_id
              JOIN account_move_line c ON c.id = p.credit_move_id
              JOIN account_move dm ON dm.id = d.move_id AND dm.state = 'posted'
              JOIN account_move cm ON cm.id = c.move_id AND cm.state = 'posted'
        CROSS JOIN LATERAL (SELECT cm.move_type = 'entry' AS is_credit) side
        CROSS JOIN LATERAL (SELECT %(payment)s) y
        CROSS JOIN LATERAL (SELECT %(document)s) m
             WHERE y.move_type = 'entry' AND m.move_type IN %(documents)s
               AND m.company_id IN %(branches)s
               AND (y.origin_payment_id IS NOT NULL OR y.statement_line_id IS NOT NULL
                    OR EXISTS (
                       SELECT FROM account_move_line l
                         JOIN account_account a ON a.id = l.account_id
                        WHERE l.move_id = y.id AND a.account_type = 'asset_cash'))
               AND NOT EXISTS (
                   SELECT FROM telecom_period month
                    WHERE month.company_id = m.company_id
                      AND GREATEST(y.date, m.invoice_date)
                          BETWEEN month.date_from AND month.date_to)
            """,
            partials=self._get_new_partials_sql(period),
            documents=CUSTOMER_DOCUMENTS,
            payment=pick_side("cm", "dm", ENTRY_COLUMNS),
            document=pick_side("dm", "cm", DOCUMENT_COLUMNS),
            branches=tuple(branches.ids),
        )
