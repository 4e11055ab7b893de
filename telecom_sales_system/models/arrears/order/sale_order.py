from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...common.groups import INTERNAL_USER, LEADER
from ...common.kept_rows import check_ondelete
from ..case.telecom_blacklist_case import BLOCKING

SHOWN_DEBTS = 5
# Fields that tie a confirmed order to its client, company and currency.
BINDING = frozenset(
    {"state", "partner_id", "partner_invoice_id", "company_id", "currency_id"}
)


class SaleOrder(models.Model):
    """A sales order that cannot be confirmed while its client is blacklisted.

    Nothing can be added to orders that were confirmed before. Invoices and payments are
    never blocked.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "telecom.guarded.mixin"]
    _guarded_fields = frozenset({"price_author_ids"})

    sales_block_state = fields.Selection(
        [("none", "No Case"), ("warned", "Arrears Case"), ("blocked", "Blacklisted")],
        string="Order Block",
        compute="_compute_sales_block",
        groups=INTERNAL_USER,
    )
    sales_block_message = fields.Text(
        string="About the Block",
        compute="_compute_sales_block",
        groups=INTERNAL_USER,
    )
    is_let_through = fields.Boolean(
        string="Let Through",
        compute="_compute_is_let_through",
        help="The client is blacklisted, and this one order can be confirmed.",
        groups=INTERNAL_USER,
    )
    block_override_ids = fields.One2many(
        "telecom.order.override",
        "order_id",
        string="Order Overrides",
        copy=False,
        groups=INTERNAL_USER,
    )

    price_author_ids = fields.Many2many(
        "res.users",
        "telecom_order_price_author_rel",
        string="Leaders Who Changed the Total",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="They do not let the order through themselves.",
        groups=INTERNAL_USER,
    )

    @api.depends("partner_id", "partner_invoice_id", "company_id", "state")
    @api.depends_context("company", "lang")
    def _compute_sales_block(self):
        known = self._get_open_cases_by_order()
        for order in self:
            state, message = known[order]._get_block()
            order.sales_block_state, order.sales_block_message = state, message

    @api.depends("sales_block_state", "block_override_ids.state", "amount_total")
    def _compute_is_let_through(self):
        for order in self:
            order.is_let_through = (
                order.sales_block_state == "blocked" and order._is_exempt_from_block()
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._check_not_blocked()
        return orders

    def copy(self, default=None):
        """Copy the orders; a leader who set a price is its author in the copy too."""
        copies = super().copy(default)
        # sudo: a guarded field, taken from the order that was copied
        for order, source in zip(copies.sudo(), self.sudo(), strict=True):
            if source.price_author_ids:
                order.price_author_ids = source.price_author_ids
        return copies

    def write(self, vals):
        changed = vals.keys() & BINDING
        # Confirming changes no client: who is not blocked before is not afterwards.
        # The button has read this already.
        if not changed or (
            changed == {"state"}
            and all(order.sales_block_state != "blocked" for order in self)
        ):
            return super().write(vals)
        currencies = {order: order.currency_id for order in self}
        before = self.filtered(
            lambda order: order.state == "sale"
        )._get_blacklist_cases_by_order()
        result = super().write(vals)
        self._check_not_blocked(
            {
                order: cases
                for order, cases in before.items()
                if order.currency_id == currencies[order]
            }
        )
        return result

    @check_ondelete
    def _unlink_open_overrides(self):
        """Delete the overrides of the orders, but what was decided stays."""
        # sudo: an override goes with its order, whoever may delete the order
        self.sudo().block_override_ids.unlink()

    def action_ask_leader(self):
        """Open a request to the leaders to let this order through.

        :raises UserError: nothing blocks the order
        """
        self.ensure_one()
        self.check_access("write")
        if not self._get_blocking_cases():
            raise UserError(self.env._("Nothing blocks order %s.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask a Leader"),
            "res_model": "telecom.order.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _get_open_cases_by_order(self):
        """Return ``{order: open cases}`` of buyers, invoice recipients and parents."""
        known = {}
        for company, orders in self.grouped("company_id").items():
            partners = orders.partner_id | orders.partner_invoice_id
            cases = partners._get_open_cases_by_partner(company or self.env.company)
            for order in orders:
                buyers = order.partner_id | order.partner_invoice_id
                # sudo: every user may know whether a client is blocked
                known[order] = (
                    self.env["telecom.blacklist.case"]
                    .sudo()
                    .union(*(cases[partner] for partner in buyers))
                )
        return known

    def _get_blacklist_cases_by_order(self):
        """Return ``{order: cases that block its clients}``, also of exempt orders."""
        blocking = {
            order: cases.filtered(lambda case: case.state in BLOCKING)
            for order, cases in self._get_open_cases_by_order().items()
        }
        return {order: cases for order, cases in blocking.items() if cases}

    def _get_blocking_cases(self):
        """Return the cases that keep the order from being confirmed, if any do."""
        self.ensure_one()
        # sudo: as above
        nothing = self.env["telecom.blacklist.case"].sudo()
        cases = self._get_blacklist_cases_by_order().get(self, nothing)
        return nothing if cases and self._is_exempt_from_block() else cases

    def _is_exempt_from_block(self):
        """Return whether the order can be confirmed although its client is blacklisted.

        The order is prepaid in full and the company allows it, or an override is valid.
        """
        # sudo: payments and overrides count for every user who confirms the order
        order = self.sudo()
        return (order.company_id.telecom_allow_prepaid and order._is_prepaid()) or any(
            override._is_valid() for override in order.block_override_ids
        )

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or (
            # The state is computed once for all orders that are confirmed together.
            self.sales_block_state == "blocked" and self._get_block_message()
        )

    def _get_block_message(self):
        """Return why the order cannot be confirmed, or False."""
        cases = self._get_blocking_cases()
        if not cases:
            return False
        return self.env._(
            "Order %(order)s cannot be confirmed. %(reasons)s\nAsk a leader, with the"
            " button on the quotation, if this one order has to go through.",
            order=self.name,
            reasons=cases._get_notice(with_debts=SHOWN_DEBTS),
        )

    def _check_not_blocked(self, before=None):
        """Refuse confirmed orders of blacklisted clients.

        :param before: ``{order: cases}`` that blocked the clients of orders that were
            confirmed already; these cases do not block the orders again
        :raises UserError: naming the order, the debts and who to ask
        """
        confirmed = self.filtered(lambda order: order.state == "sale")
        for order, cases in confirmed._get_blacklist_cases_by_order().items():
            known = (before or {}).get(order, cases.browse())
            if cases - known and (message := order._get_block_message()):
                raise UserError(message)

    @contextmanager
    def _record_price_authors(self):
        """Record a leader who changes what orders cost, whoever touches them later.

        Only leaders let orders through: others need no record.
        """
        if not self.env.user.has_group(LEADER):
            yield
            return
        totals = {order: order.amount_total for order in self}
        yield
        # sudo: the field is not for users to write
        for order in self.exists().sudo():
            if order.amount_total != totals[order]:
                order.price_author_ids = [Command.link(self.env.uid)]

    @contextmanager
    def _refuse_additions(self):
        """Refuse a larger total of blacklisted clients' confirmed orders in the block.

        Down payments and deliveries do not change an order's total.

        :raises UserError: naming the order, the debts and what to do
        """
        totals = {order: order.amount_total for order in self if order.state == "sale"}
        yield
        grown = self.filtered(
            lambda order: (
                order in totals
                and order.currency_id.compare_amounts(order.amount_total, totals[order])
                > 0
            )
        )
        for order in grown._get_blacklist_cases_by_order():
            if cases := order._get_blocking_cases():
                raise UserError(
                    self.env._(
                        "Order %(order)s is confirmed, and nothing can be added to it."
                        " %(reasons)s\nQuote what is new separately, and ask a leader"
                        " with the button on that quotation.",
                        order=order.name,
                        reasons=cases._get_notice(with_debts=SHOWN_DEBTS),
                    )
                )

    def _get_decision_times(self):
        # sudo: what was decided stays, also for users who cannot read it
        overrides = self.sudo().block_override_ids
        return super()._get_decision_times() | set(
            overrides.message_ids.filtered("tracking_value_ids").mapped("create_date")
        )

    def _schedule_refusal_activities(self):
        """Create one activity a case: the client tried to confirm an order."""
        for order in self:
            for case in order._get_blocking_cases():
                user = case.accountable_id or order.user_id
                local = case.with_context(lang=user.lang)
                summary = local.env._("%s wanted to order online", order.name)
                told = case.activity_ids.filtered(
                    lambda activity, user=user, summary=summary: (
                        activity.user_id == user and activity.summary == summary
                    )
                )
                if user and not told:
                    message = order.with_context(lang=user.lang)._get_block_message()
                    local.activity_schedule(
                        "mail.mail_activity_data_todo",
                        date_deadline=order.company_id._telecom_today(),
                        user_id=user.id,
                        summary=summary,
                        note=plaintext2html(message),
                    )

    def _is_prepaid(self):
        """Return whether money that is used nowhere else pays the order in full.

        What was paid for it online counts first (authorised payments do not count),
        then money of the client that is free (``telecom.arrears``).
        """
        self.ensure_one()
        if self.currency_id.compare_amounts(self.amount_total, 0) <= 0:
            return False
        company = self.company_id
        today = company._telecom_today()
        free = self.env["telecom.arrears"]._get_free_money(self, today)
        free = company.currency_id._convert(free, self.currency_id, company, today)
        waiting, applied = self.transaction_ids._get_unused_amounts(self)
        if (
            self.currency_id.compare_amounts(
                waiting + applied + min(free, 0), self.amount_total
            )
            >= 0
        ):
            return True
        needed = max(self.amount_total - self.amount_invoiced, 0)
        return self.currency_id.compare_amounts(waiting + free, needed) >= 0
