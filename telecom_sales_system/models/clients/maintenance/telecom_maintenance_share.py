from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.allocation import allocate
from ....tools.decimals import exact
from .telecom_maintenance_expense import COUNTED


class TelecomMaintenanceShare(models.Model):
    """Part of a budget for a client by the weight of its tier: a guide, not a limit."""

    _name = "telecom.maintenance.share"
    _description = "Maintenance Budget Share"
    _inherit = ["telecom.guarded.mixin"]
    _order = "budget_id desc, amount desc, id"
    _rec_name = "partner_id"

    budget_id = fields.Many2one(
        "telecom.maintenance.budget",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    tier_id = fields.Many2one(
        "telecom.client.tier", required=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    weight = fields.Float(digits=(8, 2), readonly=True, aggregator=None)
    amount = fields.Monetary(string="Guide Amount", readonly=True)
    used = fields.Monetary(
        compute="_compute_used",
        help="Approved and paid expenses of the client on this budget.",
    )

    @api.depends("budget_id.committed", "budget_id.spent")
    def _compute_used(self):
        sums = {
            (budget, client): amount
            for budget, client, amount in self.env["telecom.maintenance.expense"]
            # sudo: everybody who sees the share sees the client's whole expenses
            .sudo()
            ._read_group(
                [
                    ("budget_id", "in", self.budget_id.ids),
                    ("partner_id", "in", self.partner_id.ids),
                    ("state", "in", COUNTED),
                ],
                ["budget_id", "partner_id"],
                ["amount:sum"],
            )
        }
        for share in self:
            share.used = sums.get((share.budget_id, share.partner_id), 0.0)

    @api.model
    def _rebuild_shares(self, budgets):
        """Replace the budgets' shares with one for each key client of their units."""
        # sudo: all key clients of the unit count, and no user may write shares
        self = self.sudo()
        self.search([("budget_id", "in", budgets.ids)]).unlink()
        self.create(
            [
                vals
                for budget in budgets
                for vals in self._prepare_share_vals_list(budget)
            ]
        )

    @api.model
    def _merge_shares(self, merged, client):
        """Add the shares of merged clients to that of the one that is kept."""
        # sudo: no user may write shares
        shares = self.sudo().search([("partner_id", "in", (merged | client).ids)])
        for same in shares.grouped("budget_id").values():
            kept, *others = same.sorted(lambda share: share.partner_id != client)
            if others:
                kept.weight = sum(same.mapped("weight"))
                kept.amount = sum(same.mapped("amount"))
                self.sudo().union(*others).unlink()

    def _prepare_share_vals_list(self, budget):
        partners = self.env["res.partner"].search(
            budget._get_served_units_domain()
            & Domain("tier_id.company_id", "=", budget.company_id.id)
            & Domain("tier_id.budget_weight", ">", 0),
            order="id",
        )
        # Contacts carry the tier of their company and get no share of their own.
        clients = partners.filtered(lambda p: p == p.commercial_partner_id)
        weights = [exact(client.tier_id.budget_weight) for client in clients]
        currency = budget.currency_id
        parts = allocate(
            exact(currency.round(budget.accrued), currency.decimal_places),
            weights,
            exact(currency.rounding, currency.decimal_places),
        )
        return [
            {
                "budget_id": budget.id,
                "partner_id": client.id,
                "tier_id": client.tier_id.id,
                "weight": weight,
                "amount": part,
            }
            for client, weight, part in zip(clients, weights, parts, strict=True)
        ]
