from odoo import models
from odoo.tools import SQL


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that splits customer documents over revenue lines, by untaxed amounts."""

    _inherit = "telecom.performance.ledger"

    def _get_lines_sql(self, company):
        """Return SQL of the product lines of documents and of their credit notes.

        Columns: line_id, move_id, product_id, amount (untaxed) and gross, both in
        company currency, of the sign of the document, discount, is_deposit, is_discount
        (a line of Odoo's Discount button), is_settled (not a deposit that nothing took
        off yet).
        """
        return SQL(
            """
            SELECT l.id AS line_id, l.move_id, l.product_id, -l.balance AS amount,
                   ABS(l.price_total * l.balance / NULLIF(l.amount_currency, 0))
                       * -SIGN(l.balance) AS gross,
                   CASE WHEN l.discount < 100
                        THEN -l.balance * l.discount / (100 - l.discount)
                        ELSE l.quantity * l.price_unit / (
                             SELECT m.invoice_currency_rate * CASE m.move_type
                                    WHEN 'out_refund' THEN -1 ELSE 1 END
                               FROM account_move m WHERE m.id = l.move_id)
                   END AS discount,
                   l.is_downpayment IS TRUE AS is_deposit,
                   COALESCE(l.product_id = %s, FALSE) AS is_discount, TRUE AS is_settled
              FROM account_move_line l
             WHERE l.display_type = 'product' AND l.move_id IN (
                   SELECT move_id FROM telecom_document
                    UNION SELECT credit_move_id FROM telecom_credit)
            """,
            company.sale_discount_product_id.id or None,
        )

    def _get_replace_deposits_sql(self, company):
        """Return SQL that puts products in the place of deposits in ``telecom_line``.

        As the deposit and the invoice that takes it off have the same parts, they sum
        to what that invoice has, whatever came first.
        """
        return SQL(
            """
            WITH deposit AS (
                DELETE FROM telecom_line WHERE is_deposit RETURNING *),
            asked AS MATERIALIZED (
                SELECT d.line_id, MIN(rel.order_line_id) AS order_line_id
                  FROM (SELECT DISTINCT line_id FROM deposit) d
                  JOIN sale_order_line_invoice_rel rel
                    ON rel.invoice_line_id = d.line_id
              GROUP BY d.line_id),
            part AS MATERIALIZED (%s)
            INSERT INTO telecom_line
            SELECT d.line_id, d.move_id, CASE WHEN p.id IS NULL THEN d.product_id
                       ELSE p.product_id END,
                   d.amount * COALESCE(p.part, 1), d.gross * COALESCE(p.part, 1), 0,
                   TRUE, FALSE, p.is_settled IS NOT FALSE
              FROM deposit d
         LEFT JOIN asked a ON a.line_id = d.line_id
         LEFT JOIN part p ON p.id = a.order_line_id
            """,
            self._get_deposit_parts_sql(
                SQL("SELECT order_line_id FROM asked"),
                SQL("%s", company.sale_discount_product_id.id or None),
            ),
        )

    def _get_deposit_parts_sql(self, deposits, discount_product):
        """Return SQL of the products that deposits stand for, with their parts of them.

        A deposit is of the products that were invoiced when it was taken off; until
        then, of those of its order. Columns: id (of the order line), product_id, part,
        is_settled.

        :param deposits: SQL of a query of the order lines of deposits
        :param discount_product: SQL of the product of Odoo's Discount button
        """
        return SQL(
            """
            WITH request AS MATERIALIZED (
                SELECT id, order_id FROM sale_order_line
                 WHERE id IN (%(deposits)s)),
            settlement AS MATERIALIZED (
                SELECT DISTINCT r.id, r.order_id, m.id AS move_id, m.move_type
                  FROM request r
                  JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = r.id
                  JOIN account_move_line l ON l.id = rel.invoice_line_id
                  JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
                 WHERE l.balance > 0 OR m.reversed_entry_id IS NOT NULL),
            invoiced AS (
                SELECT s.id, l.product_id, CASE s.move_type WHEN 'out_refund' THEN -1
                           ELSE 1 END * l.price_subtotal AS amount
                  FROM settlement s
                  JOIN account_move_line l ON l.move_id = s.move_id
                   AND l.display_type = 'product' AND l.is_downpayment IS NOT TRUE
                 WHERE EXISTS (SELECT FROM sale_order_line_invoice_rel rel
                                 JOIN sale_order_line o ON o.id = rel.order_line_id
                                WHERE rel.invoice_line_id = l.id
                                  AND o.order_id = s.order_id)),
            product AS (
                SELECT *, BOOL_OR(is_invoiced) OVER (PARTITION BY id) AS is_settled
                  FROM (SELECT id, product_id, TRUE AS is_invoiced,
                               SUM(amount) AS amount
                          FROM invoiced GROUP BY id, product_id
                         UNION ALL
                        SELECT r.id, o.product_id, FALSE, SUM(o.price_subtotal)
                          FROM request r
                          JOIN sale_order_line o ON o.order_id = r.order_id
                           AND o.is_downpayment IS NOT TRUE
                           AND o.display_type IS NULL
                      GROUP BY r.id, o.product_id) known
                 WHERE amount > 0
                   AND product_id IS DISTINCT FROM %(discount_product)s)
            SELECT id, product_id, is_settled,
                   amount / SUM(amount) OVER (PARTITION BY id) AS part
              FROM product WHERE is_invoiced = is_settled
            """,
            deposits=deposits,
            discount_product=discount_product,
        )

    def _get_shares_sql(self, company):
        """Return SQL of weight, running sum and total per document and revenue line.

        The revenue line is that of the nearest product category that has one. Credit
        notes bring the weights of the invoice nearer to zero by their own lines, unless
        nothing would be left; what deposits take off stays. If the lines of a document
        sum to zero, their absolute amounts are the weights.
        """
        return SQL(
            """
            WITH category_line AS MATERIALIZED (%(category_lines)s),
            product_line AS MATERIALIZED (%(product_lines)s),
            spread AS MATERIALIZED (%(spread)s),
            weighed AS (
                SELECT l.move_id, l.product_id, p.revenue_line_id,
                       COALESCE(s.amount, l.amount) AS weight, l.discount,
                       CASE WHEN l.is_deposit THEN l.amount ELSE 0 END AS deposit
                  FROM telecom_line l
             LEFT JOIN product_line p
                    ON p.product_id = COALESCE(l.product_id, 0)
             LEFT JOIN spread s ON s.line_id = l.line_id
                 WHERE NOT l.is_discount OR s.line_id IS NULL OR s.amount <> 0),
            own AS MATERIALIZED (
                SELECT move_id, revenue_line_id, SUM(weight) AS weight,
                       SUM(discount) AS discount, SUM(deposit) AS deposit,
                       JSONB_AGG(DISTINCT COALESCE(product_id, 0)) AS products
                  FROM weighed GROUP BY move_id, revenue_line_id),
            gross AS MATERIALIZED (%(gross)s),
            lowered AS (
                SELECT o.move_id, o.revenue_line_id, o.discount, o.products,
                       g.move_id IS NOT NULL AS is_gross_split,
                       weighed.whole AS weight,
                       CASE WHEN c.move_id IS NULL THEN weighed.whole
                            WHEN weighed.whole > deposit.amount
                            THEN GREATEST(weighed.whole - c.amount, deposit.amount)
                            ELSE LEAST(weighed.whole - c.amount, deposit.amount)
                            END AS left_over
                  FROM own o
                  JOIN telecom_document d ON d.move_id = o.move_id
             LEFT JOIN gross g ON g.move_id = o.move_id
                   AND g.revenue_line_id IS NOT DISTINCT FROM o.revenue_line_id
             LEFT JOIN (%(credits)s) c
                    ON c.move_id = o.move_id
                   AND c.line_id = COALESCE(o.revenue_line_id, 0)
            CROSS JOIN LATERAL (
                       SELECT COALESCE(g.weight, o.weight) AS whole) weighed
            CROSS JOIN LATERAL (
                       SELECT CASE WHEN g.weight IS NULL AND o.deposit < 0
                                   THEN o.deposit ELSE 0 END AS amount) deposit),
            final AS (
                SELECT move_id, revenue_line_id, discount, products, is_gross_split,
                       CASE WHEN SUM(left_over) OVER document <> 0 THEN left_over
                            WHEN SUM(weight) OVER document <> 0 THEN weight
                            ELSE ABS(weight) END AS weight
                  FROM lowered WINDOW document AS (PARTITION BY move_id))
            SELECT *, SUM(weight) OVER (PARTITION BY move_id
                          ORDER BY revenue_line_id NULLS LAST) AS upto,
                   SUM(weight) OVER (PARTITION BY move_id) AS total
              FROM final
            """,
            category_lines=self._get_category_lines_sql(company),
            product_lines=self._get_product_lines_sql(company),
            spread=self._get_spread_sql(),
            gross=self._get_gross_weights_sql(),
            credits=self._get_credit_weights_sql(),
        )

    def _get_product_lines_sql(self, company):
        """Return SQL of the revenue line of each product; 0 is free text."""
        return SQL(
            """
            SELECT p.id AS product_id, c.line_id AS revenue_line_id
              FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
         LEFT JOIN category_line c ON c.category_id = t.categ_id
             WHERE p.id IN (SELECT product_id FROM telecom_line)
             UNION ALL
            SELECT 0, %s::int
            """,
            company.telecom_default_revenue_line_id.id or None,
        )

    def _get_mixed_lines_sql(self):
        """Return SQL of lines with taxes, of documents with lines of both signs."""
        return SQL(
            """
            SELECT l.*, ARRAY(
                       SELECT t.account_tax_id FROM account_move_line_account_tax_rel t
                        WHERE t.account_move_line_id = l.line_id
                     ORDER BY t.account_tax_id) AS taxes
              FROM telecom_line l
             WHERE l.move_id IN (
                   SELECT move_id FROM telecom_line GROUP BY move_id
                   HAVING MIN(amount) < 0 AND MAX(amount) > 0)
            """
        )

    def _get_spread_sql(self):
        """Return SQL of amounts after the discount lines were spread over the others.

        A discount lowers the lines with the same taxes in proportion, or all lines if
        there are none. Columns: line_id, amount; that of a spread discount is zero.
        """
        return SQL(
            """
            SELECT line_id, CASE WHEN is_discount THEN 0 ELSE amount
                       * (1 + CASE WHEN same <> 0 THEN same_discount / same ELSE 0 END
                            + rest / everything) END AS amount
              FROM (SELECT *, COALESCE(SUM(amount) FILTER (
                               WHERE is_discount AND same = 0) OVER document, 0) AS rest
                      FROM (SELECT *,
                                   COALESCE(SUM(amount) FILTER (
                                       WHERE is_discount) OVER tax, 0)
                                       AS same_discount,
                                   COALESCE(SUM(amount) FILTER (
                                       WHERE NOT is_discount AND NOT is_deposit)
                                       OVER tax, 0) AS same,
                                   COALESCE(SUM(amount) FILTER (
                                       WHERE NOT is_discount AND NOT is_deposit)
                                       OVER document, 0) AS everything,
                                   BOOL_OR(is_discount) OVER document AS has_discount
                              FROM telecom_mixed
                            WINDOW tax AS (PARTITION BY move_id, taxes),
                                   document AS (PARTITION BY move_id)) by_tax
                     WHERE has_discount AND everything <> 0
                    WINDOW document AS (PARTITION BY move_id)) spread
             WHERE NOT is_deposit
            """
        )

    def _get_gross_weights_sql(self):
        """Return SQL of weights by gross amounts, where untaxed ones are absurd.

        If lines of different sign and tax make a part larger than the whole, the lines
        of the document's own sign weigh as much as their gross amounts. Deposits that
        are taken off are no such lines.
        """
        return SQL(
            """
            SELECT l.move_id, p.revenue_line_id, SUM(
                       CASE WHEN (l.amount < 0) = (d.move_type = 'out_refund')
                            THEN l.gross ELSE 0 END) AS weight
              FROM telecom_mixed l
              JOIN telecom_document d ON d.move_id = l.move_id
         LEFT JOIN product_line p ON p.product_id = COALESCE(l.product_id, 0)
             WHERE NOT l.is_discount AND l.move_id IN (
                   SELECT move_id FROM telecom_mixed
                    WHERE NOT is_discount GROUP BY move_id
                   HAVING COUNT(DISTINCT taxes) > 1 AND NOT BOOL_OR(is_deposit))
               AND l.move_id IN (
                   SELECT move_id
                     FROM (SELECT move_id, weight,
                                  SUM(weight) OVER (PARTITION BY move_id) AS total
                             FROM own) part
                 GROUP BY move_id
                   HAVING COALESCE(MAX(weight / NULLIF(total, 0)), 2) > 1)
          GROUP BY l.move_id, p.revenue_line_id
            """
        )

    def _get_credit_weights_sql(self):
        """Return SQL of what credit notes take from a document, by revenue line.

        From a document split by gross amounts they take gross amounts as well.
        """
        return SQL(
            """
            SELECT c.move_id, COALESCE(o.revenue_line_id, 0) AS line_id,
                   -SUM(o.weight * c.part) AS amount
              FROM telecom_credit c
              JOIN own o ON o.move_id = c.credit_move_id
             WHERE c.move_id NOT IN (SELECT move_id FROM gross)
          GROUP BY 1, 2
             UNION ALL
            SELECT c.move_id, COALESCE(p.revenue_line_id, 0),
                   -SUM(LEAST(l.gross, 0) * c.part)
              FROM telecom_credit c
              JOIN telecom_line l ON l.move_id = c.credit_move_id AND NOT l.is_discount
         LEFT JOIN product_line p ON p.product_id = COALESCE(l.product_id, 0)
             WHERE c.move_id IN (SELECT move_id FROM gross)
          GROUP BY 1, 2
            """
        )

    def _get_category_lines_sql(self, company=None):
        """Return SQL of each category's revenue line: own, else nearest parent's.

        Columns: category_id, company_id, line_id.

        :param company: the company whose lines are asked for, all if None
        """
        return SQL(
            """
            SELECT DISTINCT ON (c.id, own.company_id)
                   c.id AS category_id, own.company_id, own.line_id
              FROM product_category c
              JOIN product_category a ON c.parent_path LIKE a.parent_path || '%%'
        CROSS JOIN LATERAL (
                   SELECT key::int AS company_id, value::int AS line_id
                     FROM JSONB_EACH_TEXT(a.own_revenue_line_id)) own
             WHERE own.line_id IS NOT NULL AND %s
          ORDER BY c.id, own.company_id, LENGTH(a.parent_path) DESC
            """,
            SQL("own.company_id = %s", company.id) if company else SQL("TRUE"),
        )
