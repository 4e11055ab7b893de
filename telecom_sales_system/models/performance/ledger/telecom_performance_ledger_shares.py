from odoo import models
from odoo.tools import SQL


class TelecomPerformanceLedger(models.AbstractModel):
    """SQL that splits customer documents over revenue lines, by untaxed amounts."""

    _inherit = "telecom.performance.ledger"

    def _get_shares_sql(self, company):
        """Return SQL of untaxed weight, running sum and total per revenue line.

        The revenue line is that of the nearest product category that has one. A deposit
        takes the revenue lines of its order. If the lines of a document sum to zero and
        only tax is left to pay, their absolute amounts are the weights.
        """
        return SQL(
            """
            SELECT move_id, revenue_line_id, weight, discount,
                   SUM(weight) OVER (PARTITION BY move_id
                       ORDER BY revenue_line_id NULLS LAST) AS upto,
                   SUM(weight) OVER (PARTITION BY move_id) AS total
              FROM (SELECT move_id, revenue_line_id, SUM(discount) AS discount,
                           CASE WHEN SUM(SUM(weight)) OVER (PARTITION BY move_id) = 0
                                THEN SUM(ABS(weight)) ELSE SUM(weight) END AS weight
                      FROM (%(invoiced)s UNION ALL %(deposits)s) line
                  GROUP BY move_id, revenue_line_id) by_line
            """,
            invoiced=self._get_invoiced_weights_sql(company),
            deposits=self._get_deposit_weights_sql(),
        )

    def _get_invoice_lines_sql(self):
        """Return SQL of the product lines of the documents in ``telecom_movement``."""
        return SQL(
            """
            SELECT id, move_id, product_id, balance, discount, quantity, price_unit,
                   is_downpayment IS TRUE AS is_deposit
              FROM account_move_line
             WHERE move_id IN (SELECT move_id FROM telecom_movement)
               AND display_type = 'product'
            """
        )

    def _get_invoiced_weights_sql(self, company):
        """Return SQL of untaxed amount and discount per line, in company currency.

        Lines without a product take the company's revenue line of free text.
        """
        return SQL(
            """
            SELECT l.move_id,
                   CASE WHEN l.product_id IS NULL THEN %(free_text)s ELSE c.line_id
                       END AS revenue_line_id, -l.balance AS weight,
                   CASE WHEN l.discount < 100
                        THEN -l.balance * l.discount / (100 - l.discount)
                        ELSE l.quantity * l.price_unit / (
                             SELECT m.invoice_currency_rate * CASE m.move_type
                                    WHEN 'out_refund' THEN -1 ELSE 1 END
                               FROM account_move m WHERE m.id = l.move_id)
                   END AS discount
              FROM invoice_line l
         LEFT JOIN product_product p ON p.id = l.product_id
         LEFT JOIN product_template t ON t.id = p.product_tmpl_id
         LEFT JOIN category_line c ON c.category_id = t.categ_id
             WHERE NOT l.is_deposit
            """,
            free_text=company.telecom_default_revenue_line_id.id or None,
        )

    def _get_deposit_weights_sql(self):
        """Return SQL of the untaxed amount per deposit line and revenue line."""
        return SQL(
            """
            SELECT l.move_id, o.revenue_line_id,
                   -l.balance * COALESCE(o.amount / NULLIF(o.total, 0), 1), 0
              FROM invoice_line l
         LEFT JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = l.id
         LEFT JOIN sale_order_line deposit ON deposit.id = rel.order_line_id
         LEFT JOIN LATERAL (
                   SELECT c.line_id AS revenue_line_id,
                          SUM(ordered.price_subtotal) AS amount,
                          SUM(SUM(ordered.price_subtotal)) OVER () AS total
                     FROM sale_order_line ordered
                     JOIN product_product p ON p.id = ordered.product_id
                     JOIN product_template t ON t.id = p.product_tmpl_id
                LEFT JOIN category_line c ON c.category_id = t.categ_id
                    WHERE ordered.order_id = deposit.order_id
                      AND ordered.is_downpayment IS NOT TRUE
                 GROUP BY c.line_id) o ON TRUE
             WHERE l.is_deposit
            """
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
