from odoo import api, fields, models

from ....tools.decimals import exact
from ....tools.paper.amount_in_words import format_capitals


class TelecomAwardListLine(models.Model):
    """The prize of a unit; only the computation of the list writes it."""

    _name = "telecom.award.list.line"
    _description = "Award List Line"
    _inherit = ["telecom.guarded.mixin"]
    _order = "list_id, scheme_id, rank, id"
    _check_company_auto = True

    list_id = fields.Many2one(
        "telecom.award.list", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="list_id.state", store=True)
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    assessment_id = fields.Many2one(
        "telecom.assessment", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(related="assessment_id.unit_id", store=True)
    scheme_id = fields.Many2one(related="assessment_id.scheme_id", store=True)
    rank = fields.Integer(aggregator=None)
    score = fields.Float(digits=(6, 2), aggregator=None)
    amount = fields.Monetary()
    amount_in_words = fields.Char(compute="_compute_amount_in_words")
    can_open_card = fields.Boolean(compute="_compute_can_open_card")

    @api.depends("assessment_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.assessment_id.display_name

    @api.depends("amount", "currency_id")
    @api.depends_context("lang")
    def _compute_amount_in_words(self):
        for line in self:
            line.amount_in_words = line._get_amount_in_words(line.amount)

    @api.depends("assessment_id")
    @api.depends_context("uid")
    def _compute_can_open_card(self):
        """Compute whether the user may read the card: units read their own ones."""
        seen = self.assessment_id.sudo(False)._filtered_access("read")
        for line in self:
            line.can_open_card = line.assessment_id.sudo(False) in seen

    @api.readonly
    def action_open_card(self):
        """Open the scorecard that the prize is for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.assessment",
            "res_id": self.assessment_id.id,
            "views": [(False, "form")],
        }

    def _get_amount_in_words(self, amount):
        """Return an amount of the list's currency in words, in Chinese in capitals."""
        currency = self.currency_id
        if (self.env.lang or "").startswith("zh"):
            return format_capitals(exact(amount), currency.name)
        return currency.amount_to_text(amount)
