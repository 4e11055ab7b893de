from odoo import api, fields, models

from .telecom_target_months import MONTHS, exact


class TelecomTarget(models.Model):
    """The figure of last year, by hand: of a year that this system does not know."""

    _inherit = "telecom.target"

    has_base = fields.Boolean(
        string="Last Year by Hand",
        tracking=True,
        help="In the first year there are no records of the year before: enter its"
        " figure here. It goes before what is measured.",
    )
    base = fields.Float(
        string="Figure of Last Year",
        digits=(16, 2),
        tracking=True,
        help="Of the whole year before. Targets with growth, such as 15 % more than"
        " last year, are worked out from it, month by month like the target.",
    )

    def write(self, vals):
        if not {"has_base", "base"}.isdisjoint(vals):
            self._check_base_open(vals)
        return super().write(vals)

    def _check_base_open(self, vals):
        """Let what is missing be entered; what closed months counted stays."""
        for target, closed in self.filtered("has_base")._closed_months().items():
            kept = vals.get("has_base", True)
            kept = kept and exact(vals.get("base", target.base)) == exact(target.base)
            if closed and not kept:
                target._refuse_closed(closed)

    @api.model
    def _bases(self, metric, units, first, last):
        """Return ``{unit id: Decimal}``: last year's figures that were typed.

        :param first: day in the first month that counts
        :param last: day in the last one; of a metric that adds up, the year before is
            phased like the target
        """
        bases = {}
        for target in self.search(
            [
                ("metric_id", "=", metric.id),
                ("unit_id", "in", units.ids),
                ("year", "=", last.year),
                ("has_base", "=", True),
            ]
        ):
            base = exact(target.base)
            if metric.aggregation == "flow":
                months = [exact(target[name]) for name in MONTHS]
                if not any(months):
                    months = [exact(1)] * len(MONTHS)
                base = base * sum(months[first.month - 1 : last.month]) / sum(months)
            bases[target.unit_id.id] = base
        return bases
