from odoo import fields, models
from odoo.tools import SQL

from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


class TelecomMarketingProjectRevenue(models.Model):
    """Posted invoice or credit note that counts for the revenue of a project.

    It is read by SQL, so that the team of a project sees its revenue without access to
    accounting. The record rules of the project apply here too.
    """

    _name = "telecom.marketing.project.revenue"
    _description = "Revenue of Marketing Projects"
    _auto = False
    _order = "date desc, id desc"

    name = fields.Char(string="Invoice", readonly=True)
    date = fields.Date(readonly=True)
    # Text, because salespeople may not read the key clients of other people.
    client_name = fields.Char(string="Client", readonly=True)
    project_id = fields.Many2one("telecom.marketing.project", readonly=True)
    unit_id = fields.Many2one("telecom.sales.unit", readonly=True)
    salesperson_id = fields.Many2one(
        "telecom.salesperson", string="Owner of Project", readonly=True
    )
    invoice_user_id = fields.Many2one("res.users", string="Sold by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        string="Untaxed Amount", readonly=True, help="Credit notes count negative."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT m.id, m.name, m.invoice_date AS date, client.name AS client_name,
                   p.id AS project_id, p.unit_id, p.salesperson_id, m.invoice_user_id,
                   m.company_id, c.currency_id, m.amount_untaxed_signed AS amount
              FROM telecom_marketing_project p
              JOIN account_move m ON m.campaign_id = p.campaign_id
                   AND m.company_id = p.company_id
              JOIN res_company c ON c.id = m.company_id
         LEFT JOIN res_partner client ON client.id = m.commercial_partner_id
             WHERE m.state = 'posted' AND m.move_type IN %s
            """,
            CUSTOMER_DOCUMENTS,
        )
