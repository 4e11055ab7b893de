from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

RATE_DIGITS = 4


class TelecomMaintenanceAccrual(models.AbstractModel):
    """Amount of a maintenance budget: last year's key-client revenue times a rate."""

    _name = "telecom.maintenance.accrual"
    _description = "Maintenance Budget: Accrual"
    _inherit = ["telecom.proposal.mixin"]

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    base_revenue = fields.Monetary(
        readonly=True,
        copy=False,
        help="Last year's revenue of the key clients of the unit and the units below.",
    )
    accrued_on = fields.Datetime(readonly=True, copy=False)
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

    @api.depends("base_revenue", "rate", "currency_id")
    def _compute_accrued(self):
        for budget in self:
            # A negative revenue gives a budget of zero, not a negative one.
            accrued = max(budget.base_revenue * budget.rate, 0.0)
            budget.accrued = budget.currency_id.round(accrued)

    @api.constrains("rate", "company_id")
    def _check_rate(self):
        for budget in self:
            floor = budget.company_id.telecom_maintenance_rate_floor
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

    def _get_base_domain(self):
        """Return the domain of the base: revenue of key clients last year."""
        return [
            ("company_id", "=", self.company_id.id),
            ("is_key_client", "=", True),
            ("sales_unit_id", "child_of", self.unit_id.id),
            ("date", ">=", date(self.year - 1, 1, 1)),
            ("date", "<=", date(self.year - 1, 12, 31)),
        ]

    def action_accrue(self):
        """Take last year's revenue as the base, and share the amount out as a guide.

        :raises UserError: a budget is no longer a draft
        """
        self._check_draft()
        self.check_access("write")
        self.env.flush_all()
        for budget in self:
            # sudo: amounts of accounting, for people without accounting rights
            [(revenue,)] = (
                self.env["telecom.client.revenue"]
                .sudo()
                ._read_group(budget._get_base_domain(), [], ["amount:sum"])
            )
            budget._set_guarded(
                {
                    "base_revenue": revenue,
                    "accrued_on": fields.Datetime.now(),
                    "proposed_by_id": self.env.uid,
                }
            )
        self.env["telecom.maintenance.share"]._rebuild_shares(self)

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
