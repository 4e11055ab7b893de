from odoo import fields, models


class TelecomContestBand(models.Model):
    """A band of a contest category: its threshold, planned number and prize."""

    _name = "telecom.contest.band"
    _description = "Contest Band"
    _inherit = ["telecom.state.part.mixin"]
    _order = "category_id, threshold desc, id"
    _part_of = "category_id.contest_id"

    category_id = fields.Many2one(
        "telecom.contest.category",
        string="Contest Category",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="category_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(required=True, translate=True)
    threshold = fields.Float(
        string="Threshold of the Band",
        digits=(16, 2),
        required=True,
        help="The lowest value in this band; the highest one, if lower is better.",
    )
    expected_count = fields.Integer(
        string="Planned Number", help="Number of entrants planned to reach it."
    )
    reached_count = fields.Integer(string="Reached", compute="_compute_reached_count")
    prize = fields.Monetary(help="Prize of each entrant in this band.")

    _threshold_once = models.UniqueIndex(
        "(category_id, threshold)",
        "Contest, field Bands: two of them begin at the same threshold.",
    )
    _sound = models.Constraint(
        "CHECK (expected_count >= 0 AND prize >= 0)",
        "Contest, field Bands: neither the number nor the prize can be negative.",
    )

    def _compute_reached_count(self):
        counts = dict(
            self.env["telecom.contest.standing"]._read_group(
                [("category_id", "in", self.category_id.ids)],
                ["band_id"],
                ["__count"],
            )
        )
        for band in self:
            counted = band
            if not band.category_id.contest_id.bands_exclusive:
                sign = band.category_id._get_sign()
                counted = band.category_id.band_ids.filtered(
                    lambda other, band=band, sign=sign: (
                        sign * other.threshold >= sign * band.threshold
                    )
                )
            band.reached_count = sum(counts.get(other, 0) for other in counted)
