from odoo import fields, models
from odoo.tools import SQL

from .telecom_client_revenue import LINES


class TelecomClientWhitespace(models.Model):
    """Pair of key client and revenue line, with its revenue of twelve months."""

    _name = "telecom.client.whitespace"
    _description = "White Space"
    _auto = False
    _order = "partner_id, revenue_line_id"
    _rec_name = "partner_id"
    _depends = {
        "account.move": ["state", "move_type", "invoice_date", "commercial_partner_id"],
        "account.move.line": [
            "balance",
            "product_id",
            "display_type",
            "is_downpayment",
            "move_id",
            "tax_ids",
        ],
        "product.category": ["own_revenue_line_id"],
        "res.partner": ["tier_id", "sales_unit_id", "client_manager_id", "active"],
        "res.company": ["sale_discount_product_id", "telecom_default_revenue_line_id"],
        "sale.order.line": ["invoice_lines", "price_subtotal", "product_id"],
        "telecom.client.survey": ["partner_id", "date", "company_id"],
        "telecom.client.survey.line": ["survey_id", "revenue_line_id", "potential"],
        "telecom.revenue.line": [
            "active",
            "company_id",
            "exclude_from_client_revenue",
        ],
    }

    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    revenue_line_id = fields.Many2one("telecom.revenue.line", readonly=True)
    tier_id = fields.Many2one("telecom.client.tier", readonly=True)
    sales_unit_id = fields.Many2one("telecom.sales.unit", string="Unit", readonly=True)
    client_manager_id = fields.Many2one("telecom.salesperson", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    is_bought = fields.Boolean(string="Buys", readonly=True)
    buyers = fields.Integer(
        string="Clients That Buy", readonly=True, help="1 for a client that buys."
    )
    missing = fields.Integer(
        string="Clients That Do Not",
        readonly=True,
        help="1 for a client that does not.",
    )
    amount = fields.Monetary(string="Revenue of 12 Months", readonly=True)
    potential = fields.Monetary(
        string="Potential per Year",
        readonly=True,
        help="By the latest resource survey of the client.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT p.id::bigint * %(lines)s + r.id AS id, p.id AS partner_id,
                   r.id AS revenue_line_id, p.tier_id, p.sales_unit_id,
                   p.client_manager_id, p.industry_id, t.company_id,
                   c.currency_id, COALESCE(v.amount, 0) AS amount,
                   COALESCE(s.potential, 0) AS potential,
                   COALESCE(v.amount, 0) > 0 AS is_bought,
                   (COALESCE(v.amount, 0) > 0)::int AS buyers,
                   (COALESCE(v.amount, 0) <= 0)::int AS missing
              FROM res_partner p
              JOIN telecom_client_tier t ON t.id = p.tier_id
              JOIN res_company c ON c.id = t.company_id
        CROSS JOIN telecom_revenue_line r
         LEFT JOIN (SELECT partner_id, revenue_line_id, company_id,
                           SUM(amount) AS amount
                      FROM (%(revenue)s) billed
                      JOIN (SELECT id AS here_id, %(today)s AS today
                              FROM res_company here) day ON here_id = company_id
                     WHERE date > today - INTERVAL '1 year' AND date <= today
                  GROUP BY partner_id, revenue_line_id, company_id) v
                ON v.partner_id = p.id AND v.revenue_line_id = r.id
               AND v.company_id = t.company_id
         LEFT JOIN (SELECT survey.partner_id, survey.company_id, part.revenue_line_id,
                           part.potential
                      FROM (SELECT DISTINCT ON (partner_id, company_id)
                                   id, partner_id, company_id
                              FROM telecom_client_survey
                          ORDER BY partner_id, company_id, date DESC) survey
                      JOIN telecom_client_survey_line part
                        ON part.survey_id = survey.id) s
                ON s.partner_id = p.id AND s.revenue_line_id = r.id
               AND s.company_id = t.company_id
             WHERE p.active AND p.commercial_partner_id = p.id
               AND COALESCE(r.company_id, t.company_id) = t.company_id
               AND r.active AND r.exclude_from_client_revenue IS NOT TRUE
            """,
            lines=LINES,
            revenue=self.env["telecom.client.revenue"]._table_query,
            today=self.env["res.company"]._telecom_today_sql(SQL("here")),
        )
