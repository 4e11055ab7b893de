from odoo import fields, models
from odoo.tools import SQL


class TelecomArrearsItem(models.Model):
    """What clients owe today, by receivable item; credits are negative."""

    _name = "telecom.arrears.item"
    _description = "Open Item"
    _auto = False
    _order = "due_on, id"
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    sales_unit_id = fields.Many2one("telecom.sales.unit", string="Unit", readonly=True)
    user_id = fields.Many2one("res.users", string="Seller", readonly=True)
    due_on = fields.Date(readonly=True)
    days_overdue = fields.Integer(
        readonly=True, aggregator="max", help="0 or less: not due yet."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    residual = fields.Monetary(string="Owed", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT item.line_id AS id, item.move_id, item.partner_id, item.user_id,
                   client.sales_unit_id, item.due_on, item.days_overdue, item.residual,
                   l.company_id, l.company_currency_id AS currency_id
              FROM (%s) item
              JOIN account_move_line l ON l.id = item.line_id
         LEFT JOIN res_partner client ON client.id = item.partner_id
             WHERE item.residual <> 0
            """,
            self.env["telecom.arrears"]._residuals(
                self.env.companies, fields.Date.context_today(self)
            ),
        )
