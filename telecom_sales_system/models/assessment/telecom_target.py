from odoo import api, fields, models

from ..unique_message import find_duplicate


def _get_duplicate_target_message(env, diagnostics):
    return env._(
        "Target %(holder)s: this metric has a target for the year already. Change that"
        " one.",
        holder=find_duplicate(env, "telecom.target", diagnostics)["holder"],
    )


class TelecomTarget(models.Model):
    """Target of a unit, a team or a salesperson for a year, month by month."""

    _name = "telecom.target"
    _description = "Target"
    _inherit = ["mail.thread", "telecom.scope.mixin"]
    _order = "year desc, metric_id, unit_id, team_id, salesperson_id, id"
    _check_company_auto = True

    metric_id = fields.Many2one(
        "telecom.metric", required=True, index=True, ondelete="restrict", tracking=True
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    amount = fields.Float(
        string="Target of the Year",
        required=True,
        digits=(16, 2),
        tracking=True,
        help="Money in company currency, a number, or percents (11 for 11 %).",
    )

    _metric_scope_year_uniq = models.UniqueIndex(
        "(company_id, metric_id, year, COALESCE(unit_id, 0), COALESCE(team_id, 0),"
        " COALESCE(salesperson_id, 0))",
        _get_duplicate_target_message,
    )
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(unit_id, team_id, salesperson_id) = 1)",
        "A target is for one unit, one team or one salesperson.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)",
        "Target, field Target of the Year: it cannot be negative.",
    )
    _year_plausible = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)",
        "Target, field Year: enter a year with four digits.",
    )

    @api.depends("metric_id", "year", "unit_id", "team_id", "salesperson_id")
    def _compute_display_name(self):
        for target in self:
            parts = [target.scope, target.metric_id.name, str(target.year)]
            target.display_name = " · ".join(part for part in parts if part)
