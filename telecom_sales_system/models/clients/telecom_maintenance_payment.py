from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

VENDOR_DOCUMENTS = ("in_invoice", "in_receipt")


class TelecomMaintenancePayment(models.AbstractModel):
    """Decision on a maintenance expense, and the vendor bill line that paid it."""

    _name = "telecom.maintenance.payment"
    _description = "Maintenance Expense: Payment"

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

    def write(self, vals):
        if "bill_line_id" in vals:
            self._check_state(("draft", "approved"))
        return super().write(vals)

    def action_pay(self):
        """Record the payment of approved expenses.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: an expense is not approved
        :raises ValidationError: the vendor bill line does not cover it
        """
        if not self.env.user.has_group("telecom_sales_system.group_telecom_service"):
            raise AccessError(
                self.env._(
                    "Maintenance expense %s: only the customer service department"
                    " records payments.",
                    ", ".join(self.mapped("name")),
                )
            )
        self._lock_state(("approved",))
        self._set_guarded({"state": "paid"})
        self._check_bill_line()

    def _lock_state(self, states):
        """Lock the budgets, then check the present states of the expenses.

        :raises UserError: an expense is in none of ``states``
        """
        # sudo: managers may not write budgets, whose sums follow the expenses
        self.budget_id.sudo()._lock_budgets()
        self.invalidate_recordset(["state"])
        self._check_state(states)

    def _check_state(self, states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for expense in self:
            if expense.state not in states:
                raise UserError(
                    self.env._(
                        "Maintenance expense %(name)s is in state “%(state)s”, so this"
                        " cannot be done any more or not yet.",
                        name=expense.name,
                        state=labels[expense.state],
                    )
                )

    def _check_may_decide(self):
        """Check that the user may decide on the expenses.

        The customer service department decides on all, managers on their units' ones.

        :raises AccessError: the budget is of another unit
        """
        user = self.env.user
        if self.env.su or user.has_group("telecom_sales_system.group_telecom_service"):
            return
        is_manager = user.has_group("telecom_sales_system.group_telecom_unit_manager")
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
                        name=", ".join(paid.mapped("name")),
                        line=line.display_name,
                        balance=currency.format(line.balance),
                    )
                )
