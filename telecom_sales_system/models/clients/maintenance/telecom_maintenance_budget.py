from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, float_compare, format_list, formatLang

from ...common.decision.confirmation import ask_first
from ...common.groups import LEADER, SERVICE
from ...common.unique_message import find_duplicate

RATE_DIGITS = 4
# Invoices in the bases of approved budgets, also read by the view of client revenue.
BASE_TABLE = "telecom_maintenance_base_rel"


def _get_duplicate_year_message(env, diagnostics):
    return env._(
        "Maintenance budget %(holder)s, field Year: the unit has a budget for this year"
        " already. Open that one.",
        holder=find_duplicate(env, "telecom.maintenance.budget", diagnostics)["holder"],
    )


class TelecomMaintenanceBudget(models.Model):
    """Amount that a unit may spend on its key clients in a year."""

    _name = "telecom.maintenance.budget"
    _description = "Maintenance Budget"
    _inherit = ["mail.thread", "telecom.proposal.mixin"]
    _order = "year desc, unit_id, id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "proposed_by_id", "approved_by_id", "base_revenue", "accrued_on"}
        | {"left_out_unit_ids", "accrued", "committed", "spent", "available"}
        | {"author_ids", "held_revenue", "base_move_ids"}
    )
    _proposal_fields = frozenset({"unit_id", "year", "rate", "company_id"})

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._telecom_today().year,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("closed", "Budget Closed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    committed = fields.Monetary(
        compute="_compute_spending", store=True, help="Approved and not yet paid."
    )
    spent = fields.Monetary(compute="_compute_spending", store=True, help="Paid.")
    available = fields.Monetary(
        compute="_compute_available",
        store=True,
        help="Accrued, less what is committed or spent.",
    )
    expense_ids = fields.One2many(
        "telecom.maintenance.expense", "budget_id", string="Expenses"
    )
    share_ids = fields.One2many(
        "telecom.maintenance.share", "budget_id", string="Guide Amounts"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    base_revenue = fields.Monetary(
        readonly=True,
        copy=False,
        help="Last year's revenue of those who were key clients of the unit and the"
        " units below in that year. Units below with a budget of their own are left"
        " out.",
    )
    accrued_on = fields.Datetime(readonly=True, copy=False)
    left_out_unit_ids = fields.Many2many(
        "telecom.sales.unit",
        string="Units Left Out",
        readonly=True,
        copy=False,
        help="Units below with a budget of their own, whose clients are not in the"
        " base.",
    )
    held_revenue = fields.Monetary(
        string="Revenue in Other Budgets",
        readonly=True,
        copy=False,
        help="Revenue of the same clients that approved budgets have in their bases"
        " already, and that is left out here: their units or clients have moved since.",
    )
    base_move_ids = fields.Many2many(
        "account.move",
        BASE_TABLE,
        "budget_id",
        "move_id",
        string="Invoices in the Base",
        readonly=True,
        copy=False,
    )
    rate = fields.Float(
        string="Accrual Rate",
        digits=(8, RATE_DIGITS),
        required=True,
        tracking=True,
        aggregator=None,
        default=lambda self: self.env.company.telecom_maintenance_rate_floor,
    )
    accrued = fields.Monetary(
        compute="_compute_accrued", store=True, help="Base revenue at the rate."
    )

    _unit_year_uniq = models.UniqueIndex("(year, unit_id)", _get_duplicate_year_message)
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)",
        "Maintenance budget, field Year: enter a year like 2026.",
    )
    _rate_range = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 1)",
        "Maintenance budget, field Accrual Rate: it lies between 0 % and 100 % of last"
        " year's revenue.",
    )
    _never_overspent = models.Constraint(
        "CHECK (committed + spent <= accrued)",
        "Maintenance budget: more would be committed and spent than was accrued.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("unit_id", "year")
    def _compute_display_name(self):
        for budget in self:
            budget.display_name = f"{budget.unit_id.name or ''} {budget.year}"

    @api.depends("expense_ids.state", "expense_ids.amount")
    def _compute_spending(self):
        sums = {
            (budget, state): amount
            for budget, state, amount in self.env[
                "telecom.maintenance.expense"
            ]._read_group(
                [("budget_id", "in", self.ids)], ["budget_id", "state"], ["amount:sum"]
            )
        }
        for budget in self:
            budget.committed = sums.get((budget, "approved"), 0.0)
            budget.spent = sums.get((budget, "paid"), 0.0)

    @api.depends("accrued", "committed", "spent")
    def _compute_available(self):
        for budget in self:
            budget.available = budget.accrued - budget.committed - budget.spent

    @api.depends("base_revenue", "rate", "currency_id")
    def _compute_accrued(self):
        for budget in self:
            # A negative revenue gives a budget of zero, not a negative one.
            accrued = max(budget.base_revenue * budget.rate, 0.0)
            budget.accrued = budget.currency_id.round(accrued)

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("rate", "company_id")
    def _check_rate(self):
        for budget in self:
            floor = budget.company_id.telecom_maintenance_rate_floor
            if float_compare(budget.rate, 1, precision_digits=RATE_DIGITS) > 0:
                raise ValidationError(
                    self.env._(
                        "Maintenance budget %(budget)s, field Accrual Rate: %(rate)s%%"
                        " is more than the whole revenue. Write 2 %% as 0.02.",
                        budget=budget.display_name,
                        rate=f"{budget.rate * 100:.2f}",
                    )
                )
            if float_compare(budget.rate, floor, precision_digits=RATE_DIGITS) < 0:
                raise ValidationError(
                    self.env._(
                        "Maintenance budget %(budget)s, field Accrual Rate: %(rate)s%%"
                        " is below the floor of %(floor)s%%.",
                        budget=budget.display_name,
                        rate=f"{budget.rate * 100:.2f}",
                        floor=f"{floor * 100:.2f}",
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def init(self):
        """No revenue funds two budgets: the database allows an invoice in one base."""
        self.env.cr.execute(
            SQL(
                "CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (move_id)",
                SQL.identifier(f"{BASE_TABLE}_move_uniq"),
                SQL.identifier(BASE_TABLE),
            )
        )

    def write(self, vals):
        if not {"unit_id", "year", "company_id"} & vals.keys():
            return super().write(vals)
        above = self._find_budgets_above()
        result = super().write(vals)
        # sudo: guarded fields; the base is that of another unit or year
        self.sudo().write({"base_revenue": 0, "held_revenue": 0, "accrued_on": False})
        (above | self._find_budgets_above())._update_drafts()
        return result

    def unlink(self):
        """Delete budgets; drafts of units above take their clients again."""
        above = self._find_budgets_above() - self
        result = super().unlink()
        above._update_drafts()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @ask_first("_describe_approval")
    def action_approve(self):
        """Approve the budgets, so that their expenses can be approved.

        :raises AccessError: the user may not approve, or proposed the budget
        :raises UserError: a budget is no draft, was never accrued, or its base has
            changed since
        """
        self._check_may_release()
        for budget in self:
            if not budget.accrued_on:
                raise UserError(
                    self.env._(
                        "Maintenance budget %s has no base yet. Accrue it first.",
                        budget.display_name,
                    )
                )
            budget._check_base_unchanged()
            budget._lock_base()
        self._approve_proposals()

    @ask_first("_describe_closing")
    def action_close(self):
        """Close the budgets; nothing more can be spent on them.

        :raises AccessError: the user may not close budgets
        :raises UserError: a budget is not approved, or money is still committed
        """
        self._check_may_release()
        self._lock_budgets()
        for budget in self:
            if budget.state != "approved" or budget.committed:
                raise UserError(
                    self.env._(
                        "Maintenance budget %(budget)s cannot be closed: only an"
                        " approved one can, after its approved expenses are paid or"
                        " refused.",
                        budget=budget.display_name,
                    )
                )
        self._set_guarded_fields({"state": "closed"})

    def action_accrue(self):
        """Take last year's revenue as the base, and share the amount out as a guide.

        Drafts of units above are computed again: their bases leave these units out.

        :raises UserError: a budget is no longer a draft, or approved ones have all of
            its revenue in their bases already
        """
        self._check_state("draft")
        self.check_access("write")
        for budget in self:
            budget._take_base()
            budget._check_base_left()
        self._add_author()
        # sudo: the shares follow, whoever accrues
        self.env["telecom.maintenance.share"]._rebuild_shares(self.sudo())
        (self._find_budgets_above() - self)._update_drafts()

    @api.readonly
    def action_open_base(self):
        """Open the invoice lines that add up to the base."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_client_revenue_action"
        )
        views = [(False, "list"), (False, "pivot"), (False, "graph")]
        return action | {
            "domain": self._get_base_domain(),
            "views": views,
            "context": {"create": False},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _find_nearest_budgets(self, pairs):
        """Find the budget of each unit and year, else that of the next unit above.

        :param pairs: iterable of ``(unit, year)``
        :return: ``{(unit, year): budget}``, without the pairs that have none
        """
        pairs = list(pairs)
        unit_ids = [unit.id for unit, _year in pairs]
        years = [year for _unit, year in pairs]
        budgets = {
            (budget.unit_id.id, budget.year): budget
            for budget in self.search(
                [("unit_id", "parent_of", unit_ids), ("year", "in", years)]
            )
        }
        found = {}
        for unit, year in pairs:
            for unit_id in map(int, (unit.parent_path or "").split("/")[-2::-1]):
                if budget := budgets.get((unit_id, year)):
                    found[unit, year] = budget
                    break
        return found

    def _lock_budgets(self):
        """Lock the budgets, so that one transaction at a time commits their money.

        Every commitment changes a sum on the budget's row. PostgreSQL refuses a
        transaction that waited and still sees the old row, and Odoo runs it again: each
        decision uses the present sums.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["state", "committed", "spent", "available"])

    def _check_may_release(self):
        user = self.env.user
        if not (user.has_group(LEADER) or user.has_group(SERVICE)):
            raise AccessError(
                self.env._(
                    "Maintenance budget %s: only leaders and the customer service"
                    " department approve and close.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )

    def _take_base(self):
        # sudo: whoever accrues, budgets of all units below count
        below = self.sudo()._find_budgets_below().unit_id
        self._set_guarded_fields({"left_out_unit_ids": [Command.set(below.ids)]})
        self._set_guarded_fields(
            {
                "base_revenue": self._sum_revenue(self._get_base_domain()),
                "held_revenue": self._sum_revenue(self._get_held_domain()),
                "accrued_on": fields.Datetime.now(),
            }
        )

    def _update_drafts(self):
        """Take the bases of accrued drafts again, after a budget below has changed."""
        # sudo: whoever changes a budget below
        drafts = self.sudo().filtered(lambda b: b.state == "draft" and b.accrued_on)
        for budget in drafts:
            budget._take_base()
        self.env["telecom.maintenance.share"]._rebuild_shares(drafts)

    def _sum_revenue(self, domain):
        self.env.flush_all()
        # sudo: amounts of accounting, for people without accounting rights
        revenue = self.env["telecom.client.revenue"].sudo()
        [(amount,)] = revenue._read_group(domain, [], ["amount:sum"])
        return amount or 0.0

    def _check_base_left(self):
        """Check that approved budgets do not have all of the revenue in their bases.

        :raises UserError: nothing is left for this budget
        """
        revenue = self.env["telecom.client.revenue"].sudo()  # sudo: as for the base
        if revenue.search_count(self._get_base_domain(), limit=1):
            return
        held = revenue._read_group(self._get_held_domain(), ["budget_id"])
        for (budget,) in held[:1]:
            raise UserError(
                self.env._(
                    "Maintenance budget %(budget)s is “%(state)s”, with the revenue of"
                    " the clients of %(units)s in its base. Their expenses of this year"
                    " are paid from it.",
                    budget=budget.display_name,
                    state=budget._get_state_label(),
                    units=self.unit_id.name,
                )
            )

    def _check_base_unchanged(self):
        """Check that the base is still the revenue that was accrued.

        :raises UserError: invoices, clients, units or other budgets have changed
        """
        revenue = self._sum_revenue(self._get_base_domain())
        if self.currency_id.compare_amounts(revenue, self.base_revenue):
            raise UserError(
                self.env._(
                    "Maintenance budget %(budget)s: its base was %(before)s when it was"
                    " accrued, and is %(now)s now. Accrue it again.",
                    budget=self.display_name,
                    before=formatLang(self.env, self.base_revenue, digits=2),
                    now=formatLang(self.env, revenue, digits=2),
                )
            )

    def _lock_base(self):
        """Keep the invoices of the base, so that no other budget has them."""
        # sudo: whoever approves; the invoices of all units below
        revenue = self.env["telecom.client.revenue"].sudo()
        query = revenue._search(self._get_base_domain())
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (budget_id, move_id) %s",
                SQL.identifier(BASE_TABLE),
                query.select(
                    SQL(
                        "DISTINCT %s, %s",
                        self.id,
                        SQL.identifier(query.table, "move_id"),
                    )
                ),
            )
        )
        self.invalidate_recordset(["base_move_ids"])

    def _find_budgets_above(self):
        """Find the budgets of the same year of the units above."""
        # sudo: they are all there is to know about the revenue, whoever accrues
        budgets = self.sudo()
        found = budgets.browse()
        for budget in budgets:
            found |= budgets.search(
                [
                    ("year", "=", budget.year),
                    ("unit_id", "parent_of", budget.unit_id.id),
                    ("id", "!=", budget.id),
                ]
            )
        return found

    def _find_budgets_below(self):
        """Find the budgets of the same year of the units below."""
        # sudo: they are left out of the base, whoever accrues
        return self.sudo().search(
            [
                ("year", "=", self.year),
                ("unit_id", "child_of", self.unit_id.id),
                ("id", "!=", self.id),
            ]
        )

    def _get_served_units_domain(self):
        """Return the domain of clients served by the unit, but for those left out."""
        # sudo: units with a budget that the user may not see
        left_out = self.sudo().left_out_unit_ids
        domain = Domain("sales_unit_id", "child_of", self.unit_id.id)
        if left_out:
            domain &= ~Domain("sales_unit_id", "child_of", left_out.ids)
        return domain

    def _get_base_domain(self):
        """Return the domain of the base: revenue of last year's key clients.

        Approved budgets keep what they had; drafts leave it out.
        """
        if self.state != "draft":
            return [("budget_id", "=", self.id)]
        return [*self._get_revenue_domain(), ("budget_id", "=", False)]

    def _get_held_domain(self):
        """Return the domain of what would be in the base, but for other budgets."""
        return [*self._get_revenue_domain(), ("budget_id", "!=", False)]

    def _get_revenue_domain(self):
        history = self.env["telecom.client.tier.history"]
        files = history._get_key_files_of_year_query(self.year - 1)
        return list(
            Domain("company_id", "=", self.company_id.id)
            & history._get_revenue_domain(files, date(self.year - 1, 12, 31))
            & self._get_served_units_domain()
            & Domain("date", ">=", date(self.year - 1, 1, 1))
            & Domain("date", "<=", date(self.year - 1, 12, 31))
        )

    def _describe_approval(self):
        """Return what approving the budgets does, in figures."""
        return self.env._(
            "%(count)s budgets of %(amount)s in all are approved: %(names)s. Rate and"
            " base can no longer change.",
            count=len(self),
            amount=self._format_sum("accrued"),
            names=format_list(self.env, self.mapped("display_name")),
        )

    def _describe_closing(self):
        """Return what closing the budgets does, in figures."""
        return self.env._(
            "%(count)s budgets are closed: %(names)s. %(amount)s are left and can no"
            " longer be spent.",
            count=len(self),
            names=format_list(self.env, self.mapped("display_name")),
            amount=self._format_sum("available"),
        )

    def _format_sum(self, name):
        """Return the sum of an amount of the budgets."""
        return formatLang(
            self.env, sum(self.mapped(name)), currency_obj=self.currency_id[:1]
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        user = self.env.user
        if not (user.has_group(LEADER) or user.has_group(SERVICE)):
            return None
        return (
            Domain("state", "=", "draft")
            & Domain("accrued_on", "!=", False)
            & Domain("author_ids", "not in", user.ids)
        )
