from odoo import models
from odoo.tools import SQL

from .telecom_performance_ledger import CLOSED_PERIODS


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that splits customer documents over revenue lines, by untaxed amounts."""

    _inherit = "telecom.performance.ledger"

    def _get_lines_sql(self, company):
        """Return SQL of the product lines of documents and of their credit notes.

        Columns: line_id, move_id, product_id, amount (untaxed, in company currency, of
        the sign of the document), gross, discount, is_deposit, is_discount (a line of
        Odoo's Discount button).
        """
        return SQL(
            """
            SELECT l.id AS line_id, l.move_id, l.product_id, -l.balance AS amount,
                   l.price_total AS gross,
                   CASE WHEN l.discount < 100
                        THEN -l.balance * l.discount / (100 - l.discount)
                        ELSE l.quantity * l.price_unit / (
                             SELECT m.invoice_currency_rate * CASE m.move_type
                                    WHEN 'out_refund' THEN -1 ELSE 1 END
                               FROM account_move m WHERE m.id = l.move_id)
                   END AS discount,
                   l.is_downpayment IS TRUE AS is_deposit,
                   COALESCE(l.product_id = %s, FALSE) AS is_discount
              FROM account_move_line l
             WHERE l.display_type = 'product' AND l.move_id IN (
                   SELECT move_id FROM telecom_document
                    UNION SELECT credit_move_id FROM telecom_credit)
            """,
            company.sale_discount_product_id.id or None,
        )

    def _get_shares_sql(self, company):
        """Return SQL of weight, running sum and total per document and revenue line.

        The revenue line is that of the nearest product category that has one. A deposit
        takes the revenue lines of its order. Credit notes lower the weights of the
        invoice by their own lines, not below zero, unless nothing would be left. If the
        lines of a document sum to zero, their absolute amounts are the weights.
        """
        return SQL(
            """
            WITH category_line AS MATERIALIZED (%(category_lines)s),
            product_line AS MATERIALIZED (%(product_lines)s),
            mixed AS MATERIALIZED (%(mixed)s),
            spread AS MATERIALIZED (%(spread)s),
            weighed AS (
                SELECT l.move_id, l.product_id, p.revenue_line_id,
                       COALESCE(s.amount, l.amount) AS weight, l.discount
                  FROM telecom_line l
             LEFT JOIN product_line p
                    ON p.product_id = COALESCE(l.product_id, 0)
             LEFT JOIN spread s ON s.line_id = l.line_id
                 WHERE NOT l.is_deposit
                   AND (NOT l.is_discount OR s.line_id IS NULL OR s.amount <> 0)
                 UNION ALL
                %(deposits)s),
            own AS MATERIALIZED (
                SELECT move_id, revenue_line_id, SUM(weight) AS weight,
                       SUM(discount) AS discount,
                       JSONB_AGG(DISTINCT COALESCE(product_id, 0)) AS products
                  FROM weighed GROUP BY move_id, revenue_line_id),
            gross AS MATERIALIZED (%(gross)s),
            lowered AS (
                SELECT o.move_id, o.revenue_line_id, o.discount, o.products,
                       g.move_id IS NOT NULL AS is_gross_split,
                       COALESCE(g.weight, o.weight) AS weight,
                       CASE WHEN COALESCE(g.weight, o.weight) > 0 THEN GREATEST(
                                COALESCE(g.weight, o.weight)
                                - COALESCE(c.amount, 0), 0)
                            ELSE COALESCE(g.weight, o.weight) END AS left_over
                  FROM own o
                  JOIN telecom_document d ON d.move_id = o.move_id
             LEFT JOIN gross g ON g.move_id = o.move_id
                   AND g.revenue_line_id IS NOT DISTINCT FROM o.revenue_line_id
             LEFT JOIN (
                       SELECT c.move_id, COALESCE(o.revenue_line_id, 0) AS line_id,
                              -SUM(o.weight * c.part) AS amount
                         FROM telecom_credit c
                         JOIN own o ON o.move_id = c.credit_move_id
                     GROUP BY 1, 2) c
                    ON c.move_id = o.move_id
                   AND c.line_id = COALESCE(o.revenue_line_id, 0)),
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
            category_lines=self._get_category_lines_sql(),
            product_lines=self._get_product_lines_sql(company),
            mixed=self._get_mixed_lines_sql(),
            spread=self._get_spread_sql(),
            deposits=self._get_deposit_weights_sql(company),
            gross=self._get_gross_weights_sql(),
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
                              FROM mixed
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
                            THEN ABS(l.gross) * SIGN(l.amount) ELSE 0 END) AS weight
              FROM mixed l
              JOIN telecom_document d ON d.move_id = l.move_id
         LEFT JOIN product_line p ON p.product_id = COALESCE(l.product_id, 0)
             WHERE NOT l.is_discount AND l.move_id IN (
                   SELECT move_id FROM mixed WHERE NOT is_discount GROUP BY move_id
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

    def _get_deposit_weights_sql(self, company):
        """Return SQL of weights of deposit lines, as closed periods counted them.

        A deposit that none counted yet takes the revenue lines of its order.
        """
        return SQL(
            """
            SELECT l.move_id, l.product_id, o.revenue_line_id,
                   l.amount * COALESCE(o.amount / NULLIF(o.total, 0), 1), 0
              FROM telecom_line l
         LEFT JOIN LATERAL (
                   SELECT MIN(rel.order_line_id) AS id
                     FROM sale_order_line_invoice_rel rel
                    WHERE rel.invoice_line_id = l.line_id) deposit ON TRUE
         LEFT JOIN LATERAL (
                   SELECT part.*, SUM(amount) OVER () AS total
                     FROM (%s) part) o ON TRUE
             WHERE l.is_deposit
            """,
            self._get_deposit_parts_sql(
                SQL("%s", company.sale_discount_product_id.id or None),
                SQL("TABLE category_line"),
            ),
        )

    def _get_deposit_parts_sql(self, discount_product, category_lines):
        """Return SQL of the parts of order line ``deposit``, which may be none.

        Columns: revenue_line_id, amount. They are those that closed periods counted,
        or else those of the present order.

        :param discount_product: SQL of the product of Odoo's Discount button
        :param category_lines: SQL of the revenue lines of categories
        """
        return SQL(
            """
            SELECT CASE WHEN counted.amount IS NULL THEN ordered.revenue_line_id
                        ELSE counted.revenue_line_id END AS revenue_line_id,
                   COALESCE(counted.amount, ordered.amount) AS amount
              FROM (SELECT) one_row
         LEFT JOIN LATERAL (%(counted)s) counted ON TRUE
         LEFT JOIN LATERAL (%(ordered)s) ordered ON counted.amount IS NULL
            """,
            counted=self._get_counted_deposit_sql(),
            ordered=self._get_ordered_lines_sql(discount_product, category_lines),
        )

    def _get_counted_deposit_sql(self):
        """Return SQL of what closed periods counted for order line ``deposit``."""
        return SQL(
            """
            SELECT e.revenue_line_id, SUM(e.cash) AS amount
              FROM telecom_performance_entry e
             WHERE e.kind IN ('cash', 'reversal') AND e.period_id = %s
               AND e.move_id IN (
                   SELECT invoiced.move_id
                     FROM sale_order_line_invoice_rel asked
                     JOIN account_move_line invoiced
                       ON invoiced.id = asked.invoice_line_id AND invoiced.balance < 0
                     JOIN account_move m ON m.id = invoiced.move_id
                      AND m.move_type = 'out_invoice'
                    WHERE asked.order_line_id = deposit.id)
          GROUP BY e.revenue_line_id
            HAVING SUM(e.cash) <> 0
            """,
            CLOSED_PERIODS,
        )

    def _get_ordered_lines_sql(self, discount_product, category_lines):
        """Return SQL of the present order of line ``deposit``, by revenue line."""
        return SQL(
            """
            SELECT c.line_id AS revenue_line_id, SUM(ordered.price_subtotal) AS amount
              FROM sale_order_line asked
              JOIN sale_order_line ordered ON ordered.order_id = asked.order_id
               AND ordered.is_downpayment IS NOT TRUE
               AND ordered.product_id IS DISTINCT FROM %(discount_product)s
              JOIN product_product p ON p.id = ordered.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
         LEFT JOIN (%(category_lines)s) c ON c.category_id = t.categ_id
             WHERE asked.id = deposit.id
          GROUP BY c.line_id
            """,
            discount_product=discount_product,
            category_lines=category_lines,
        )

    def _get_category_lines_sql(self):
        """Return SQL of each category's revenue line: own, else nearest parent's."""
        return SQL(
            """
            SELECT DISTINCT ON (c.id)
                   c.id AS category_id, a.own_revenue_line_id AS line_id
              FROM product_category c
              JOIN product_category a ON c.parent_path LIKE a.parent_path || '%%'
             WHERE a.own_revenue_line_id IS NOT NULL
          ORDER BY c.id, LENGTH(a.parent_path) DESC
            """
        )
