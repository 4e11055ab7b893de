from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...common.dated_rows import (
    build_days_order_constraint,
    build_no_overlap_constraint,
    find_conflicting_owner,
)


def _get_overlap_message(env, diagnostics):
    line = (
        env["telecom.revenue.line"]
        .sudo()
        .browse(find_conflicting_owner(diagnostics) or ())
    )
    return env._(
        "Revenue line %s, fields First Day and Last Day: two conversion rates overlap."
        " End the earlier one before the next begins.",
        line.name or "",
    )


class TelecomRevenueLineRate(models.Model):
    """Share of the cash that counts, from a day on; a company's own before the shared.

    A company can have rates of its own for a revenue line that all companies use.
    """

    _name = "telecom.revenue.line.rate"
    _description = "Conversion Rate"
    _inherit = ["telecom.dated.mixin", "telecom.shared.mixin"]
    _order = "line_id, date_from desc, company_id"

    line_id = fields.Many2one(
        "telecom.revenue.line",
        string="Revenue Line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        help="Empty: for all companies without a rate of their own on the day.",
    )
    rate = fields.Float(
        required=True,
        digits=(6, 4),
        aggregator=None,
        help="Share of the cash received that counts as gross profit: 35 % is 0.35.",
    )

    _rate_range = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 1)",
        "Revenue line, field Rate: it lies between 0 and 1. Write 35 % as 0.35.",
    )
    _days_in_order = build_days_order_constraint(
        "Conversion rate, field Last Day: it cannot lie before the first day."
    )
    _no_overlap = build_no_overlap_constraint(
        "line_id", _get_overlap_message, also="company_id"
    )

    @api.depends("line_id")
    def _compute_company_id(self):
        # Not under the sudo of a computation: it depends on who enters the rate.
        default = self.sudo(False)._get_default_company()
        for row in self:
            row.company_id = row.line_id.company_id or default

    @api.depends("rate")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.rate:.2%}"

    @api.constrains("rate")
    def _check_rate(self):
        for row in self:
            if not 0 <= row.rate <= 1:
                raise ValidationError(
                    self.env._(
                        "Revenue line %(line)s, field Rate: %(rate)s does not lie"
                        " between 0 and 1. Write 35 %% as 0.35.",
                        line=row.line_id.name,
                        rate=row.rate,
                    )
                )
