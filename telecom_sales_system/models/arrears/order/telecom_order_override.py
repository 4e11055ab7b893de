from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list, formatLang

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER

TERMS = frozenset({"reason", "expires_on"})


class TelecomOrderOverride(models.Model):
    """A permission to confirm one order of a blacklisted client until a day.

    A user asks, and a leader other than that user grants. The permission is limited to
    the requested amount and client.
    """

    _name = "telecom.order.override"
    _description = "Order Override"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.author.mixin",
    ]
    _order = "id desc"
    _rec_name = "order_name"
    _guarded_fields = frozenset(
        {"state", "requested_by_id", "decided_by_id", "decided_on", "amount"}
        | {"order_id", "order_name", "partner_id", "company_id", "case_ids"}
        | {"currency_id", "author_ids"}
    )
    # The leader who grants enters the last day, so that it counts for nobody.
    _counted_fields = frozenset({"reason"})
    _final_states = frozenset({"granted", "refused"})
    _kept_fields = TERMS

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict", readonly=True
    )
    order_name = fields.Char(string="Order No.", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        string="Up to",
        readonly=True,
        help="The order's total at the time of the request.",
    )
    case_ids = fields.Many2many("telecom.blacklist.case", string="Cases", readonly=True)
    about = fields.Text(string="Why It Is Blocked", compute="_compute_about")
    reason = fields.Text(
        required=True, tracking=True, help="Why this order has to be confirmed."
    )
    expires_on = fields.Date(
        string="Valid until",
        tracking=True,
        help="The last day on which the order can be confirmed.",
    )
    state = fields.Selection(
        [("requested", "Requested"), ("granted", "Granted"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="requested",
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_on = fields.Date(readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide")

    @api.depends("case_ids")
    @api.depends_context("lang")
    def _compute_about(self):
        for override in self:
            # sudo: every user may know why an order is blocked
            override.about = override.sudo().case_ids._get_notice(with_debts=5)

    @api.depends("state", "requested_by_id", "author_ids", "order_id.user_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        is_leader = self.env.user.has_group(LEADER)
        for override in self:
            override.may_decide = (
                is_leader
                and override.state == "requested"
                and not override._is_own_request()
            )

    @api.model_create_multi
    def create(self, vals_list):
        # The button of the order passes it in the context.
        asked_for = self.env.context.get("default_order_id")
        vals_list = [{"order_id": asked_for} | vals for vals in vals_list]
        orders = self.env["sale.order"].browse(
            [vals.get("order_id") for vals in vals_list]
        )
        orders.check_access("write")
        for vals, order in zip(vals_list, orders, strict=True):
            self._check_request(vals)
            vals.update(self._prepare_request(order))
        # sudo: guarded fields, taken from an order that the user may write on
        overrides = super(TelecomOrderOverride, self.sudo()).create(vals_list)
        overrides._ask_leaders()
        return overrides.sudo(False)

    def write(self, vals):
        if not self.env.su and vals.keys() & TERMS:
            self._check_may_decide()
        return super().write(vals)

    @ask_first("_describe_grant")
    def action_grant(self):
        """Allow the orders to be confirmed until the day that is entered.

        :raises AccessError: the user is no leader, or asked for it
        :raises UserError: no day is entered, or it is decided already
        """
        self._check_may_decide()
        for override in self:
            today = override.company_id._telecom_today()
            if not override.expires_on or override.expires_on < today:
                raise UserError(
                    self.env._(
                        "Order %s, field Valid until: enter the last day on which it"
                        " may be confirmed, today or later.",
                        override.order_name,
                    )
                )
        self._record_decision("granted")

    @ask_first("_describe_refusal", needs_reason=True)
    def action_refuse(self):
        """Leave the orders blocked.

        :raises AccessError: the user is no leader, or asked for it
        :raises UserError: it is decided already
        """
        self._check_may_decide()
        self._record_decision("refused")

    def _check_request(self, vals):
        """Check that a request only says what is asked for, since it is made by sudo.

        :raises AccessError: other fields are given, as lists of other records
        """
        # The order can be set only at creation.
        others = vals.keys() - TERMS - {"order_id"}
        self._check_guarded_fields(dict.fromkeys(others))
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(kind)s, field %(field)s: it cannot be set by a request.",
                    kind=self._get_kind(),
                    field=sorted(others)[0],
                )
            )

    def _prepare_request(self, order):
        return {
            "order_name": order.name,
            "partner_id": order.partner_id.id,
            "company_id": order.company_id.id,
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "case_ids": [fields.Command.set(order._get_blocking_cases().ids)],
            "requested_by_id": self.env.uid,
        }

    def _ask_leaders(self):
        for override in self:
            for leader in self.env.ref(LEADER).all_user_ids:
                if override.company_id in leader.company_ids and leader.active:
                    local = override.with_context(lang=leader.lang)
                    local.activity_schedule(
                        "mail.mail_activity_data_todo",
                        date_deadline=override.company_id._telecom_today(),
                        user_id=leader.id,
                        summary=local.env._(
                            "Let order %(order)s of %(client)s through?",
                            order=override.order_name,
                            client=override.partner_id.name,
                        ),
                    )

    def _check_may_decide(self):
        """Refuse changes by users who are not leaders, or who asked themselves."""
        self._check_state("requested")
        if not self.env.user.has_group(LEADER):
            raise AccessError(
                self.env._("Only a leader can decide on a request or change it.")
            )
        for override in self:
            if override._is_own_request():
                raise AccessError(
                    self.env._(
                        "Order %s is your own request, so another leader has to"
                        " decide.",
                        override.order_name,
                    )
                )

    def _is_own_request(self):
        """Return whether the user asked for it, sells the order or changed it."""
        # sudo: a leader has no rights to orders
        order = self.sudo().order_id
        lines = order.order_line
        sellers = order.user_id | order.create_uid | lines.create_uid | lines.write_uid
        sellers |= order.price_author_ids
        return self._is_author() or self.env.user in self.requested_by_id | sellers

    def _record_decision(self, state):
        for override in self:
            override._set_guarded_fields(
                {
                    "state": state,
                    "decided_by_id": self.env.uid,
                    "decided_on": override.company_id._telecom_today(),
                }
            )
            override.activity_ids.action_feedback()
            message = override._get_decision_message()
            # sudo: the decision is logged on order and cases, without rights to them
            for record in (override.sudo().order_id, *override.sudo().case_ids):
                record.message_post(body=message)

    def _get_decision_message(self):
        facts = {
            "order": self.order_name,
            "leader": self.decided_by_id.name,
            "reason": self.reason,
        }
        if self.state == "refused":
            return self.env._(
                "%(leader)s leaves order %(order)s blocked. Reason of the request:"
                " %(reason)s",
                **facts,
            )
        return self.env._(
            "%(leader)s lets order %(order)s through up to %(amount)s until %(day)s:"
            " %(reason)s",
            amount=f"{self.amount:,.2f} {self.currency_id.name}",
            day=format_date(self.env, self.expires_on),
            **facts,
        )

    def _is_valid(self):
        """Return whether the order may be confirmed today, as it is now."""
        self.ensure_one()
        order = self.order_id
        blocking = order._get_blacklist_cases_by_order().get(
            order, self.case_ids.browse()
        )
        return (
            self.state == "granted"
            and self.expires_on >= self.company_id._telecom_today()
            and order.partner_id == self.partner_id
            and blocking <= self.case_ids
            and order.currency_id == self.currency_id
            and order.currency_id.compare_amounts(order.amount_total, self.amount) <= 0
        )

    def _describe_grant(self):
        """Return what letting orders through does, in figures."""
        return self.env._(
            "%(count)s orders of %(amount)s can be confirmed, although their clients"
            " are on the blacklist: %(names)s.",
            count=len(self),
            amount=self._format_amounts(),
            names=format_list(self.env, self.mapped("order_name")),
        )

    def _describe_refusal(self):
        """Return what refusing does, in figures."""
        return self.env._(
            "%(count)s orders of %(amount)s stay blocked: %(names)s.",
            count=len(self),
            amount=self._format_amounts(),
            names=format_list(self.env, self.mapped("order_name")),
        )

    def _format_amounts(self):
        """Return the sums of the orders, by currency."""
        return format_list(
            self.env,
            [
                formatLang(
                    self.env, sum(orders.mapped("amount")), currency_obj=currency
                )
                for currency, orders in self.grouped("currency_id").items()
            ],
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not user.has_group(LEADER):
            return None
        return Domain("state", "=", "requested") & Domain(
            "requested_by_id", "!=", user.id
        )
