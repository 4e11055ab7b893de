from dataclasses import dataclass, field
from datetime import date

from odoo.fields import Date
from odoo.tools.date_utils import end_of

from .telecom_target_months import exact


@dataclass
class Measures:
    """What is measured for the units of one period, each thing once for all of them.

    ``date_from`` and ``date_to`` are the days of the cards: a month, or the year up to
    its end, of which ``is_year`` tells.
    """

    units: object
    date_from: date
    date_to: date
    is_year: bool = False
    known: dict = field(default_factory=dict)

    @property
    def env(self):
        """The environment that everything is measured in."""
        return self.units.env

    @property
    def new_year(self):
        """First day of the year."""
        return self.date_to.replace(month=1, day=1)

    @property
    def year_end(self):
        """Last day of the year."""
        return self.date_to.replace(month=12, day=31)

    def month_end(self, month):
        """Return the last day of a month of the year."""
        return end_of(self.new_year.replace(month=month), "month")

    def of(self, metric, date_from=None, date_to=None):
        """Return ``{unit id: Decimal}`` of a metric, over the days of the cards."""
        return self._once(
            self.units, metric, date_from or self.date_from, date_to or self.date_to
        )

    def of_last_year(self, metric, whole_year=False):
        """Return ``{unit id: Decimal}`` over the same days of the year before."""
        last = self.year_end if whole_year else self.date_to
        return self._once(
            self.units,
            metric,
            Date.subtract(self.date_from, years=1),
            end_of(Date.subtract(last.replace(day=1), years=1), "month"),
        )

    def of_city(self, metric):
        """Return the sum of a metric over the company's top units, so over all."""
        tops = self.units.sudo().search(
            [
                ("company_id", "in", self.units.company_id.ids),
                ("parent_id", "=", False),
            ]
        )
        found = self._once(tops, metric, self.date_from, self.date_to)
        return sum(found.values())

    def targets(self, metric, whole_year=False):
        """Return ``{unit id: Decimal}``: targets to date, of the month, or the year."""
        until = 12 if whole_year else self.date_to.month
        found = self._targets_until(metric, until)
        first = self.date_from.month
        if metric.aggregation == "flow" and first > 1 and not whole_year:
            before = self._targets_until(metric, first - 1)
            found = {unit: amount - before[unit] for unit, amount in found.items()}
        return found

    def _targets_until(self, metric, month):
        key = ("target", metric, month)
        if key not in self.known:
            targets = self.env["telecom.target"].sudo()
            found = targets._to_date(metric, self.units, self.date_to.year, month)
            self.known[key] = {unit: exact(amount) for unit, amount in found.items()}
        return self.known[key]

    def duties(self, types, date_from):
        """Return the counts of duties, as ``telecom.obligation._counts`` does."""
        key = ("duties", types, date_from)
        if key not in self.known:
            # sudo: a score counts all duties of a unit, whoever computes it
            obligations = self.env["telecom.obligation"].sudo()
            self.known[key] = obligations._counts(
                self.units, types, date_from, self.date_to
            )
        return self.known[key]

    def _once(self, units, metric, date_from, date_to):
        key = (units, metric, date_from, date_to)
        if key not in self.known:
            self.known[key] = metric._measure(units, date_from, date_to)
        return self.known[key]
