from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list, formatLang

from ...common.decision.confirmation import ask_first
from ...common.groups import SERVICE, check_service


class TelecomIncentive(models.Model):
    """A rebate, gift or fee for an invoice; it lowers the performance of the sale."""

    _name = "telecom.incentive"
    _description = "Incentive"
    _inherit = ["mail.thread", "telecom.author.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "amount_company", "salesperson_id", "partner_id", "author_ids"}
    )
    _counted_fields = frozenset(
        {"name", "kind", "amount", "currency_id", "date", "move_id", "company_id"}
    )
    _final_states = frozenset({"approved", "cancelled"})
    _kept_fields = frozenset({"amount", "currency_id", "date", "move_id", "company_id"})

    name = fields.Char(string="Description", required=True)
    kind = fields.Selection(
        [
            ("rebate", "Rebate"),
            ("gift", "Gift"),
            ("agency", "Agency Fee"),
            ("other", "Other"),
        ],
        required=True,
        default="rebate",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._telecom_today()
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("move_type", "=", "out_invoice"), ("state", "=", "posted")],
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Client", store=True, index=True
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson", compute="_compute_salesperson_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(required=True, tracking=True)
    amount_company = fields.Monetary(
        string="Amount in Company Currency",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Incentive, field Amount: the amount must be above zero."
    )

    @api.depends("move_id.invoice_user_id", "company_id")
    def _compute_salesperson_id(self):
        people = {
            (person.user_id, person.company_id): person
            for person in self.env["telecom.salesperson"].search(
                [("user_id", "in", self.move_id.invoice_user_id.ids)]
            )
        }
        for incentive in self:
            incentive.salesperson_id = people.get(
                (incentive.move_id.invoice_user_id, incentive.company_id)
            )

    @api.depends("amount", "currency_id", "date", "company_id")
    def _compute_amount_company(self):
        for incentive in self:
            incentive.amount_company = incentive.currency_id._convert(
                incentive.amount,
                incentive.company_currency_id,
                incentive.company_id,
                incentive.date,
            )

    @api.constrains("currency_id")
    def _check_currency_active(self):
        for incentive in self:
            if not incentive.currency_id.active:
                raise ValidationError(
                    self.env._(
                        "Incentive %(name)s, field Currency: %(currency)s is not"
                        " active. Activate it or choose another one.",
                        name=incentive.name,
                        currency=incentive.currency_id.name,
                    )
                )

    @api.constrains("move_id")
    def _check_invoice(self):
        for incentive in self:
            move = incentive.move_id
            if move.move_type != "out_invoice":
                raise ValidationError(
                    self.env._(
                        "Incentive %(name)s, field Invoice: %(move)s is not a customer"
                        " invoice.",
                        name=incentive.name,
                        move=move.display_name,
                    )
                )

    @ask_first("_describe_approval")
    def action_approve(self):
        """Approve the incentive; it counts from its date on.

        :raises AccessError: the user is not of the customer service department, or
            entered the incentive
        :raises UserError: it is no draft
        """
        self._check_state("draft")
        self._check_not_author()
        self._apply_decision("approved")

    @ask_first("_describe_cancelling", needs_reason=True)
    def action_cancel(self):
        """Cancel the incentive; an open period reverses what closed ones counted.

        :raises AccessError: the user is not of the customer service department
        """
        self._apply_decision("cancelled")

    @api.model
    def _get_way_out(self):
        return self.env._("Cancel it and enter a new one.")

    def _apply_decision(self, state):
        check_service(
            self.env,
            self.env._(
                "Incentive %s: only the customer service department approves and"
                " cancels.",
                format_list(self.env, self.mapped("name")),
            ),
        )
        self._set_guarded_fields({"state": state})

    def _describe_approval(self):
        """Return what approving the incentives does, in figures."""
        return self.env._(
            "%(count)s incentives of %(amount)s in all are approved. They lower the"
            " points of %(people)s people and can no longer change.",
            count=len(self),
            amount=self._format_sum(),
            people=len(self.sudo().salesperson_id),
        )

    def _describe_cancelling(self):
        """Return what cancelling the incentives does, in figures."""
        return self.env._(
            "%(count)s incentives of %(amount)s in all are cancelled. An open month"
            " takes back what closed ones counted.",
            count=len(self),
            amount=self._format_sum(),
        )

    def _format_sum(self):
        """Return the sum of the incentives in the currency of the company."""
        return formatLang(
            self.env,
            sum(self.mapped("amount_company")),
            currency_obj=self.company_currency_id[:1],
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(SERVICE):
            return None
        return Domain("state", "=", "draft") & Domain("author_ids", "not in", user.ids)
