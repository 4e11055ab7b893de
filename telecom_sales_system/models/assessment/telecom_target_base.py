from odoo import api, fields, models
from odoo.fields import Domain

from .telecom_target_months import MONTHS, exact

BY_GROWTH = Domain("indicator_id.growth", ">", 0)


class TelecomTarget(models.Model):
    """Figure of last year, entered by hand for a year without records."""

    _inherit = "telecom.target"

    has_base = fields.Boolean(
        string="Last Year by Hand",
        tracking=True,
        help="In the first year there are no records of the year before: enter its"
        " figure here. It takes precedence over the measured figure.",
    )
    base = fields.Float(
        string="Figure of Last Year",
        digits=(16, 2),
        tracking=True,
        help="Figure of the whole year before. Targets with growth, such as 15 % more"
        " than last year, are computed from it, month by month like the target.",
    )

    def write(self, vals):
        if not {"has_base", "base"}.isdisjoint(vals):
            self._check_base_open(vals)
        return super().write(vals)

    def _check_base_open(self, vals):
        """Refuse to change a figure that closed months or published cards counted.

        A missing figure can be entered until a card was published without it.
        """
        changed = self.filtered(
            lambda t: t._get_typed_base(vals) != t._get_typed_base({})
        )
        changed._refuse_counted_change(BY_GROWTH)
        for target, closed in (
            changed.filtered("has_base")._count_closed_months().items()
        ):
            if closed:
                target._refuse_closed_change(closed)

    def _get_typed_base(self, vals):
        """Return last year's figure after a write of the values, or None."""
        has_base = vals.get("has_base", self.has_base)
        return exact(vals.get("base", self.base)) if has_base else None

    @api.model
    def _get_typed_bases(self, metric, units, first, last):
        """Return ``{unit id: Decimal}``: last year's figures entered by hand.

        :param first: day in the first month that counts
        :param last: day in the last month that counts; for a flow, the year before is
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
