"""Draw the demo's sales and settlements from a seed, without a database."""

from datetime import timedelta
from random import Random
from typing import NamedTuple

from dev.demo import catalogue, clients, contracts, habits, keepers, people
from dev.demo.fates import KINDS, draw
from dev.demo.sale import line, sale
from dev.demo.timeline import FIRST_SALES, MONTHLY_GROWTH, last_day, months, workday
from dev.demo.units import LOCAL, SELLING

SEED = 20080234
DISCOUNTS = (0, 0, 0, 0, 0, 0, 0, 3, 5, 8)
# Every so many sales nobody, or somebody who is not registered yet, signs as seller.
NOBODY_EVERY, CANDIDATE_EVERY = 50, 75
BUNDLE = 3  # invoices paid at once, of larger clients
ALONE = {kind: weight for kind, weight in KINDS.items() if kind != "bundle"}
REPLACED = ("credited", "refunded")
SPLIT_FROM = 15_000  # untaxed yuan, from which on an invoice may have two lines
SAVINGS, SAVINGS_SHARE = "savings", 0.4


class Plan(NamedTuple):
    """A plan drawn from the seed; ``keepers`` are the two managers of each client."""

    people: list
    managers: dict
    clients: list
    sales: list
    keepers: list


def make(seed=SEED):
    """Draw the whole demo; the same seed gives the same plan."""
    rng = Random(seed)
    staff, managers = people.plan(rng)
    customers = clients.plan(rng)
    drawing = _Sales(rng, staff, customers)
    kept = keepers.plan(staff, customers, drawing.minders)
    return Plan(staff, managers, customers, _number_sales(drawing.draw()), kept)


def _number_sales(sales):
    """Sort sales by day and number them anew."""
    ordered = sorted(sales, key=lambda row: row.day)
    return [row._replace(number=number) for number, row in enumerate(ordered)]


class _Sales:
    """A drawing of the sales of all months."""

    def __init__(self, rng, staff, customers):
        self.rng, self.staff, self.customers = rng, staff, customers
        self.mixes = {unit.code: unit.mix for unit in SELLING} | {None: LOCAL}
        # The last client is abroad, and served elsewhere.
        self.usual = [
            place
            for place, row in enumerate(customers[:-1])
            if row.size != contracts.SIZE
        ]
        self.minders = {
            place: self._draw_minder(place)
            for place, row in enumerate(customers[:-1])
            if row.unit
        }
        self.sales = []

    def draw(self):
        sizes = [self.customers[place].size for place in self.usual]
        purchases = habits.draw(self.rng, sizes)
        contracted = []
        for index, month in enumerate(months(FIRST_SALES)):
            under = contracts.draw(self.rng, self.staff, self.customers, index, month)
            contracted += [sale(0, *row) for row in under]
            growth = 1 + MONTHLY_GROWTH * index
            for client, wanted in zip(self.usual, purchases, strict=True):
                if index in wanted.months:
                    self._draw_purchase(
                        self._draw_day(month), client, wanted.budget * growth
                    )
        return self.sales + contracted

    def _draw_purchase(self, day, client, budget):
        is_small = self.customers[client].size == "small"
        fate = draw(self.rng, day, ALONE if is_small else KINDS)
        parts = BUNDLE if fate.kind == "bundle" else 1
        for _part in range(parts):
            self._add_sale(day, client, fate, budget / parts)
        if fate.kind in REPLACED:
            # A wrong invoice is replaced.
            self._add_sale(day, client, draw(self.rng, day, contracts.KINDS), budget)

    def _add_sale(self, day, client, fate, budget):
        number = len(self.sales)
        lines = self._draw_lines(self.mixes[self.customers[client].unit], budget)
        seller = self._draw_seller(number, client, day)
        self.sales.append(sale(number, day, client, seller, lines, fate))

    def _draw_lines(self, mix, budget):
        """Draw lines that sum to the budget, and sometimes savings in addition."""
        kinds = {kind: weight for kind, weight in mix.items() if kind != SAVINGS}
        count = self.rng.choice((1, 1, 2)) if budget > SPLIT_FROM else 1
        wanted = dict.fromkeys(
            self.rng.choices(list(kinds), list(kinds.values()), k=count), budget / count
        )
        odds = mix.get(SAVINGS, 0) / sum(mix.values())
        if self.rng.random() < odds:
            wanted[SAVINGS] = budget * SAVINGS_SHARE
        lines = {}
        for kind, share in wanted.items():
            product = self.rng.choice(catalogue.of_line(kind)).code
            lines[product] = line(product, share, self.rng.choice(DISCOUNTS))
        return tuple(lines.values())

    def _draw_seller(self, number, client, day):
        unit = self.customers[client].unit
        if unit is None or number % NOBODY_EVERY == NOBODY_EVERY - 1:
            return None
        if number % CANDIDATE_EVERY == CANDIDATE_EVERY - 1:
            return self.rng.choice(people.CANDIDATES)
        minder = self.minders[client]
        return keepers.keeper(self.staff, minder, unit, client, day)

    def _draw_minder(self, place):
        unit = self.customers[place].unit
        return self.rng.choice([p.login for p in self.staff if p.unit == unit])

    def _draw_day(self, month):
        offset = self.rng.randrange(last_day(month).day)
        return max(month, workday(month + timedelta(days=offset)))
