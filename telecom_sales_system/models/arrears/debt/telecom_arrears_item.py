from odoo import fields, models
from odoo.tools import SQL

from ...common.jit import disable_jit


class TelecomArrearsItem(models.Model):
    """An open receivable item of a client, or money of it that is not matched.

    Today, or at the end of a past day.

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
            "commercial_partner_id",
            "company_id",
            "currency_id",
            "name",
            "move_type",
            "state",
        ],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "balance",
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
            "telecom_is_disputed",
        ],
        "account.account": ["account_type", "non_trade", "reconcile"],
        "account.bank.statement.line": [
            "account_number",
            "amount",
            "company_id",
            "is_reconciled",
            "move_id",
            "partner_name",
            "payment_ref",
        ],
        "account.journal": ["suspense_account_id", "type"],
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
        "account.payment": [
            "amount",
            "amount_company_currency_signed",
            "company_id",
            "date",
            "invoice_ids",
            "move_id",
            "partner_id",
            "partner_type",
            "payment_type",
            "state",
        ],
        "payment.transaction": [
            "amount",
            "operation",
            "payment_id",
            "sale_order_ids",
            "source_transaction_id",
            "state",
        ],
        "sale.order": [
            "amount_total",
            "company_id",
            "currency_id",
            "currency_rate",
            "state",
        ],
        "sale.order.line": [
            "invoice_lines",
            "is_downpayment",
            "order_id",
            "price_total",
        ],
        "res.partner": [
            "active",
            "commercial_partner_id",
            "company_id",
            "name",
            "sales_unit_id",
        ],
        "res.partner.bank": ["active", "partner_id", "sanitized_acc_number"],
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
        arrears = self.env["telecom.arrears"]
        return SQL(
            """
            SELECT item.line_id AS id, item.move_id, item.partner_id, item.user_id,
                   unit.id AS sales_unit_id, item.due_on, item.days_overdue,
                   item.bucket::varchar AS bucket, item.company_id,
                   company.currency_id, item.kind, item.residual,
                   item.owed AS outstanding, item.set_aside, item.waiting, debt.overdue,
                   COALESCE(debt.overdue / NULLIF(item.owed, 0), 0) AS overdue_ratio
              FROM %s
              JOIN res_company company ON company.id = item.company_id
        CROSS JOIN LATERAL (SELECT CASE WHEN item.bucket > 0 THEN item.owed ELSE 0
                                   END AS overdue) debt
            """,
            arrears._get_items_with_unit_source(
                arrears._get_all_items_query(self.env.companies, day)
            ),
        )

    def _search(self, *args, **kwargs):
        disable_jit(self.env)
        return super()._search(*args, **kwargs)

    def action_mark_disputed(self):
        """Mark documents with No Follow-Up: not owed until the dispute is settled.

        :raises AccessError: the user cannot change journal items
        """
        self._set_no_followup(True)

    def action_settle_dispute(self):
        """Take the mark off again.

        :raises AccessError: the user cannot change journal items
        """
        self._set_no_followup(False)

    def _set_no_followup(self, value):
        items = self.filtered(lambda item: item.kind != "waiting" and item.id > 0)
        self.env["account.move.line"].browse(items.ids).no_followup = value
        self.env.invalidate_all()
