from odoo import api, fields, models
from odoo.exceptions import UserError

from .telecom_blacklist_case import BLOCKING

SHOWN_DEBTS = 5


class SaleOrder(models.Model):
    """Orders of blacklisted clients are not confirmed, whatever door they come by.

    Invoices and payments are never blocked (design.md, Arrears).
    """

    _inherit = "sale.order"

    sales_block_state = fields.Selection(
        [("none", "No Case"), ("warned", "Arrears Case"), ("blocked", "Blacklisted")],
        string="Order Block",
        compute="_compute_sales_block",
    )
    sales_block_message = fields.Text(
        string="About the Block", compute="_compute_sales_block"
    )
    block_override_ids = fields.One2many(
        "telecom.order.override", "order_id", string="Overrides", copy=False
    )

    @api.depends("partner_id", "partner_invoice_id", "company_id", "state")
    def _compute_sales_block(self):
        for order in self:
            cases = order._blacklist_cases()
            blocking = cases.filtered(lambda case: case.state in BLOCKING)
            order.sales_block_state = (
                "blocked" if blocking else "warned" if cases else "none"
            )
            order.sales_block_message = (blocking or cases)._about()

    def _blacklist_cases(self):
        """Open cases of the buyer, of who gets the invoice, and of those above them."""
        partners = self.partner_id | self.partner_invoice_id
        cases = partners._blacklist_cases(self.company_id or self.env.company)
        # sudo: whether a client is blocked is for everybody to know
        return self.env["telecom.blacklist.case"].sudo().union(*cases.values())

    def _blocking_cases(self):
        """Return the cases that keep the order from being confirmed, if any do."""
        self.ensure_one()
        cases = self._blacklist_cases().filtered(lambda case: case.state in BLOCKING)
        if not cases or self._is_let_through():
            return cases.browse()
        return cases

    def _is_let_through(self):
        """Prepaid in full where the company allows it, or let through by a leader."""
        # sudo: payments and overrides count for whoever confirms the order
        order = self.sudo()
        company = order.company_id
        prepaid = company.telecom_allow_prepaid and order.amount_total > 0
        return (prepaid and order._is_paid()) or any(
            override._is_valid() for override in order.block_override_ids
        )

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._block_message()

    def _block_message(self):
        """Say why the order cannot be confirmed, or return False."""
        cases = self._blocking_cases()
        if not cases:
            return False
        return self.env._(
            "Order %(order)s cannot be confirmed. %(reasons)s\nAsk a leader, with the"
            " button on the quotation, if this one order has to go through.",
            order=self.name,
            reasons=cases._about(with_debts=SHOWN_DEBTS),
        )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._check_not_blocked()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("state", "partner_id", "partner_invoice_id")):
            self.filtered(lambda order: order.state == "sale")._check_not_blocked()
        return result

    def _check_not_blocked(self):
        """Refuse confirmed orders of blacklisted clients.

        :raises UserError: naming the order, the debts and who to ask
        """
        for order in self:
            if message := order._block_message():
                raise UserError(message)

    def action_ask_leader(self):
        """Ask the leaders to let this one order through; opens the request.

        :raises UserError: nothing blocks the order
        """
        self.ensure_one()
        self.check_access("write")
        if not self._blocking_cases():
            raise UserError(self.env._("Nothing blocks order %s.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask a Leader"),
            "res_model": "telecom.order.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _note_refusal(self):
        """Tell those who answer that the client tried to confirm an order."""
        for order in self:
            for case in order._blocking_cases():
                user = case.accountable_id or order.user_id
                if user:
                    case.with_context(lang=user.lang).activity_schedule(
                        "mail.mail_activity_data_todo",
                        user_id=user.id,
                        summary=case.env._("%s wanted to order online", order.name),
                        note=order._block_message(),
                    )
