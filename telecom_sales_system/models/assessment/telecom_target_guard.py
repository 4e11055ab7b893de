from odoo import api, models
from odoo.exceptions import UserError

from .telecom_target_months import MONTHS, exact
from .telecom_target_phasing import IDENTITY


class TelecomTarget(models.Model):
    """What of a target may be entered: typed months, and none of a closed period."""

    _inherit = "telecom.target"

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._typed(vals) for vals in vals_list])
        for target, vals in zip(targets, vals_list, strict=True):
            target._check_phasing_followed(vals)
        return targets

    def write(self, vals):
        before = {}
        if not vals.keys().isdisjoint({*MONTHS, *IDENTITY, "amount", "phasing"}):
            before = self._of_closed_months()
        result = super().write(self._typed(vals))
        for target in self:
            target._check_phasing_followed(vals)
        for target, closed in before.items():
            if target._of_closed_months().get(target) != closed:
                target._refuse_closed(len(closed) - len(IDENTITY))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        for target, closed in self._of_closed_months().items():
            target._refuse_closed(len(closed) - len(IDENTITY))

    def _typed(self, vals):
        """Leave months out that follow from the phasing; months alone are typed."""
        if vals.keys().isdisjoint(MONTHS):
            return vals
        if self._given(vals) and vals.get("phasing", "typed") == "typed":
            return {**vals, "phasing": "typed"}
        return {name: value for name, value in vals.items() if name not in MONTHS}

    def _given(self, vals):
        """Return the months with an amount; an empty cell of a spreadsheet has none."""
        months = {name: vals[name] for name in MONTHS if name in vals}
        return {m: amount for m, amount in months.items() if amount is not False}

    def _check_phasing_followed(self, vals):
        for name, amount in self._given(vals).items():
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

    def _of_closed_months(self):
        """Return ``{target: whose it is and its closed months}``, if it has any."""
        return {
            target: [
                *(target[name] for name in IDENTITY),
                *(exact(target[name]) for name in MONTHS[:closed]),
            ]
            for target, closed in self._closed_months().items()
            if closed
        }

    def _refuse_closed(self, number):
        raise UserError(
            self.env._(
                "Target %(target)s: period %(period)s is closed, and its target stays"
                " as it was. Change the months after it.",
                target=self.display_name,
                period=f"{self.year}-{number:02}",
            )
        )
