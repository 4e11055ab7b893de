from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, format_list, formatLang

from ...common.decision.confirmation import ask_first
from ...common.groups import SERVICE, UNIT_MANAGER, check_service

NEEDS_CLIENT = ("gift", "visit")
OVER = ("paid", "refused")
# States in which the amount counts: committed or spent.
COUNTED = ("approved", "paid")
VENDOR_DOCUMENTS = ("in_invoice", "in_receipt")


class TelecomMaintenanceExpense(models.Model):
    """Expense for a client or an activity, paid from a maintenance budget.

    Approval commits the amount, payment spends it, refusal releases it (维护费用).
    """

    _name = "telecom.maintenance.expense"
    _description = "Maintenance Expense"
    _inherit = ["mail.thread", "telecom.proposal.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _proposal_fields = frozenset(
        {"name", "budget_id", "partner_id", "activity_id", "category", "date"}
        | {"amount", "company_id"}
    )

    name = fields.Char(string="Description", required=True)
    category = fields.Selection(
        [
            ("gift", "Gift"),
            ("visit", "Visit"),
            ("activity", "Activity"),
            ("symposium", "Symposium"),
            ("other", "Other"),
        ],
        required=True,
        default="gift",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._telecom_today()
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        index="btree_not_null",
        ondelete="restrict",
        domain=[
            ("is_key_client", "=", True),
            "|",
            ("is_company", "=", True),
            ("parent_id", "=", False),
        ],
    )
    activity_id = fields.Many2one(
        "telecom.maintenance.activity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    budget_id = fields.Many2one(
        "telecom.maintenance.budget",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_budget_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Budget of the unit of the activity or client, or of the next unit above.",
    )
    unit_id = fields.Many2one(related="budget_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, tracking=True)
    counted_amount = fields.Monetary(
        string="Committed or Spent",
        compute="_compute_counted_amount",
        store=True,
        help="The amount, once it is approved; drafts and refused expenses count 0.",
    )
    budget_left = fields.Monetary(
        string="Left in the Budget",
        compute="_compute_budget_left",
        help="What the budget has accrued, less what is approved or paid already.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("paid", "Paid"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    bill_line_id = fields.Many2one(
        "account.move.line",
        string="Vendor Bill Line",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        domain=[
            ("parent_state", "=", "posted"),
            ("move_type", "in", VENDOR_DOCUMENTS),
            ("display_type", "=", "product"),
        ],
        help="The line of a posted vendor bill that the expense was paid by.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)",
        "Maintenance expense, field Amount: the amount must be above zero.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("amount", "state")
    def _compute_counted_amount(self):
        for expense in self:
            counts = expense.state in COUNTED
            expense.counted_amount = expense.amount if counts else 0.0

    @api.depends("partner_id", "activity_id", "date")
    def _compute_budget_id(self):
        wanted = {
            expense: (unit, expense.date.year)
            for expense in self
            if expense.date
            and (
                unit := expense.activity_id.unit_id or expense.partner_id.sales_unit_id
            )
        }
        # sudo: the user who enters an expense need not see the budget's figures
        found = (
            self.env["telecom.maintenance.budget"]
            .sudo()
            ._find_nearest_budgets(wanted.values())
        )
        for expense in self:
            if budget := found.get(wanted.get(expense)):
                expense.budget_id = budget
            else:
                expense.budget_id = expense.budget_id

    @api.depends("budget_id.available", "state")
    def _compute_budget_left(self):
        for expense in self:
            budget = expense.budget_id
            expense.budget_left = budget.has_access("read") and budget.available

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("date", "budget_id")
    def _check_year(self):
        for expense in self:
            if expense.date.year != expense.budget_id.year:
                raise ValidationError(
                    self.env._(
                        "Maintenance expense %(name)s, field Date: %(date)s is not in"
                        " the year of budget %(budget)s.",
                        name=expense.name,
                        date=format_date(self.env, expense.date),
                        budget=expense.budget_id.display_name,
                    )
                )

    @api.constrains("partner_id", "category", "budget_id")
    def _check_client(self):
        for expense in self:
            client = expense.partner_id
            if not client and expense.category in NEEDS_CLIENT:
                raise ValidationError(
                    self.env._(
                        "Maintenance expense %s, field Client: gifts and visits are for"
                        " one client. Name the client.",
                        expense.name,
                    )
                )
            path = (client.sales_unit_id.parent_path or "").split("/")
            if client and str(expense.unit_id.id) not in path:
                raise ValidationError(
                    self.env._(
                        "Maintenance expense %(name)s, field Client: %(client)s is not"
                        " served by %(unit)s or a unit below it.",
                        name=expense.name,
                        client=client.display_name,
                        unit=expense.unit_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if "bill_line_id" in vals:
            self._check_state("draft", "approved")
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_approve(self):
        """Approve the expenses, which commits their amounts.

        :raises AccessError: the user does not manage the unit, or proposed the expense
        :raises UserError: no draft, the budget is not approved, or too little is left
        """
        self._check_may_decide()
        self._check_not_author()
        # sudo: managers may not write budgets, whose sums follow the expenses
        self.budget_id.sudo()._lock_budgets()
        for expense in self:
            budget = expense.sudo().budget_id
            if budget.state != "approved":
                raise UserError(
                    self.env._(
                        "Maintenance expense %(name)s: budget %(budget)s is not"
                        " approved, or closed. Nothing can be committed.",
                        name=expense.name,
                        budget=budget.display_name,
                    )
                )
            if budget.currency_id.compare_amounts(expense.amount, budget.available) > 0:
                raise UserError(
                    self.env._(
                        "Maintenance expense %(name)s: %(amount)s is more than budget"
                        " %(budget)s has left. Available: %(available)s",
                        name=expense.name,
                        amount=budget.currency_id.format(expense.amount),
                        budget=budget.display_name,
                        available=budget.currency_id.format(budget.available),
                    )
                )
            expense._approve_proposals()

    @ask_first("_describe_refusal", needs_reason=True)
    def action_refuse(self):
        """Refuse drafts or approved expenses; their amounts are available again.

        :raises AccessError: the user does not manage the unit
        :raises UserError: an expense is paid or refused already
        """
        self._check_may_decide()
        self._lock_state("draft", "approved")
        self._set_guarded_fields({"state": "refused"})

    @ask_first("_describe_payment")
    def action_pay(self):
        """Record the payment of approved expenses.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: an expense is not approved
        :raises ValidationError: the vendor bill line does not cover it
        """
        check_service(
            self.env,
            self.env._(
                "Maintenance expense %s: only the customer service department"
                " records payments.",
                format_list(self.env, self.mapped("name")),
            ),
        )
        self._lock_state("approved")
        self._set_guarded_fields({"state": "paid"})
        self._check_bill_line()

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _lock_state(self, *allowed):
        """Lock the budgets, then check the present states of the expenses.

        :raises UserError: an expense is in another state
        """
        # sudo: managers may not write budgets, whose sums follow the expenses
        self.budget_id.sudo()._lock_budgets()
        self.invalidate_recordset(["state"])
        self._check_state(*allowed)

    def _check_may_decide(self):
        """Check that the user may decide on the expenses.

        The customer service department decides on all, managers on their units' ones.

        :raises AccessError: the budget is of another unit
        """
        user = self.env.user
        if self.env.su or user.has_group(SERVICE):
            return
        is_manager = user.has_group(UNIT_MANAGER)
        for expense in self:
            # sudo: a unit's supervisors, for whoever asks
            if not is_manager or user not in expense.sudo().unit_id.supervisor_ids:
                raise AccessError(
                    self.env._(
                        "Maintenance expense %(name)s: the managers of %(unit)s and"
                        " the customer service department decide on it.",
                        name=expense.name,
                        unit=expense.sudo().unit_id.name,
                    )
                )

    def _check_bill_line(self):
        """Check that each bill line is posted and covers its expenses without tax."""
        # sudo: amounts of accounting, for people without accounting rights
        for line in self.sudo().bill_line_id:
            paid = self.sudo().search(
                [("bill_line_id", "=", line.id), ("state", "=", "paid")]
            )
            if (
                line.parent_state != "posted"
                or line.move_type not in VENDOR_DOCUMENTS
                or line.display_type != "product"
            ):
                raise ValidationError(
                    self.env._(
                        "Maintenance expense %(name)s, field Vendor Bill Line: %(line)s"
                        " is not a line of a posted vendor bill.",
                        name=paid[:1].name,
                        line=line.display_name,
                    )
                )
            currency = line.company_currency_id
            if currency.compare_amounts(sum(paid.mapped("amount")), line.balance) > 0:
                raise ValidationError(
                    self.env._(
                        "Maintenance expense %(name)s, field Vendor Bill Line: %(line)s"
                        " is %(balance)s, less than the expenses that it pays.",
                        name=format_list(self.env, paid.mapped("name")),
                        line=line.display_name,
                        balance=currency.format(line.balance),
                    )
                )

    def _describe_refusal(self):
        """Return what refusing the expenses does, in figures."""
        return self.env._(
            "%(count)s expenses of %(amount)s in all are refused: %(names)s.",
            count=len(self),
            amount=self._format_sum(),
            names=format_list(self.env, self.mapped("name")),
        )

    def _describe_payment(self):
        """Return what recording the payment does, in figures."""
        return self.env._(
            "%(count)s expenses of %(amount)s in all are recorded as paid: %(names)s."
            " That cannot be taken back.",
            count=len(self),
            amount=self._format_sum(),
            names=format_list(self.env, self.mapped("name")),
        )

    def _format_sum(self):
        """Return the sum of the expenses."""
        return formatLang(
            self.env, sum(self.mapped("amount")), currency_obj=self.currency_id[:1]
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        waiting = Domain("state", "=", "draft") & Domain(
            "author_ids", "not in", user.ids
        )
        if user.has_group(SERVICE):
            return waiting
        if user.has_group(UNIT_MANAGER):
            return waiting & Domain("unit_id.supervisor_ids", "in", user.ids)
        return None
