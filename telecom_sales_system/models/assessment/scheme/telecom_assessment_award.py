from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TelecomAssessmentAward(models.Model):
    """A prize of a scheme, for a minimum score or for a rank."""

    _name = "telecom.assessment.award"
    _description = "Award of an Assessment Scheme"
    _inherit = ["telecom.state.part.mixin", "telecom.shared.mixin"]
    _order = "scheme_id, floor desc, rank, id"
    _part_of = "scheme_id"
    _company_path = "scheme_id.company_id"

    scheme_id = fields.Many2one(
        "telecom.assessment.scheme", required=True, index=True, ondelete="cascade"
    )
    award_kind = fields.Selection(related="scheme_id.award_kind")
    floor = fields.Float(
        string="From (points)", digits=(6, 2), help="Of awards by score."
    )
    rank = fields.Integer(help="Of awards by rank: 1 for the first.", aggregator=None)
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Award, field Amount: it must be above zero."
    )

    _floor_positive = models.Constraint(
        "CHECK (floor >= 0)", "Award, field From (points): not below zero."
    )

    @api.depends("floor", "rank", "scheme_id.award_kind")
    def _compute_display_name(self):
        for award in self:
            if award.award_kind == "rank":
                award.display_name = self.env._("Rank %s", award.rank)
            else:
                award.display_name = self.env._("From %s points", f"{award.floor:g}")

    @api.constrains("floor", "rank", "scheme_id")
    def _check_distinct(self):
        for scheme in self.scheme_id:
            by_rank = scheme.award_kind == "rank"
            places = scheme.award_ids.mapped("rank" if by_rank else "floor")
            if len(set(places)) < len(places):
                raise ValidationError(
                    self.env._(
                        "Scheme %s, Awards: two of them are for the same rank or"
                        " score.",
                        scheme.display_name,
                    )
                )
            if by_rank and sorted(places) != list(range(1, len(places) + 1)):
                raise ValidationError(
                    self.env._(
                        "Scheme %s, Awards: the ranks run from 1 on without a gap.",
                        scheme.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        awards = super().create(vals_list)
        awards.scheme_id._add_author()
        return awards

    def write(self, vals):
        schemes = self.scheme_id
        before = {award: award._get_prize() for award in self}
        result = super().write(vals)
        changed = self.filtered(lambda award: before[award] != award._get_prize())
        if changed:
            (schemes | changed.scheme_id)._add_author()
        return result

    def unlink(self):
        schemes = self.scheme_id
        result = super().unlink()
        # An award can be deleted with its scheme.
        schemes.exists()._add_author()
        return result

    def _get_prize(self):
        return self.scheme_id, self.floor, self.rank, self.amount
