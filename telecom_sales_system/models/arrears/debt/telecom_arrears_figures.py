from odoo import fields, models
from odoo.tools import SQL


class TelecomArrearsFigures(models.AbstractModel):
    """Debts by client, seller, unit and bucket, with the arrears ratio."""

    _name = "telecom.arrears.figures"
    _description = "Arrears: Figures"

    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        readonly=True,
        help="The client's unit; without one, that of the seller on the invoice date.",
    )
    ranked_unit_id = fields.Many2one(
        related="sales_unit_id.ranked_unit_id",
        help="The unit's branch or county bureau as of today, as on papers.",
    )
    user_id = fields.Many2one("res.users", string="Seller", readonly=True)
    bucket = fields.Selection(
        selection="_get_bucket_selection",
        string="Ageing",
        readonly=True,
        depends_context=["telecom_as_of"],
    )
    kind = fields.Selection(
        [
            ("trade", "Trade"),
            ("disputed", "Disputed"),
            ("non_trade", "Non-Trade"),
            ("waiting", "Received, Not Matched"),
        ],
        readonly=True,
        help="Disputed: accounting has marked the document with No Follow-Up."
        " Non-trade: the receivable account is a non-trade account. Neither is owed,"
        " and neither leads to an arrears case. Received, not matched: money of the"
        " client that pays no debt in the books yet.",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    residual = fields.Monetary(
        string="Open Balance",
        readonly=True,
        depends_context=["telecom_as_of"],
        help="The open amount in accounting; credits are negative. The sum is the"
        " balance of the receivable accounts.",
    )
    outstanding = fields.Monetary(
        string="Owed",
        readonly=True,
        depends_context=["telecom_as_of"],
        help="The debts after the client's unapplied payments and credit notes, which"
        " reduce the oldest debt first.",
    )
    set_aside = fields.Monetary(
        string="Disputed or Non-Trade",
        readonly=True,
        depends_context=["telecom_as_of"],
        help="The open amount of disputed and non-trade items, after unapplied credits"
        " of the same kind.",
    )
    waiting = fields.Monetary(
        string="Received, Not Matched",
        readonly=True,
        depends_context=["telecom_as_of"],
        help="Money of the client that is in suspense on a bank account, or in a"
        " payment without a journal entry, or not applied. It is not taken off what is"
        " owed.",
    )
    overdue = fields.Monetary(
        readonly=True,
        depends_context=["telecom_as_of"],
        help="The part of the debts that is past its due date.",
    )
    overdue_ratio = fields.Float(
        string="Arrears Ratio",
        aggregator="avg",
        readonly=True,
        depends_context=["telecom_as_of"],
        help="Overdue / owed. For a group: the sum overdue divided by the sum owed, not"
        " the average of its rows. With the filter Overdue it is 100 %: only overdue"
        " debts are on show.",
    )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "overdue_ratio:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "COALESCE(SUM(%s) / NULLIF(SUM(%s), 0), 0)",
            self._field_to_sql(self._table, "overdue", query),
            self._field_to_sql(self._table, "outstanding", query),
        )

    def _get_bucket_selection(self):
        """Return the ageing buckets by the limits in the company's settings.

        ``telecom_ageing_limits`` of the context are others, such as those of a closed
        month.
        """
        limits = self.env.context.get("telecom_ageing_limits")
        first, second, third = limits or self.env.company._get_ageing_limits()
        return [
            ("0", self.env._("Not due")),
            ("1", self.env._("1-%(to)s days", to=first)),
            ("2", self.env._("%(since)s-%(to)s days", since=first + 1, to=second)),
            ("3", self.env._("%(since)s-%(to)s days", since=second + 1, to=third)),
            ("4", self.env._("Over %(days)s days", days=third)),
        ]
