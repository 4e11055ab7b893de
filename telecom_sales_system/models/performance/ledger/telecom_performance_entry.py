from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...common.groups import WHOLE_COMPANY
from ...common.kept_rows import check_ondelete, get_stored_columns, keep_rows


class TelecomPerformanceEntry(models.Model):
    """An entry of the performance ledger (业绩台账): cash received, and its points.

    Only ``telecom.performance.ledger`` writes entries, in SQL. It rebuilds those of an
    open period; those of a closed period are final.
    """

    _name = "telecom.performance.entry"
    _description = "Performance Entry"
    _order = "recognition_date desc, id desc"
    _log_access = False

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("cash", "Cash"),
            ("incentive", "Incentive"),
            ("return", "Incentive Returned"),
            ("reversal", "Reversal"),
        ],
        required=True,
        readonly=True,
        help="An incentive returns in proportion to what credit notes undo of the"
        " sale.",
    )
    recognition_date = fields.Date(
        required=True,
        readonly=True,
        help="The later of the payment date and the invoice date.",
    )
    cash_date = fields.Date(readonly=True, help="Date of the payment.")
    invoice_date = fields.Date(
        readonly=True,
        help="Decides rate and assignment; a credit note uses its invoice's date.",
    )
    move_id = fields.Many2one(
        "account.move", string="Invoice", index="btree_not_null", readonly=True
    )
    sale_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        readonly=True,
        help="The invoice, or the one that a credit note reverses.",
    )
    seller_id = fields.Many2one(
        related="sale_id.invoice_user_id",
        string="Salesperson of the Invoice",
        help="Odoo's salesperson, registered or not.",
    )
    payment_move_id = fields.Many2one(
        "account.move", string="Payment Entry", index="btree_not_null", readonly=True
    )
    invoice_name = fields.Char(string="Invoice No.", readonly=True)
    payment_name = fields.Char(string="Payment No.", readonly=True)
    partial_ref = fields.Integer(
        string="Reconciliation",
        index="btree_not_null",
        readonly=True,
        aggregator=None,
        help="Id of the reconciliation that was counted; kept when it is undone.",
    )
    incentive_id = fields.Many2one(
        "telecom.incentive", index="btree_not_null", readonly=True
    )
    reversed_entry_id = fields.Many2one(
        "telecom.performance.entry", index="btree_not_null", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Client", index=True, ondelete="restrict", readonly=True
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Invoiced Contact",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    revenue_line_id = fields.Many2one(
        "telecom.revenue.line", ondelete="restrict", readonly=True
    )
    products = fields.Json(
        "Ids of Products",
        readonly=True,
        help="Products of this revenue line; a credit note finds its line by them.",
    )
    rate = fields.Float(digits=(6, 4), readonly=True, aggregator=None)
    points_per_yuan = fields.Float(
        string="Points per Unit of Currency",
        digits=(16, 4),
        readonly=True,
        aggregator=None,
        help="The setting when counted.",
    )
    is_new_business = fields.Boolean(
        string="New Business",
        readonly=True,
        help="Within twelve months of the client's first cash on this revenue line, if"
        " there was none in the twelve months before.",
    )
    is_cleared = fields.Boolean(
        string="Counted When Cleared",
        readonly=True,
        help="Counted on the day when a bank line cleared the payment.",
    )
    is_gross_split = fields.Boolean(
        string="Split by Gross Amounts",
        readonly=True,
        help="Lines of different sign and tax do not allow a split by untaxed amounts.",
    )
    fingerprint = fields.Char(
        readonly=True,
        help="Facts of the documents as counted; they are compared when the documents"
        " change.",
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson", ondelete="restrict", readonly=True
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit", index=True, ondelete="restrict", readonly=True
    )
    ranked_unit_id = fields.Many2one(
        related="unit_id.ranked_unit_id",
        help="The unit's branch or county bureau as of today, as on papers.",
    )
    team_id = fields.Many2one(
        "crm.team", index=True, ondelete="restrict", readonly=True
    )
    grade_id = fields.Many2one(
        "telecom.salesperson.grade", ondelete="restrict", readonly=True
    )
    is_full_time = fields.Boolean(
        string="Full Time",
        readonly=True,
        help="The salesperson worked full time when the period was computed. A"
        " later change to part time does not affect closed periods.",
    )
    attribution = fields.Selection(
        [
            ("salesperson", "Salesperson"),
            ("client_unit", "Client's Unit"),
            ("unassigned", "Unassigned"),
        ],
        required=True,
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    cash = fields.Monetary(string="Cash Received", readonly=True)
    discount = fields.Monetary(
        string="Discount Granted",
        readonly=True,
        help="Line discounts that belong to this cash. For information: they are out of"
        " the invoice already.",
    )
    incentive = fields.Monetary(string="Incentives", readonly=True)
    converted_profit = fields.Monetary(
        string="Converted Gross Profit",
        readonly=True,
        help="(Cash received - incentives) x conversion rate.",
    )
    points = fields.Float(string="Performance Points", digits=(16, 2), readonly=True)

    _reversed_once = models.UniqueIndex(
        "(reversed_entry_id) WHERE reversed_entry_id IS NOT NULL"
    )
    _person_period = models.Index("(salesperson_id, period_id)")
    _refunded_sale = models.Index("(sale_id) WHERE sale_id <> move_id")

    @api.depends("invoice_name", "revenue_line_id")
    def _compute_display_name(self):
        for entry in self:
            parts = [entry.invoice_name, entry.revenue_line_id.name]
            entry.display_name = " · ".join(part for part in parts if part)

    def init(self):
        """Create the database triggers that protect the ledger of closed months.

        A merge of client files moves the entries to the client that is kept.
        """
        keep_rows(
            self,
            lambda row: SQL(
                "%s.period_id IN"
                " (SELECT id FROM telecom_period WHERE state = 'closed')",
                row,
            ),
            get_stored_columns(self) - {"partner_id", "contact_id"},
            of_parent=True,
        )
        return super().init()

    @api.model_create_multi
    def create(self, vals_list):
        if vals_list:
            self._refuse_manual_change()
        return super().create(vals_list)

    def write(self, vals):
        if self and vals:
            self._refuse_manual_change()
        return super().write(vals)

    @check_ondelete
    def _unlink_never(self):
        self._refuse_manual_change()

    @api.readonly
    def action_open_invoice(self):
        """Open the invoice that the entry was computed from."""
        self.ensure_one()
        return self.move_id.get_formview_action()

    @api.readonly
    def action_open_payment(self):
        """Open the payment, or the bank statement line, that brought the cash."""
        self.ensure_one()
        move = self.payment_move_id
        source = move.origin_payment_id or move.statement_line_id or move
        return source.get_formview_action()

    def action_add_incentive(self):
        """Open a new incentive on the invoice of the entry."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_incentive_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "context": {
                "default_move_id": self.move_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    def _refuse_manual_change(self):
        raise UserError(
            self.env._(
                "The performance ledger is written by the monthly close only. Correct"
                " the invoice or the payment and press “Run Again” on the month's page;"
                " if the month is closed, the correction is counted in the next open"
                " one."
            )
        )

    @api.model
    def _check_sees_whole_ledger(self):
        """Refuse users who see only a part of the ledger, and so cannot rank.

        :raises AccessError: the user has no role for the whole company
        """
        if not (self.env.su or any(map(self.env.user.has_group, WHOLE_COMPANY))):
            raise AccessError(
                self.env._(
                    "Rankings need the whole ledger: only the customer service"
                    " department, leaders and auditors can compute them."
                )
            )
