from odoo import fields, models


class TelecomTargetEntryLine(models.TransientModel):
    _name = "telecom.target.entry.line"
    _description = "Target to Enter"
    _inherit = ["telecom.scope.mixin"]

    entry_id = fields.Many2one(
        "telecom.target.entry", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id")
    unit_id = fields.Many2one(ondelete="cascade")
    team_id = fields.Many2one(ondelete="cascade")
    salesperson_id = fields.Many2one(ondelete="cascade")
    target_id = fields.Many2one("telecom.target", ondelete="cascade")
    last_figure = fields.Float(
        string="Last Year",
        digits=(16, 2),
        help="What was reached last year, as far as it was measured.",
    )
    has_last_figure = fields.Boolean(string="Last Year Known")
    last_target = fields.Float(string="Target Last Year", digits=(16, 2))
    amount = fields.Float(string="Target of the Year", digits=(16, 2))

    def _prepare_target(self):
        return {
            "metric_id": self.entry_id.metric_id.id,
            "year": self.entry_id.year,
            "company_id": self.entry_id.company_id.id,
            "phasing": self.entry_id.phasing,
            self._get_scope_field(self._get_scope()): self._get_scope().id,
            "amount": self.amount,
        }
