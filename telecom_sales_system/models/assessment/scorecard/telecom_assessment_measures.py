from dataclasses import dataclass, field
from datetime import date

from odoo.fields import Date
from odoo.tools.date_utils import end_of

from ....tools.decimals import exact
from ....tools.figures import CENT, rounded


@dataclass
class Measures:
    """The figures of the units of one period, each measured once for all units.

    ``date_from`` and ``date_to`` are the days of the cards: a month, or the year up to
    its end if ``is_year``. ``found`` holds the counts of duties and cases that
    published cards keep, by unit and indicator; they replace the counts of today.
    """

    units: object
    date_from: date
    date_to: date
    is_year: bool = False
    found: dict = field(default_factory=dict)
    known: dict = field(default_factory=dict)

    @property
    def env(self):
        """Return the environment of the units."""
        return self.units.env

    @property
    def new_year(self):
        """Return the first day of the year."""
        return self.date_to.replace(month=1, day=1)

    @property
    def year_end(self):
        """Return the last day of the year."""
        return self.date_to.replace(month=12, day=31)

    @property
    def period(self):
        """Return the month whose last day is that of the cards."""
        if "period" not in self.known:
            # sudo: facts that the month keeps, whoever computes a card
            self.known["period"] = (
                self.env["telecom.period"]
                .sudo()
                .search(
                    [
                        ("company_id", "in", self.units.company_id.ids),
                        ("date_to", "=", self.date_to),
                    ],
                    limit=1,
                )
            )
        return self.known["period"]

    def get_month_end(self, month):
        """Return the last day of a month of the year."""
        return end_of(self.new_year.replace(month=month), "month")

    def get_figures(self, metric, date_from=None, date_to=None):
        """Return ``{unit id: Decimal}`` of a metric, over the days of the cards."""
        return self._measure_once(
            self.units, metric, date_from or self.date_from, date_to or self.date_to
        )

    def get_figures_of_last_year(self, metric, whole_year=False):
        """Return ``{unit id: Decimal}`` over the same days of the year before.

        Return ``{}`` if the whole company had no figure, so no records yet, or if the
        ledger does not reach back to the first of those days. A closed month keeps the
        figures that it was closed with.
        """
        days = self.get_days_of_last_year(whole_year)
        kept = self.period._get_kept_bases(metric, *days)
        if kept.keys() >= {*self.units.ids}:
            return kept
        if metric._counts_from_ledger() and not self._is_in_ledger(days[0]):
            return kept
        if not any(self.get_figures_of_top_units(metric, *days).values()):
            return kept
        return self._measure_once(self.units, metric, *days) | kept

    def get_days_of_last_year(self, whole_year=False):
        """Return the first and the last day to compare with, a year before."""
        last = self.year_end if whole_year else self.date_to
        return (
            Date.subtract(self.date_from, years=1),
            end_of(Date.subtract(last.replace(day=1), years=1), "month"),
        )

    def get_typed_bases(self, metric, whole_year=False):
        """Return ``{unit id: Decimal}``: last year's figures, entered with targets."""
        last = self.year_end if whole_year else self.date_to
        first = self.new_year.replace(month=self._get_first_month(metric, whole_year))
        key = ("base", metric, last)
        if key not in self.known:
            # sudo: a score follows all targets, whoever computes it
            targets = self.env["telecom.target"].sudo()
            self.known[key] = targets._get_typed_bases(metric, self.units, first, last)
        return self.known[key]

    def get_city_figure(self, metric):
        """Return the sum of a metric over the top units, which cover the company."""
        return sum(
            self.get_figures_of_top_units(metric, self.date_from, self.date_to).values()
        )

    def get_figures_of_ranked_units(self, metric):
        """Return ``{unit id: Decimal}`` of all units with a card of these days.

        The units do not depend on which of these cards are being computed.
        """
        if "ranked" not in self.known:
            cards = self.env["telecom.assessment"].sudo()
            self.known["ranked"] = cards.search(
                [
                    ("company_id", "in", self.units.company_id.ids),
                    ("date", "=", self.date_to),
                    ("span", "=", "year" if self.is_year else "month"),
                ]
            ).unit_id
        return self._measure_once(
            self.known["ranked"], metric, self.date_from, self.date_to
        )

    def get_figures_of_top_units(self, metric, date_from, date_to):
        """Return ``{unit id: Decimal}`` of the company's top units, over any days."""
        if "tops" not in self.known:
            self.known["tops"] = (
                self.period._get_kept_top_units()
                or self.units.sudo().search(
                    [
                        ("company_id", "in", self.units.company_id.ids),
                        ("parent_id", "=", False),
                    ]
                )
            )
        return self._measure_once(self.known["tops"], metric, date_from, date_to)

    def get_targets(self, metric, whole_year=False):
        """Return ``{unit id: Decimal}``: targets to date, of the month, or the year."""
        until = 12 if whole_year else self.date_to.month
        found = self._get_targets_until(metric, until)
        first = self._get_first_month(metric, whole_year)
        if metric.aggregation == "flow" and first > 1 and not whole_year:
            before = self._get_targets_until(metric, first - 1)
            found = {unit: amount - before[unit] for unit, amount in found.items()}
        return found

    def _get_first_month(self, metric, whole_year):
        """Return the month from which a metric is compared with its target."""
        if whole_year:
            return self.date_from.month
        key = ("first", metric)
        if key not in self.known:
            self.known[key] = metric._get_first_target_month(
                self.units.company_id[:1], self.date_to.year
            )
        return max(self.date_from.month, self.known[key])

    def _is_in_ledger(self, day):
        key = ("in_ledger", day)
        if key not in self.known:
            # sudo: when the ledger begins is the same for everybody
            periods = self.env["telecom.period"].sudo()
            self.known[key] = periods._has_month_of(self.units.company_id[:1], day)
        return self.known[key]

    def _get_targets_until(self, metric, month):
        key = ("target", metric, month)
        if key not in self.known:
            targets = self.env["telecom.target"].sudo()
            found = targets._get_amounts_to_date(
                metric, self.units, self.date_to.year, month
            )
            self.known[key] = {unit: exact(amount) for unit, amount in found.items()}
        return self.known[key]

    def get_duty_counts(self, types, date_from):
        """Return the counts of duties, as ``telecom.duty._count_duties`` does."""
        key = ("duties", types, date_from)
        if key not in self.known:
            # sudo: a score counts all duties of a unit, whoever computes it
            duties = self.env["telecom.duty"].sudo()
            self.known[key] = duties._count_duties(
                self.units, types, date_from, self.date_to
            )
        return self.known[key]

    def get_case_counts(self):
        """Return ``{unit id: integrity cases of the year}`` that are proved."""
        if "cases" not in self.known:
            # sudo: a proved case is a veto, whoever computes the card
            cases = self.env["telecom.integrity.case"].sudo()
            self.known["cases"] = cases._count_proved_cases(
                self.units, self.new_year, self.date_to
            )
        return self.known["cases"]

    def find_unlisted_duties(self, types, date_from):
        """Return ``{(unit id, type id)}`` with duties that are not listed."""
        key = ("unlisted", types, date_from)
        if key not in self.known:
            # sudo: a score needs all duties of a unit, whoever computes it
            duties = self.env["telecom.duty"].sudo()
            self.known[key] = duties._find_unlisted_pairs(
                self.units, types, date_from, self.date_to
            )
        return self.known[key]

    def _measure_once(self, units, metric, date_from, date_to):
        key = (units, metric, date_from, date_to)
        if key not in self.known:
            figures = self._get_frozen_figures(units, metric, date_from, date_to)
            rest = units.filtered(lambda unit: unit.id not in figures)
            measured = metric._measure_scopes(rest, date_from, date_to)
            # As a closed month keeps them: a card does not change with the close.
            self.known[key] = figures | {
                unit: rounded(figure, CENT) for unit, figure in measured.items()
            }
        return self.known[key]

    def _get_frozen_figures(self, units, metric, date_from, date_to):
        """Return the figures that a closed month keeps of these days.

        Figures that were measured before the close are final. A unit that had no figure
        then is not among them, so that its figure can still be entered.
        """
        month = date_to.replace(day=1)
        spans = {month: "month", month.replace(month=1): "year"}
        if date_from not in spans or date_to != end_of(month, "month"):
            return {}
        key = ("frozen", units, month)
        if key not in self.known:
            self.known[key] = self.env["telecom.metric.value"]._get_frozen_figures(
                units, month
            )
        return dict(self.known[key].get((metric.id, spans[date_from]), {}))
