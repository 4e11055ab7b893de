from odoo import models
from odoo.tools import SQL

# What a refund takes over from the entries that counted the sale.
MIRRORED = SQL(
    "revenue_line_id, rate, points_per_yuan, salesperson_id, unit_id, team_id,"
    " grade_id, is_full_time, attribution, invoice_date, partner_id, is_new_business"
)


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that takes refunds from the entries that counted their sale.

    The *net* of a sale is the sum of the entries of an invoice and of its credit notes,
    so far, by what a refund has to take over (line, rate, person, unit ...). Money that
    brings the net nearer to zero *mirrors* it: a part of the net, whatever rates,
    categories and assignments are now. A credit note takes from the revenue lines that
    counted its products, as far as they go, and what is left from all in proportion,
    so that a sale and its full refund are nothing, in every column. If the refund
    comes first, the money that comes in later mirrors the refund. Money that comes in
    because a credit note was taken back mirrors what the invoice brought.

    Incentives stay in proportion to what credit notes leave of the sale. A credit note
    counts as far as it is settled: with its invoice, with money that is paid back, or
    with another invoice; what reverses it brings the sale back. The difference between
    the part that is left at the end of the period and what the entries hold so far is a
    *return*. So nothing is given back twice, whatever came first, and a sale that is
    wholly undone leaves no incentive.
    """

    _inherit = "telecom.performance.ledger"

    def _get_net_sql(self, period, is_again=False):
        """Return SQL of the net cash of sales that have a credit note.

        Entries of later periods are left out.

        :param is_again: money comes in again that credit notes took: what the invoice
            itself brought is the net, as if they had taken all of it
        """
        return SQL(
            """
            WITH known AS (
                SELECT e.*, %(times)s AS times
                  FROM telecom_performance_entry e
                  JOIN telecom_period p ON p.id = e.period_id
                   AND p.date_from <= %(date)s
                 WHERE e.company_id = %(company)s AND e.incentive_id IS NULL
                   AND e.sale_id IN (
                       SELECT d.sale_id
                         FROM telecom_movement v
                         JOIN telecom_document d ON d.move_id = v.move_id
                        WHERE d.sale_id <> d.move_id OR d.sale_id IN (
                              SELECT sale_id FROM telecom_performance_entry
                               WHERE sale_id <> move_id)
                        UNION SELECT sale_id FROM telecom_origin)),
            net AS (
                SELECT sale_id, incentive_id, %(mirrored)s, SUM(times * cash) AS cash,
                       SUM(times * discount) AS discount,
                       SUM(times * incentive) AS incentive,
                       SUM(times * converted_profit) AS converted_profit,
                       SUM(times * points) AS points
                  FROM known GROUP BY sale_id, incentive_id, %(mirrored)s
                HAVING SUM(times * cash) <> 0 OR SUM(times * incentive) <> 0)
            SELECT net.*, ROW_NUMBER() OVER (ORDER BY sale_id, incentive_id,
                       revenue_line_id NULLS LAST, invoice_date, salesperson_id, rate)
                       AS place,
                   (SELECT JSONB_AGG(DISTINCT product)
                      FROM known k, JSONB_ARRAY_ELEMENTS(k.products) product
                     WHERE k.sale_id = net.sale_id
                       AND k.revenue_line_id IS NOT DISTINCT FROM net.revenue_line_id)
                       AS products
              FROM net
            """,
            company=period.company_id.id,
            date=period.date_from,
            mirrored=MIRRORED,
            times=SQL(
                """
                CASE WHEN SUM(cash) FILTER (WHERE move_id = sale_id)
                          OVER (PARTITION BY sale_id) > 0
                     THEN CASE WHEN move_id = sale_id THEN -1 ELSE 0 END ELSE 1 END
                """
            )
            if is_again
            else SQL("1"),
        )

    def _get_turns_sql(self, period, sign, is_again=False):
        """Return SQL of the movements of a sign: how far each mirrors, and the rest.

        A movement of several sales has a row for each. Columns besides those of the
        movement: sale_id, sold_on and sold_by, before and upto (money of the sale's
        movements until then), opposing (the net that they can mirror), mirrored and
        mirrored_before (of upto and before), fresh (the rest, as signed amount).
        """
        return SQL(
            """
            SELECT v.*, (amount - %(sign)s * (mirrored - mirrored_before)) AS fresh
              FROM (SELECT v.*, LEAST(upto, opposing) AS mirrored,
                           LEAST(before, opposing) AS mirrored_before
                      FROM (SELECT v.*, COALESCE(net.opposing, 0) AS opposing,
                                   SUM(ABS(v.amount)) OVER turn AS upto,
                                   SUM(ABS(v.amount)) OVER turn - ABS(v.amount)
                                       AS before
                              FROM (%(movements)s) v
                         LEFT JOIN (
                                   SELECT sale_id, GREATEST(-%(sign)s * SUM(cash), 0)
                                          AS opposing
                                     FROM telecom_net WHERE incentive_id IS NULL
                                 GROUP BY sale_id) net
                                ON net.sale_id = v.sale_id AND v.kind = 'cash'
                             WHERE v.amount * %(sign)s > 0
                               AND (%(sign)s < 0 OR (v.depth > 1) = %(is_again)s)
                            WINDOW turn AS (PARTITION BY v.sale_id, v.kind
                                ORDER BY v.recognition_date, v.partial_id)) v) v
            """,
            movements=self._get_movements_of_sales_sql(period),
            sign=sign,
            is_again=is_again,
        )

    def _get_movements_of_sales_sql(self, period):
        """Return SQL of movements, those of several sales split over them."""
        return SQL(
            """
            SELECT v.kind, v.partial_id, v.incentive_id, v.move_id, v.payment_move_id,
                   v.payment_name, v.cash_date, v.recognition_date, v.is_cleared,
                   v.fingerprint, d.depth, d.name, d.partner_id, d.client_id, d.total,
                   d.company_id, COALESCE(o.sale_id, d.sale_id) AS sale_id,
                   CASE WHEN o.sale_id IS NULL THEN d.sold_on
                        ELSE COALESCE(o.sold_on, d.sold_on) END AS sold_on,
                   CASE WHEN o.sale_id IS NULL THEN d.sold_by
                        ELSE o.sold_by END AS sold_by,
                   CASE WHEN o.sale_id IS NULL THEN v.amount
                        ELSE ROUND(v.amount * o.upto, %(digits)s)
                             - ROUND(v.amount * (o.upto - o.part), %(digits)s)
                        END AS amount,
                   v.matched * COALESCE(o.part, 1) AS matched
              FROM telecom_movement v
              JOIN telecom_document d ON d.move_id = v.move_id
         LEFT JOIN (
                   SELECT o.*, sale.invoice_date AS sold_on,
                          sale.invoice_user_id AS sold_by
                     FROM telecom_origin o
                     JOIN account_move sale ON sale.id = o.sale_id
                    WHERE o.part <> 1) o ON o.move_id = v.move_id
            """,
            digits=period.currency_id.decimal_places,
        )

    def _get_insert_mirrored_sql(self, period, sign):
        """Return SQL that writes what movements take from the net of their sale."""
        return SQL(
            """
            WITH turn AS (
                SELECT * FROM telecom_turn WHERE mirrored > mirrored_before),
            net AS (
                SELECT *, -%(sign)s * cash AS available
                  FROM telecom_net WHERE incentive_id IS NULL AND cash <> 0
                   AND sale_id IN (SELECT sale_id FROM turn)),
            product AS (
                SELECT t.partial_id, t.sale_id, COALESCE(l.product_id, 0) AS product_id,
                       SUM(l.amount) AS amount,
                       SUM(SUM(l.amount)) OVER (PARTITION BY t.partial_id, t.sale_id)
                           AS total
                  FROM turn t
                  JOIN telecom_line l ON l.move_id = t.move_id AND NOT l.is_discount
              GROUP BY t.partial_id, t.sale_id, COALESCE(l.product_id, 0)),
            wish AS (
                SELECT partial_id, place, SUM(amount / total) AS part
                  FROM (SELECT p.partial_id, n.place, p.total,
                               p.amount * n.available / SUM(n.available) OVER (
                                   PARTITION BY p.partial_id, p.sale_id, p.product_id
                               ) AS amount
                          FROM product p
                          JOIN net n ON n.sale_id = p.sale_id
                           AND n.products @> TO_JSONB(p.product_id)
                           AND n.available * p.amount * p.total > 0) by_product
              GROUP BY partial_id, place),
            cell AS (
                SELECT *, CASE WHEN available > 0 THEN LEAST(available, wished)
                               ELSE GREATEST(available, wished) END AS kept
                  FROM (SELECT t.partial_id, n.place, t.sale_id, t.recognition_date,
                               t.mirrored, n.available, SUM(
                                   (t.mirrored - t.mirrored_before)
                                   * COALESCE(w.part, 0)) OVER (PARTITION BY n.place
                                       ORDER BY t.recognition_date, t.partial_id)
                                   AS wished
                          FROM turn t JOIN net n ON n.sale_id = t.sale_id
                     LEFT JOIN wish w
                            ON w.partial_id = t.partial_id AND w.place = n.place) c),
            allotted AS (
                SELECT *, CASE WHEN all_kept > mirrored
                               THEN kept * mirrored / all_kept
                               WHEN all_available = all_kept THEN kept
                               ELSE kept + (mirrored - all_kept) * (available - kept)
                                  / (all_available - all_kept) END AS amount
                  FROM (SELECT *, SUM(kept) OVER movement AS all_kept,
                               SUM(available) OVER movement AS all_available
                          FROM cell
                        WINDOW movement AS (PARTITION BY partial_id, sale_id)) c),
            rounded AS (
                SELECT *, ROUND(SUM(amount) OVER movement, %(digits)s)
                          - ROUND(SUM(amount) OVER movement - amount, %(digits)s)
                          AS taken
                  FROM allotted
                WINDOW movement AS (
                           PARTITION BY partial_id, sale_id ORDER BY place)),
            step AS (
                SELECT partial_id, place, taken / available AS upto,
                       COALESCE(LAG(taken) OVER (PARTITION BY place
                           ORDER BY recognition_date, partial_id), 0) / available
                           AS before
                  FROM rounded)
            %(insert)s
            """,
            sign=sign,
            digits=period.currency_id.decimal_places,
            insert=self._get_insert_steps_sql(
                period,
                SQL("net"),
                SQL("'cash'"),
                SQL(
                    "telecom_turn v ON v.partial_id = step.partial_id"
                    " AND v.sale_id = n.sale_id"
                ),
            ),
        )

    def _get_insert_steps_sql(self, period, net, kind, movement):
        """Return SQL that takes from rows of a net the part between two steps of each.

        Each amount is rounded up to either step, so that the steps sum to the whole.

        :param movement: joined relation ``v`` of the movements
        """
        taken = {
            name: SQL(
                "ROUND(n.%(name)s * step.before, %(digits)s)"
                " - ROUND(n.%(name)s * step.upto, %(digits)s)",
                name=SQL.identifier(name),
                digits=2 if name == "points" else period.currency_id.decimal_places,
            )
            for name in ("cash", "discount", "incentive", "converted_profit", "points")
        }
        return SQL(
            """
            INSERT INTO telecom_performance_entry (
                period_id, company_id, currency_id, kind, recognition_date, cash_date,
                move_id, sale_id, payment_move_id, invoice_name, payment_name,
                partial_ref, incentive_id, contact_id, products, is_cleared,
                fingerprint, %(mirrored)s, cash, discount, incentive, converted_profit,
                points)
            SELECT %(period)s, %(company)s, %(currency)s, %(kind)s, v.recognition_date,
                   v.cash_date, m.id, n.sale_id, v.payment_move_id, m.name,
                   v.payment_name, v.partial_id, n.incentive_id, m.partner_id,
                   n.products, v.is_cleared, v.fingerprint, %(of_net)s, %(cash)s,
                   %(discount)s, %(incentive)s, %(converted_profit)s, %(points)s
              FROM step
              JOIN %(net)s n ON n.place = step.place
              JOIN %(movement)s
              JOIN account_move m ON m.id = v.move_id
             WHERE step.upto <> step.before
            """,
            period=period.id,
            company=period.company_id.id,
            currency=period.currency_id.id,
            kind=kind,
            net=net,
            movement=movement,
            mirrored=MIRRORED,
            of_net=SQL(
                ", ".join(f"n.{name.strip()}" for name in MIRRORED.code.split(","))
            ),
            **taken,
        )

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

        A credit note without a link belongs to the invoices that it takes back, in
        parts.
        """
        return SQL(
            """
            by_hand AS (
                SELECT DISTINCT held.sale_id, m.id AS move_id, back.whole AS part
                  FROM held
                  JOIN account_move_line d ON d.move_id = held.sale_id
                  JOIN account_partial_reconcile p ON p.debit_move_id = d.id
                  JOIN account_move_line c ON c.id = p.credit_move_id
                  JOIN account_move m ON m.id = c.move_id AND m.move_type = 'out_refund'
                   AND m.reversed_entry_id IS NULL
            CROSS JOIN LATERAL (%(taken_back)s) back
                 WHERE back.sale_id = held.sale_id),
            known AS (
                SELECT sale_id, sale_id AS move_id, 1::numeric AS part FROM held
                 UNION TABLE by_hand),
            chain (sale_id, move_id, part) AS (
                SELECT * FROM known
                 UNION
                SELECT chain.sale_id, m.id, chain.part
                  FROM chain
                  JOIN account_move m ON m.reversed_entry_id = chain.move_id),
            document AS (
                SELECT sale_id, move_id, part FROM chain WHERE move_id <> sale_id),
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
                       LEAST(GREATEST(SUM(CASE
                           WHEN m.currency_id = sale.currency_id
                           THEN s.amount_currency / NULLIF(sale.amount_total, 0)
                           ELSE s.amount / NULLIF(ABS(sale.amount_total_signed), 0)
                           END * s.part), 0), 1) AS part
                  FROM settled s
                  JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
                  JOIN account_move sale ON sale.id = s.sale_id
                 WHERE s.max_date <= %(date_to)s
              GROUP BY s.sale_id)
            """,
            date_to=period.date_to,
            taken_back=self._get_taken_back_sql(),
        )
