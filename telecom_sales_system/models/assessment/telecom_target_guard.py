from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .telecom_target_months import MONTHS, exact
from .telecom_target_phasing import IDENTITY

BY_WHOLE_YEAR = (
    Domain("span", "=", "year")
    & Domain("scheme_id.year_targets", "=", "year")
    & Domain("indicator_id.target_kind", "=", "target")
)


class TelecomTarget(models.Model):
    """Checks of changed targets: months follow the phasing, and what closed months and
    published cards counted does not change."""

    _inherit = "telecom.target"

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._prepare_month_vals(vals) for vals in vals_list])
        for target, vals in zip(targets, vals_list, strict=True):
            target._check_phasing_followed(vals)
        return targets

    def write(self, vals):
        before = {}
        if not vals.keys().isdisjoint({*MONTHS, *IDENTITY, "amount", "phasing"}):
            before = self._get_closed_values()
        amounts = {target: exact(target.amount) for target in self}
        result = super().write(self._prepare_month_vals(vals))
        for target in self:
            target._check_phasing_followed(vals)
        for target, closed in before.items():
            if target._get_closed_values().get(target) != closed:
                target._refuse_closed_change(len(closed) - len(IDENTITY))
        self.filtered(
            lambda target: exact(target.amount) != amounts[target]
        )._refuse_counted_change(BY_WHOLE_YEAR)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        for target, closed in self._get_closed_values().items():
            target._refuse_closed_change(len(closed) - len(IDENTITY))

    def _prepare_month_vals(self, vals):
        """Return the values without the months that the phasing computes.

        Months without another phasing set the phasing “Typed”.
        """
        if vals.keys().isdisjoint(MONTHS):
            return vals
        if self._get_given_months(vals) and vals.get("phasing", "typed") == "typed":
            return {**vals, "phasing": "typed"}
        return {name: value for name, value in vals.items() if name not in MONTHS}

    def _get_given_months(self, vals):
        """Return the months with an amount; an empty cell of a spreadsheet has none."""
        months = {name: vals[name] for name in MONTHS if name in vals}
        return {m: amount for m, amount in months.items() if amount is not False}

    def _check_phasing_followed(self, vals):
        for name, amount in self._get_given_months(vals).items():
            if exact(amount) != exact(self[name]):
                raise UserError(
                    self.env._(
                        "Target %(target)s, field %(month)s: the phasing makes it"
                        " %(amount)s. To enter months, choose the phasing “Typed”.",
                        target=self.display_name,
                        month=self._fields[name]._description_string(self.env),
                        amount=exact(self[name]),
                    )
                )

    def _get_closed_values(self):
        """Return ``{target: its identity and closed months}``, if it has any."""
        return {
            target: [
                *(target[name] for name in IDENTITY),
                *(exact(target[name]) for name in MONTHS[:closed]),
            ]
            for target, closed in self._count_closed_months().items()
            if closed
        }

    def _refuse_counted_change(self, domain):
        """Refuse a change of what a published card counted.

        :param domain: the lines that count what is changed
        """
        if not self.unit_id:
            return
        # sudo: published cards bind a target, whether or not one may see them
        lines = self.env["telecom.assessment.line"].sudo()
        counted = {
            (line.indicator_id.metric_id, line.unit_id, line.period_id.date_to.year): (
                line.assessment_id
            )
            for line in lines.search(
                domain
                & Domain("assessment_id.state", "=", "published")
                & Domain("unit_id", "in", self.unit_id.ids)
                & Domain("indicator_id.metric_id", "in", self.metric_id.ids)
            )
        }
        for target in self:
            card = counted.get((target.metric_id, target.unit_id, target.year))
            if card:
                raise UserError(
                    self.env._(
                        "Target %(target)s: the published scorecard %(card)s counted"
                        " it, so it stays as it is.",
                        target=target.display_name,
                        card=card.display_name,
                    )
                )

    def _refuse_closed_change(self, number):
        raise UserError(
            self.env._(
                "Target %(target)s: period %(period)s is closed, and its target stays"
                " as it was. Change the months after it.",
                target=self.display_name,
                period=f"{self.year}-{number:02}",
            )
        )
