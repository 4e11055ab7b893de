from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class TelecomMaintenanceEffect(models.Model):
    """Paid maintenance expenses of a client in a year, beside its revenue growth."""

    _name = "telecom.maintenance.effect"
    _description = "Effect of Maintenance"
    _auto = False
    _order = "year desc, spend desc, id"
    _rec_name = "partner_id"

    year = fields.Integer(readonly=True, aggregator=None)
    years_ago = fields.Integer(readonly=True, aggregator=None, help="0: this year.")
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    sales_unit_id = fields.Many2one("telecom.sales.unit", string="Unit", readonly=True)
    ranked_unit_id = fields.Many2one(
        related="sales_unit_id.ranked_unit_id",
        help="The unit's branch or county bureau as of today, as on papers.",
    )
    tier_id = fields.Many2one("telecom.client.tier", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    spend = fields.Monetary(readonly=True, help="Paid maintenance expenses.")
    revenue = fields.Monetary(readonly=True, help="Of this year: until today.")
    last_revenue = fields.Monetary(
        string="Same Days Last Year",
        readonly=True,
        help="Revenue of the year before; for this year, until the same day as today.",
    )
    growth = fields.Monetary(
        string="Revenue Growth",
        readonly=True,
        help="Revenue of the year less that of the same days of the year before.",
    )
    growth_rate = fields.Float(
        readonly=True,
        aggregator=None,
        help="Against the same days of the year before; empty without revenue then.",
    )

    @property
    def _table_query(self):
        # The id is made of client, company and year, so that a row keeps it.
        return SQL(
            """
            SELECT (f.partner_id::bigint * 1000 + f.company_id) * 10000 + f.year AS id,
                   f.year, EXTRACT(year FROM %(today)s)::int - f.year AS years_ago,
                   f.partner_id, p.sales_unit_id, p.tier_id, f.company_id,
                   c.currency_id, f.spend, f.revenue, f.last_revenue,
                   f.revenue - f.last_revenue AS growth,
                   CASE WHEN f.last_revenue > 0
                        THEN ROUND(f.revenue / f.last_revenue - 1, 3)
                        END AS growth_rate
              FROM (SELECT partner_id, company_id, year, SUM(spend) AS spend,
                           SUM(revenue) AS revenue, SUM(last_revenue) AS last_revenue
                      FROM (%(revenues)s UNION ALL %(last_revenues)s
                            UNION ALL %(spends)s) figure
                  GROUP BY partner_id, company_id, year) f
              JOIN res_partner p ON p.id = f.partner_id
              JOIN res_company c ON c.id = f.company_id
             WHERE p.is_key_client OR f.spend > 0
            """,
            today=self.env["res.company"]._telecom_today_sql(SQL("c")),
            # As _get_compared_days of the client revenue, for each year.
            revenues=self._get_revenue_query(SQL("0"), SQL("amount"), SQL("0")),
            # The year after the last revenue gets a row too, which shows the loss.
            last_revenues=self._get_revenue_query(SQL("1"), SQL("0"), SQL("amount")),
            spends=SQL(
                """
                SELECT partner_id, company_id, EXTRACT(year FROM date)::int,
                       amount, 0, 0
                  FROM telecom_maintenance_expense
                 WHERE state = 'paid' AND partner_id IS NOT NULL
                """
            ),
        )

    @api.readonly
    def action_open_revenue(self):
        """Open the invoice lines of the year and of the year before."""
        self.ensure_one()
        return self._get_client_records_action(
            "telecom_client_revenue_action",
            Domain("date", ">=", f"{self.year - 1}-01-01"),
        )

    @api.readonly
    def action_open_expenses(self):
        """Open the paid expenses of the client in the year."""
        self.ensure_one()
        return self._get_client_records_action(
            "telecom_maintenance_expense_action",
            Domain("date", ">=", f"{self.year}-01-01") & Domain("state", "=", "paid"),
        )

    def _get_revenue_query(self, shift, revenue, last_revenue):
        return SQL(
            """
            SELECT partner_id, company_id, EXTRACT(year FROM date)::int + %(shift)s
                   AS year, 0 AS spend, %(revenue)s AS revenue,
                   %(last_revenue)s AS last_revenue
              FROM (%(query)s) invoiced
              JOIN (SELECT id AS here_id, %(today)s AS today FROM res_company here)
                   day ON here_id = company_id
             WHERE date <= today - %(shift)s * INTERVAL '1 year'
            """,
            shift=shift,
            revenue=revenue,
            last_revenue=last_revenue,
            query=self.env["telecom.client.revenue"]._table_query,
            today=self.env["res.company"]._telecom_today_sql(SQL("here")),
        )

    def _get_client_records_action(self, action_name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{action_name}"
        )
        domain &= Domain("partner_id", "=", self.partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("date", "<=", f"{self.year}-12-31")
        views = [(False, "list"), (False, "form")]
        if action["res_model"] == "telecom.client.revenue":
            views = [(False, "list"), (False, "pivot")]
        return action | {"domain": list(domain), "views": views, "context": {}}
