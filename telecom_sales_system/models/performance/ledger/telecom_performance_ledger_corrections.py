from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .telecom_performance_ledger import CLOSED_PERIODS
from .telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS

# A transaction may commit so long after its start, which is its write_date.
OVERLAP = timedelta(days=1)
INVOICES = tuple(kind for kind in CUSTOMER_DOCUMENTS if kind != "out_refund")


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that finds what closed periods counted and what changed since.

    Entries of closed periods keep a *fingerprint*: the facts of the documents that they
    were computed from. If it is not what the documents give now, however they were
    changed, the oldest open period reverses the entries, and the movement is counted
    anew. Only documents that were written since the last close are looked at. Rates,
    categories, assignments and settings are no facts of a document.
    """

    _inherit = "telecom.performance.ledger"

    def _get_affected_moves_sql(self, company):
        """Return SQL of the entries that changed since the last close was computed.

        A credit note affects the invoices it is matched with, a bank line the payments
        that it cleared, an invoice that takes a deposit off the deposit.
        """
        since = SQL(
            """
            (SELECT MAX(ledger_built_on) FROM telecom_period
              WHERE state = 'closed' AND company_id = %s) - %s
            """,
            company.id,
            OVERLAP,
        )
        return SQL(
            """
            WITH line AS MATERIALIZED (
                SELECT id, move_id, is_downpayment FROM account_move_line
                 WHERE write_date >= %(since)s),
            changed AS MATERIALIZED (
                SELECT id AS move_id FROM account_move WHERE write_date >= %(since)s
                 UNION
                SELECT move_id FROM line),
            source AS MATERIALIZED (
                SELECT l.id FROM changed
                  JOIN account_move m ON m.id = changed.move_id
                   AND (m.move_type = 'out_refund' OR m.statement_line_id IS NOT NULL)
                  JOIN account_move_line l ON l.move_id = m.id)
            SELECT move_id FROM changed
             UNION
            SELECT l.move_id FROM source
              JOIN account_partial_reconcile p ON p.debit_move_id = source.id
              JOIN account_move_line l ON l.id = p.credit_move_id
             UNION
            SELECT l.move_id FROM source
              JOIN account_partial_reconcile p ON p.credit_move_id = source.id
              JOIN account_move_line l ON l.id = p.debit_move_id
             UNION
            SELECT l.move_id FROM line
              JOIN sale_order_line_invoice_rel asked ON asked.invoice_line_id = line.id
              JOIN sale_order_line_invoice_rel other
                ON other.order_line_id = asked.order_line_id
              JOIN account_move_line l ON l.id = other.invoice_line_id
             WHERE line.is_downpayment
            """,
            since=since,
        )

    def _get_standing_entries_sql(self, company):
        """Return SQL of entries of closed periods that may have to be reversed."""
        return SQL(
            """
            SELECT e.id, e.partial_ref, e.incentive_id, e.fingerprint, e.contact_id,
                   e.is_cleared
              FROM telecom_performance_entry e
         LEFT JOIN account_partial_reconcile r ON r.id = e.partial_ref
         LEFT JOIN telecom_incentive i ON i.id = e.incentive_id
             WHERE e.company_id = %(company)s AND e.period_id = %(closed)s
               AND e.kind IN ('cash', 'incentive') AND %(unreversed)s
               AND (e.move_id IN (SELECT move_id FROM telecom_affected)
                 OR e.payment_move_id IN (SELECT move_id FROM telecom_affected)
                 OR e.sale_id IN (SELECT move_id FROM telecom_affected)
                 OR e.move_id IS NULL
                 OR e.partial_ref IS NOT NULL AND r.id IS NULL
                 OR e.incentive_id IS NOT NULL AND i.state IS DISTINCT FROM 'approved')
            """,
            company=company.id,
            closed=CLOSED_PERIODS,
            unreversed=self._get_is_unreversed_sql(),
        )

    def _get_candidate_partials_sql(self):
        """Return SQL of reconciliations that no closed period counted, or changed."""
        return SQL(
            """
            SELECT r.id, r.debit_move_id, r.credit_move_id, r.amount,
                   r.debit_amount_currency, r.credit_amount_currency,
                   r.exchange_move_id, s.partial_ref IS NOT NULL AS is_counted,
                   s.was_cleared
              FROM account_partial_reconcile r
         LEFT JOIN (
                   SELECT partial_ref, BOOL_OR(is_cleared) AS was_cleared
                     FROM telecom_standing WHERE partial_ref IS NOT NULL
                 GROUP BY partial_ref) s ON s.partial_ref = r.id
             WHERE s.partial_ref IS NOT NULL OR NOT %s
            """,
            self._get_is_counted_sql(SQL("e.partial_ref = r.id")),
        )

    def _get_is_counted_sql(self, condition):
        """Return SQL, true if a closed entry meets ``condition`` and is unreversed."""
        return SQL(
            """
            EXISTS (
                SELECT FROM telecom_performance_entry e
                 WHERE e.kind IN ('cash', 'incentive') AND %(condition)s
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

    def _get_origins_sql(self):
        """Return SQL of the sales that documents of movements take back.

        The sale of a credit note is the invoice that it takes back; that of a document
        which takes a credit note back is the same invoice. A credit note typed by hand
        may have several. Columns: move_id, sale_id, depth (how often the sale was taken
        back), part (of the document's money, which is the sale's), upto (the sum of
        parts).
        """
        return SQL(
            """
            WITH RECURSIVE moved AS (
                SELECT move_id FROM telecom_receipt
                 UNION SELECT move_id FROM telecom_incentive_due),
            link (move_id, sale_id, depth, part) AS (
                SELECT m.id, back.sale_id, 1, back.part
                  FROM moved
                  JOIN account_move m ON m.id = moved.move_id
                   AND (m.move_type = 'out_refund' OR m.reversed_entry_id IS NOT NULL)
            CROSS JOIN LATERAL (%(taken_back)s) back
                 UNION
                SELECT link.move_id, back.sale_id, link.depth + 1,
                       link.part * back.part
                  FROM link
                  JOIN account_move m ON m.id = link.sale_id
                   AND (m.move_type = 'out_refund' OR m.reversed_entry_id IS NOT NULL)
            CROSS JOIN LATERAL (%(taken_back)s) back
                 WHERE link.depth < 20)
            SELECT move_id, sale_id, depth, part,
                   ROUND(SUM(part) OVER (PARTITION BY move_id ORDER BY sale_id), 12)
                       AS upto
              FROM (SELECT *, MAX(depth) OVER (PARTITION BY move_id) AS last
                      FROM link) link
             WHERE depth = last AND part <> 0
            """,
            taken_back=self._get_taken_back_sql(),
        )

    def _get_documents_sql(self):
        """Return SQL of the documents of movements: the sale, its day and salesperson.

        The sales of credit notes are among the documents as well. Of several, the sale
        is that with the largest part.
        """
        return SQL(
            """
            WITH moved AS (
                SELECT move_id FROM telecom_receipt
                 UNION SELECT move_id FROM telecom_incentive_due),
            root AS MATERIALIZED (
                SELECT DISTINCT ON (move_id) * FROM telecom_origin
              ORDER BY move_id, part DESC, sale_id)
            SELECT d.id AS move_id, d.move_type, d.partner_id,
                   ABS(d.amount_total_signed) AS total,
                   COALESCE(sale.id, d.id) AS sale_id,
                   COALESCE(sale.invoice_date, d.invoice_date) AS sold_on,
                   CASE WHEN sale.id IS NULL THEN d.invoice_user_id
                        ELSE sale.invoice_user_id END AS sold_by,
                   COALESCE(root.depth, 0) AS depth, d.name,
                   d.commercial_partner_id AS client_id, d.company_id
              FROM moved
              JOIN account_move d ON d.id = moved.move_id
         LEFT JOIN root ON root.move_id = d.id
         LEFT JOIN account_move sale ON sale.id = root.sale_id
             UNION ALL
            SELECT id, move_type, partner_id, ABS(amount_total_signed), id,
                   invoice_date, invoice_user_id, 0, name, commercial_partner_id,
                   company_id
              FROM account_move
             WHERE id IN (SELECT sale_id FROM telecom_origin)
               AND id NOT IN (SELECT move_id FROM moved)
            """
        )

    def _get_taken_back_sql(self):
        """Return SQL of the documents that document ``m`` takes back, if any.

        Columns: sale_id, part (of the money of ``m``) and whole (of all of ``m``). A
        credit note typed by hand takes back the invoices that it is matched with,
        provided that they have all its products, in proportion to what is matched with
        each. Of what is matched with none, such as money that is paid back, no invoice
        takes more than credit notes have left of it, as long as others can.
        """
        return SQL(
            """
            SELECT m.reversed_entry_id AS sale_id, 1::numeric AS part,
                   1::numeric AS whole
             WHERE m.reversed_entry_id IS NOT NULL
             UNION ALL
            SELECT sale_id, COALESCE(rest / NULLIF(all_rest, 0), amount / matched),
                   (amount + rest) / total
              FROM (SELECT *, kept + (all_rest - SUM(kept) OVER ()) * COALESCE(
                               (room - kept) / NULLIF(SUM(room - kept) OVER (), 0),
                               amount / matched) AS rest
                      FROM (SELECT *, total - matched AS all_rest, LEAST(room,
                                       (total - matched) * amount / matched) AS kept
                              FROM (%(matched)s) invoice) invoice) invoice
             WHERE m.reversed_entry_id IS NULL AND m.move_type = 'out_refund'
            """,
            matched=self._get_matched_invoices_sql(),
        )

    def _get_matched_invoices_sql(self):
        """Return SQL of the invoices that credit note ``m`` is matched with.

        They have a product of it, and together all. Columns: sale_id, amount, matched
        (the sum of amounts), total (of the credit note), room (what credit notes have
        left of the invoice).
        """
        return SQL(
            """
            SELECT invoice.id AS sale_id, SUM(p.amount) AS amount,
                   SUM(SUM(p.amount)) OVER () AS matched,
                   NULLIF(ABS(m.amount_total_signed), 0) AS total,
                   GREATEST(ABS(invoice.amount_total_signed) - (
                       SELECT SUM(other.amount)
                         FROM account_move_line owed
                         JOIN account_partial_reconcile other
                           ON other.debit_move_id = owed.id
                         JOIN account_move_line credit
                           ON credit.id = other.credit_move_id
                         JOIN account_move note ON note.id = credit.move_id
                          AND note.move_type = 'out_refund' AND note.state = 'posted'
                        WHERE owed.move_id = invoice.id), 0) AS room
              FROM account_move_line c
              JOIN account_partial_reconcile p ON p.credit_move_id = c.id
              JOIN account_move_line d ON d.id = p.debit_move_id
              JOIN account_move invoice ON invoice.id = d.move_id
               AND invoice.state = 'posted' AND invoice.reversed_entry_id IS NULL
               AND invoice.move_type IN %(invoices)s
             WHERE c.move_id = m.id
               AND EXISTS (SELECT FROM account_move_line own
                             JOIN account_move_line sold
                               ON sold.move_id = invoice.id
                              AND sold.display_type = 'product'
                              AND sold.product_id IS NOT DISTINCT FROM own.product_id
                            WHERE own.move_id = m.id
                              AND own.display_type = 'product')
               AND NOT EXISTS (
                   SELECT FROM account_move_line own
                    WHERE own.move_id = m.id AND own.display_type = 'product'
                      AND NOT EXISTS (
                          SELECT FROM account_move_line credit
                            JOIN account_partial_reconcile match
                              ON match.credit_move_id = credit.id
                            JOIN account_move_line owed
                              ON owed.id = match.debit_move_id
                            JOIN account_move_line sold
                              ON sold.move_id = owed.move_id
                             AND sold.display_type = 'product'
                             AND sold.product_id IS NOT DISTINCT FROM own.product_id
                            JOIN account_move sale ON sale.id = sold.move_id
                             AND sale.state = 'posted'
                             AND sale.reversed_entry_id IS NULL
                             AND sale.move_type IN %(invoices)s
                           WHERE credit.move_id = m.id))
          GROUP BY invoice.id, invoice.amount_total_signed
            """,
            invoices=INVOICES,
        )

    def _get_credits_sql(self):
        """Return SQL of credit notes matched with documents, and the part of each."""
        return SQL(
            """
            SELECT i.move_id, r.id AS credit_move_id,
                   SUM(p.amount) / NULLIF(ABS(r.amount_total_signed), 0) AS part
              FROM telecom_document i
              JOIN account_move_line d ON d.move_id = i.move_id
              JOIN account_partial_reconcile p ON p.debit_move_id = d.id
              JOIN account_move_line c ON c.id = p.credit_move_id
              JOIN account_move r ON r.id = c.move_id
               AND r.move_type = 'out_refund' AND r.state = 'posted'
             WHERE i.move_type IN %s AND r.amount_total_signed <> 0
          GROUP BY i.move_id, r.id
            """,
            INVOICES,
        )

    def _get_facts_sql(self):
        """Return SQL of the facts of each document: sale, salesperson, lines.

        The lines are the share of each product in what credit notes have left, with its
        line discounts; if they are of both signs, with taxes. ``deposit`` has the
        products that deposits stand for.
        """
        return SQL(
            """
            WITH product AS (
                SELECT move_id, product_id, SUM(amount) AS amount,
                       SUM(discount) AS discount
                  FROM (SELECT l.move_id, CASE WHEN l.is_deposit THEN -1
                                   ELSE COALESCE(l.product_id, 0) END AS product_id,
                               l.amount, CASE WHEN l.discount <> 0 THEN l.discount
                                   / NULLIF(d.total, 0) END AS discount
                          FROM telecom_line l
                          JOIN telecom_document d ON d.move_id = l.move_id
                         UNION ALL
                        SELECT c.move_id, COALESCE(l.product_id, 0), l.amount * c.part,
                               NULL
                          FROM telecom_credit c
                          JOIN telecom_line l ON l.move_id = c.credit_move_id) line
              GROUP BY move_id, product_id),
            taxed AS MATERIALIZED (
                SELECT move_id, STRING_AGG(CONCAT_WS(':', product_id, ROUND(
                           gross / NULLIF(total, 0), 6), taxes::text), ','
                           ORDER BY product_id, gross, taxes) AS lines
                  FROM (SELECT *, SUM(gross) OVER document AS total,
                               BOOL_OR(is_deposit) OVER document AS has_deposit
                          FROM telecom_mixed
                        WINDOW document AS (PARTITION BY move_id)) line
                 WHERE NOT has_deposit
              GROUP BY move_id),
            content AS MATERIALIZED (
                SELECT share.move_id, CONCAT_WS('/', STRING_AGG(
                           product_id || ':' || COALESCE(ROUND(
                               amount / NULLIF(total, 0), 6), amount)
                               || COALESCE('-' || ROUND(discount, 6), ''), ','
                           ORDER BY product_id), MIN(taxed.lines)) AS lines
                  FROM (SELECT *, SUM(amount) OVER (PARTITION BY move_id) AS total
                          FROM product) share
             LEFT JOIN taxed ON taxed.move_id = share.move_id
              GROUP BY share.move_id),
            deposit AS MATERIALIZED (
                SELECT move_id, BOOL_AND(is_settled) AS is_settled, MD5(STRING_AGG(
                           CONCAT_WS(':', product_id, ROUND(amount / NULLIF(total, 0),
                               6)), ',' ORDER BY product_id)) AS lines
                  FROM (SELECT move_id, product_id, BOOL_AND(is_settled) AS is_settled,
                               SUM(amount) AS amount,
                               SUM(SUM(amount)) OVER (PARTITION BY move_id) AS total
                          FROM telecom_line WHERE is_deposit
                      GROUP BY move_id, product_id) part
              GROUP BY move_id),
            origin AS MATERIALIZED (
                SELECT o.move_id, STRING_AGG(CONCAT_WS(':', o.sale_id,
                           ROUND(o.part, 6), sale.invoice_date, sale.invoice_user_id,
                           content.lines), ';' ORDER BY o.sale_id) AS sales
                  FROM telecom_origin o
                  JOIN account_move sale ON sale.id = o.sale_id
             LEFT JOIN content ON content.move_id = o.sale_id
              GROUP BY o.move_id HAVING COUNT(*) > 1)
            SELECT d.move_id, d.sale_id, d.partner_id, CONCAT_WS('|', d.sold_on,
                       COALESCE(d.sold_by, 0), own.lines, sold.move_id, sold.lines,
                       origin.sales) AS facts,
                   CONCAT(of_own.lines, of_sold.lines) AS deposit,
                   of_own.is_settled IS FALSE OR of_sold.is_settled IS FALSE AS is_open
              FROM telecom_document d
         LEFT JOIN content own ON own.move_id = d.move_id
         LEFT JOIN content sold ON sold.move_id = d.sale_id AND d.sale_id <> d.move_id
         LEFT JOIN origin ON origin.move_id = d.move_id
         LEFT JOIN deposit of_own ON of_own.move_id = d.move_id
         LEFT JOIN deposit of_sold
                ON of_sold.move_id = d.sale_id AND d.sale_id <> d.move_id
            """
        )

    def _get_is_same_sql(self, fingerprint, is_open):
        """Return SQL, true if standing entry ``s`` was computed from the same facts.

        A deposit that nothing took off yet stays as it was counted, whatever has become
        of its order: ``is_open``.
        """
        return SQL(
            """
            (s.fingerprint = %(fingerprint)s OR %(is_open)s
                AND LEFT(s.fingerprint, 32) = LEFT(%(fingerprint)s, 32))
            """,
            fingerprint=fingerprint,
            is_open=is_open,
        )

    def _get_receipt_fingerprint_sql(self):
        """Return SQL of the facts of a receipt ``x`` on a document ``f``."""
        return SQL(
            "MD5(CONCAT_WS('|', TRIM_SCALE(ROUND(x.cash, 6)), x.cash_date,"
            " x.recognition_date, f.facts)) || f.deposit"
        )

    def _get_incentive_fingerprint_sql(self):
        """Return SQL of the facts of an incentive ``x`` on a document ``f``."""
        return SQL(
            "MD5(CONCAT_WS('|', TRIM_SCALE(x.amount::numeric), x.recognition_date,"
            " f.facts)) || f.deposit"
        )

    def _get_receipt_stands_sql(self):
        """Return SQL, true if a closed period counted receipt ``x`` as it is now."""
        return SQL(
            """
            EXISTS (SELECT FROM telecom_standing s
                     WHERE s.partial_ref = x.partial_id
                       AND s.contact_id IS NOT DISTINCT FROM f.partner_id
                       AND %s)
            """,
            self._get_is_same_sql(
                self._get_receipt_fingerprint_sql(), SQL("f.is_open")
            ),
        )

    def _get_incentive_stands_sql(self):
        """Return SQL, true if a closed period counted incentive ``x`` as it is now."""
        return SQL(
            """
            EXISTS (SELECT FROM telecom_standing s
                     WHERE s.incentive_id = x.incentive_id AND s.partial_ref IS NULL
                       AND s.contact_id IS NOT DISTINCT FROM f.partner_id
                       AND %s)
            """,
            self._get_is_same_sql(
                self._get_incentive_fingerprint_sql(), SQL("f.is_open")
            ),
        )

    def _get_insert_reversals_sql(self, period):
        """Return SQL that reverses entries of closed periods that stand no longer."""
        return SQL(
            """
            WITH present AS (
                SELECT x.partial_id, NULL::int AS incentive_id, f.partner_id,
                       %(receipt)s AS fingerprint, f.is_open
                  FROM telecom_receipt x JOIN telecom_fact f ON f.move_id = x.move_id
                 WHERE x.is_counted
                 UNION ALL
                SELECT NULL, x.incentive_id, f.partner_id, %(incentive)s, f.is_open
                  FROM telecom_incentive_due x
                  JOIN telecom_fact f ON f.move_id = x.move_id)
            INSERT INTO telecom_performance_entry (
                period_id, kind, recognition_date, reversed_entry_id, company_id,
                currency_id, cash_date, invoice_date, move_id, sale_id, payment_move_id,
                invoice_name, payment_name, partial_ref, incentive_id, partner_id,
                contact_id, revenue_line_id, products, rate, points_per_yuan,
                salesperson_id, unit_id, team_id, grade_id, is_full_time, attribution,
                is_new_business, is_cleared, is_gross_split, fingerprint, cash,
                discount, incentive, converted_profit, points)
            SELECT %(period)s, 'reversal', %(date)s, e.id,
                   e.company_id, e.currency_id, e.cash_date, e.invoice_date, e.move_id,
                   e.sale_id, e.payment_move_id, e.invoice_name, e.payment_name,
                   e.partial_ref, e.incentive_id, e.partner_id, e.contact_id,
                   e.revenue_line_id, e.products, e.rate, e.points_per_yuan,
                   e.salesperson_id, e.unit_id, e.team_id, e.grade_id, e.is_full_time,
                   e.attribution, e.is_new_business, e.is_cleared, e.is_gross_split,
                   e.fingerprint, -e.cash, -e.discount, -e.incentive,
                   -e.converted_profit, -e.points
              FROM telecom_standing s
              JOIN telecom_performance_entry e ON e.id = s.id
         LEFT JOIN telecom_incentive i ON i.id = s.incentive_id
             WHERE NOT EXISTS (
                   SELECT FROM present p
                    WHERE p.partial_id = s.partial_ref
                      AND p.partner_id IS NOT DISTINCT FROM s.contact_id
                      AND %(same)s
                      AND (s.incentive_id IS NULL OR i.state = 'approved'))
               AND NOT EXISTS (
                   SELECT FROM present p
                    WHERE p.incentive_id = s.incentive_id AND s.partial_ref IS NULL
                      AND p.partner_id IS NOT DISTINCT FROM s.contact_id
                      AND %(same)s)
            """,
            period=period.id,
            date=period.date_from,
            receipt=self._get_receipt_fingerprint_sql(),
            incentive=self._get_incentive_fingerprint_sql(),
            same=self._get_is_same_sql(SQL("p.fingerprint"), SQL("p.is_open")),
        )
