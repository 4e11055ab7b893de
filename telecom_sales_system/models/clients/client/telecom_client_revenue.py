from odoo import api, fields, models
from odoo.tools import SQL

from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS

LINES = 1 << 16  # above any number of revenue lines, so that ids of parts differ
CLIENT_REF = SQL("COALESCE(m.telecom_client_ref, m.commercial_partner_id)")


class TelecomClientRevenue(models.Model):
    """Client revenue by invoice line: invoices less credit notes, tax excluded.

    A flag of the revenue line (room performance) excludes savings from client revenue
    (储汇). A deposit or a discount over several revenue lines has a row for each. Unit
    and lead manager are those of the invoice date, as in the ledger: of the client file
    that the invoice was made out to, whatever became of that file.
    """

    _name = "telecom.client.revenue"
    _description = "Client Revenue"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"

    date = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    client_ref = fields.Integer(
        string="Client File No.",
        readonly=True,
        aggregator=None,
        help="Number of the client file that the invoice was made out to.",
    )
    file_id = fields.Many2one(
        "res.partner",
        string="Invoiced Client",
        readonly=True,
        help="The client that the invoice was made out to, even if it is a contact of"
        " another one by now; the one that it was merged into.",
    )
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        readonly=True,
        help="The unit that served the client on the day of the invoice.",
    )
    ranked_unit_id = fields.Many2one(
        related="sales_unit_id.ranked_unit_id",
        help="The unit's branch or county bureau as of today, as on papers.",
    )
    client_manager_id = fields.Many2one(
        "telecom.salesperson", string="Lead Client Manager", readonly=True
    )
    tier_id = fields.Many2one("telecom.client.tier", readonly=True)
    is_key_client = fields.Boolean(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    revenue_line_id = fields.Many2one("telecom.revenue.line", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Revenue", readonly=True)
    budget_id = fields.Many2one(
        "telecom.maintenance.budget",
        string="Maintenance Budget",
        readonly=True,
        help="The approved budget that has this revenue in its base.",
    )

    @property
    def _table_query(self):
        # One query without UNION, so that conditions on clients reach the indexes. What
        # is rarely asked for is no join, which would be made each time.
        return SQL(
            """
            SELECT l.id::bigint * %(lines)s + COALESCE(resolved.line_id, 0) AS id,
                   m.invoice_date AS date, l.move_id, l.product_id,
                   m.commercial_partner_id AS partner_id, %(client_ref)s AS client_ref,
                   COALESCE((SELECT file.id FROM res_partner file
                              WHERE file.id = m.telecom_client_ref),
                            m.commercial_partner_id) AS file_id,
                   CASE WHEN former.id IS NULL THEN p.sales_unit_id
                        ELSE former.sales_unit_id END AS sales_unit_id,
                   CASE WHEN former.id IS NULL THEN p.client_manager_id
                        ELSE former.client_manager_id END AS client_manager_id,
                   p.tier_id, p.is_key_client, resolved.line_id AS revenue_line_id,
                   l.company_id, l.company_currency_id AS currency_id, resolved.amount,
                   (SELECT held.budget_id FROM telecom_maintenance_base_rel held
                     WHERE held.move_id = m.id) AS budget_id
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_partner p ON p.id = m.commercial_partner_id
              JOIN res_company here ON here.id = l.company_id
              JOIN res_currency money ON money.id = l.company_currency_id
         LEFT JOIN LATERAL (%(former)s) former ON TRUE
         LEFT JOIN product_product v ON v.id = l.product_id
         LEFT JOIN product_template t ON t.id = v.product_tmpl_id
         LEFT JOIN (%(category_lines)s) c ON c.category_id = t.categ_id
               AND c.company_id = l.company_id
         LEFT JOIN LATERAL (
                   -- Asked here (OFFSET), for other lines nothing of it is executed.
                   SELECT * FROM (%(parts)s) parts
                    WHERE l.is_downpayment
                       OR l.product_id = here.sale_discount_product_id
                   OFFSET 0) part
                ON part.total <> 0
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN part.total IS NOT NULL THEN part.line_id
                               WHEN l.product_id IS NULL
                               THEN here.telecom_default_revenue_line_id
                               ELSE c.line_id END AS line_id,
                          CASE WHEN part.total IS NULL THEN -l.balance
                               ELSE ROUND(-l.balance * part.upto / part.total,
                                          money.decimal_places)
                                    - ROUND(-l.balance * (part.upto - part.weight)
                                            / part.total, money.decimal_places)
                               END AS amount) resolved
         LEFT JOIN telecom_revenue_line r ON r.id = resolved.line_id
             WHERE m.state = 'posted' AND m.move_type IN %(documents)s
               AND l.display_type = 'product'
               AND r.exclude_from_client_revenue IS NOT TRUE
            """,
            lines=LINES,
            client_ref=CLIENT_REF,
            former=self.env["telecom.client.service.history"]._get_former_sql(
                CLIENT_REF, SQL("m.commercial_partner_id"), SQL("m.invoice_date")
            ),
            category_lines=self._get_category_lines_sql(),
            parts=self._get_parts_sql(),
            documents=CUSTOMER_DOCUMENTS,
        )

    def _get_category_lines_sql(self):
        return self.env["telecom.performance.ledger"]._get_category_lines_sql()

    def _get_parts_sql(self):
        """Return SQL that splits line ``l``, if it has no revenue line of its own.

        A deposit has the revenue lines that a closed month counted for it, else those
        of the ledger's rule (``_get_deposit_parts_sql``): an unpaid deposit, which no
        month has counted, follows its order and the invoice that takes it off. A line
        of Odoo's Discount button has those of the lines that it discounts.
        """
        return SQL(
            """
            SELECT line_id, weight, SUM(weight) OVER () AS total,
                   SUM(weight) OVER (ORDER BY line_id NULLS LAST) AS upto
              FROM (%(deposit)s UNION ALL %(discount)s) weighed
             WHERE weight <> 0
            """,
            deposit=self._get_deposit_weights_sql(),
            discount=self._get_discount_weights_sql(),
        )

    def _get_deposit_weights_sql(self):
        """Return SQL of the lines of deposit ``l``: as the ledger has them."""
        ledger = self.env["telecom.performance.ledger"]
        return SQL(
            """
            SELECT CASE WHEN counted.weight IS NOT NULL THEN counted.line_id
                        ELSE known.line_id END AS line_id,
                   COALESCE(counted.weight, known.weight) AS weight
              FROM (SELECT MIN(rel.order_line_id) AS id
                      FROM sale_order_line_invoice_rel rel
                     WHERE l.is_downpayment AND rel.invoice_line_id = l.id) deposit
         LEFT JOIN LATERAL (%(counted)s) counted ON TRUE
         LEFT JOIN LATERAL (
                   SELECT CASE WHEN part.product_id IS NULL
                               THEN here.telecom_default_revenue_line_id
                               ELSE c.line_id END AS line_id, SUM(part.part) AS weight
                     FROM (%(parts)s) part
                LEFT JOIN product_product v ON v.id = part.product_id
                LEFT JOIN product_template t ON t.id = v.product_tmpl_id
                LEFT JOIN (%(category_lines)s) c ON c.category_id = t.categ_id
                      AND c.company_id = l.company_id
                 GROUP BY 1) known ON counted.weight IS NULL
            """,
            counted=self._get_counted_deposit_sql(),
            parts=ledger._get_deposit_parts_sql(
                SQL("SELECT deposit.id"), SQL("here.sale_discount_product_id")
            ),
            category_lines=self._get_category_lines_sql(),
        )

    def _get_counted_deposit_sql(self):
        """Return SQL of what the first closed period counted for line ``deposit``.

        Later ones may count it anew; what was said of that month stays, and the invoice
        that takes the deposit off brings the difference, as it does in the ledger.
        """
        return SQL(
            """
            SELECT revenue_line_id AS line_id, SUM(cash) AS weight
              FROM (SELECT e.revenue_line_id, e.cash,
                           RANK() OVER (ORDER BY period.date_from) AS place
                      FROM telecom_performance_entry e
                      JOIN telecom_period period ON period.id = e.period_id
                     WHERE e.kind = 'cash' AND period.state = 'closed'
                       AND e.move_id IN (
                           SELECT invoiced.move_id
                             FROM sale_order_line_invoice_rel asked
                             JOIN account_move_line invoiced
                               ON invoiced.id = asked.invoice_line_id
                              AND invoiced.balance < 0
                             JOIN account_move m ON m.id = invoiced.move_id
                              AND m.move_type = 'out_invoice'
                            WHERE asked.order_line_id = deposit.id)) counted
             WHERE place = 1
          GROUP BY revenue_line_id
            HAVING SUM(cash) <> 0
            """
        )

    def _get_discount_weights_sql(self):
        """Return SQL of the lines that discount ``l`` lowers: first of the same tax."""
        return SQL(
            """
            SELECT line_id, CASE WHEN SUM(SUM(same_tax)) OVER () <> 0
                   THEN SUM(same_tax) ELSE SUM(amount) END AS weight
              FROM (SELECT CASE WHEN o.product_id IS NULL
                                THEN here.telecom_default_revenue_line_id
                                ELSE c.line_id END AS line_id, -o.balance AS amount,
                           CASE WHEN %(tax)s = %(other_tax)s THEN -o.balance ELSE 0
                                END AS same_tax
                      FROM account_move_line o
                 LEFT JOIN product_product v ON v.id = o.product_id
                 LEFT JOIN product_template t ON t.id = v.product_tmpl_id
                 LEFT JOIN (%(category_lines)s) c ON c.category_id = t.categ_id
                       AND c.company_id = o.company_id
                     WHERE l.product_id = here.sale_discount_product_id
                       AND l.is_downpayment IS NOT TRUE AND o.move_id = l.move_id
                       AND o.display_type = 'product'
                       AND o.is_downpayment IS NOT TRUE
                       AND o.product_id IS DISTINCT FROM here.sale_discount_product_id
                   ) discounted
          GROUP BY line_id
            """,
            tax=self._get_taxes_sql(SQL("l.id")),
            other_tax=self._get_taxes_sql(SQL("o.id")),
            category_lines=self._get_category_lines_sql(),
        )

    def _get_taxes_sql(self, line):
        return SQL(
            """
            ARRAY(SELECT rel.account_tax_id FROM account_move_line_account_tax_rel rel
                   WHERE rel.account_move_line_id = %s ORDER BY rel.account_tax_id)
            """,
            line,
        )

    @api.model
    def _get_compared_days(self, today):
        """Return the days whose revenue the growth of a client compares.

        It is the one definition for all screens and papers.

        :return: (first day, last day) of the year to date and of the same days of last
            year; in SQL, the view of the effect of maintenance does the same
        """
        last = fields.Date.subtract(today, years=1)
        return tuple((day.replace(month=1, day=1), day) for day in (today, last))

    def _get_revenue_by_client(
        self, partners, date_from, date_to, company, client="partner_id"
    ):
        """Return ``{partner_id: revenue}`` of the days ``date_from`` to ``date_to``.

        :param partners: commercial entities; clients without revenue, or whose revenue
            the user may not read, are left out
        :param client: ``file_id`` for the clients that the invoices were made out to
        """
        self.env.flush_all()
        return {
            partner.id: amount
            for partner, amount in self._read_group(
                [
                    (client, "in", partners.ids),
                    # Has an index, unlike the clients that invoices were made out to.
                    ("partner_id", "in", partners.commercial_partner_id.ids),
                    ("company_id", "=", company.id),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                ],
                [client],
                ["amount:sum"],
            )
        }
