from odoo import fields, models
from odoo.tools import SQL


class TelecomArrearsItem(models.Model):
    """An open receivable item of a client, today or at the end of a past day.

    ``telecom_as_of`` of the context is the day.
    """

    _name = "telecom.arrears.item"
    _description = "Open Item"
    _inherit = ["telecom.arrears.figures"]
    _auto = False
    _order = "due_on, id"
    _rec_name = "move_id"
    _depends = {
        "account.move": [
            "date",
            "invoice_currency_rate",
            "invoice_date",
            "invoice_user_id",
            "move_type",
            "state",
        ],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "company_id",
            "date",
            "date_maturity",
            "journal_id",
            "move_id",
            "no_followup",
            "parent_state",
            "partner_id",
            "price_total",
            "reconciled",
        ],
        "account.account": ["account_type", "non_trade"],
        "account.journal": ["type"],
        "account.partial.reconcile": [
            "amount",
            "credit_move_id",
            "debit_move_id",
            "max_date",
        ],
        "res.company": [
            "currency_id",
            "telecom_ageing_1",
            "telecom_ageing_2",
            "telecom_ageing_3",
            "telecom_allow_prepaid",
            "telecom_net_credits",
        ],
        "account.payment": ["amount_company_currency_signed", "move_id"],
        "payment.transaction": [
            "amount",
            "operation",
            "payment_id",
            "sale_order_ids",
            "source_transaction_id",
            "state",
        ],
        "sale.order": ["amount_total", "company_id", "currency_rate", "state"],
        "sale.order.line": ["invoice_lines", "order_id"],
        "res.partner": ["commercial_partner_id", "sales_unit_id"],
        "telecom.salesperson": ["company_id", "state", "user_id"],
        "telecom.salesperson.assignment": [
            "date_from",
            "date_to",
            "salesperson_id",
            "unit_id",
        ],
    }

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    due_on = fields.Date(readonly=True)
    days_overdue = fields.Integer(
        readonly=True,
        aggregator="max",
        depends_context=["telecom_as_of"],
        help="0 or less: not due yet.",
    )

    @property
    def _table_query(self):
        day = (
            fields.Date.to_date(self.env.context.get("telecom_as_of"))
            or self.env.company._telecom_today()
        )
        return SQL(
            """
            SELECT item.line_id AS id, item.move_id, item.partner_id, item.user_id,
                   unit.id AS sales_unit_id, item.due_on, item.days_overdue,
                   item.bucket::varchar AS bucket, item.company_id,
                   company.currency_id, item.kind, item.residual,
                   item.owed AS outstanding, item.set_aside, debt.overdue,
                   COALESCE(debt.overdue / NULLIF(item.owed, 0), 0) AS overdue_ratio
              FROM %s
              JOIN res_company company ON company.id = item.company_id
        CROSS JOIN LATERAL (SELECT CASE WHEN item.bucket > 0 THEN item.owed ELSE 0
                                   END AS overdue) debt
            """,
            self.env["telecom.arrears"]._get_items_with_unit_source(
                self.env.companies, day
            ),
        )
