from odoo import fields, models
from odoo.tools import SQL

from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


class TelecomClientRevenue(models.Model):
    """Client revenue by invoice line: invoices less credit notes, tax excluded.

    A flag of the revenue line (room performance) excludes savings from client revenue
    (domain.md, revenue line).
    """

    _name = "telecom.client.revenue"
    _description = "Client Revenue"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"

    date = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    sales_unit_id = fields.Many2one("telecom.sales.unit", string="Unit", readonly=True)
    tier_id = fields.Many2one("telecom.client.tier", readonly=True)
    is_key_client = fields.Boolean(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    revenue_line_id = fields.Many2one("telecom.revenue.line", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(string="Revenue", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT l.id, m.invoice_date AS date, l.move_id, l.product_id,
                   m.commercial_partner_id AS partner_id, p.sales_unit_id, p.tier_id,
                   p.is_key_client, c.line_id AS revenue_line_id, l.company_id,
                   l.company_currency_id AS currency_id, -l.balance AS amount
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_partner p ON p.id = m.commercial_partner_id
         LEFT JOIN product_product v ON v.id = l.product_id
         LEFT JOIN product_template t ON t.id = v.product_tmpl_id
         LEFT JOIN (%(category_lines)s) c ON c.category_id = t.categ_id
         LEFT JOIN telecom_revenue_line r ON r.id = c.line_id
             WHERE m.state = 'posted' AND m.move_type IN %(documents)s
               AND l.display_type = 'product'
               AND r.exclude_from_client_revenue IS NOT TRUE
            """,
            category_lines=self.env[
                "telecom.performance.ledger"
            ]._get_category_lines_sql(),
            documents=CUSTOMER_DOCUMENTS,
        )

    def _get_revenue_by_client(self, partners, date_from, date_to, company):
        """Return ``{partner_id: revenue}`` of the days ``date_from`` to ``date_to``.

        :param partners: commercial entities; clients without revenue, or whose revenue
            the user may not read, are left out
        """
        self.env.flush_all()
        return {
            partner.id: amount
            for partner, amount in self._read_group(
                [
                    ("partner_id", "in", partners.ids),
                    ("company_id", "=", company.id),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                ],
                ["partner_id"],
                ["amount:sum"],
            )
        }
