"""What happens in the demo: who sells what to whom, how it is paid. Pure, seeded."""

from datetime import timedelta
from random import Random
from typing import NamedTuple

from dev.demo import catalogue, clients, contracts, keepers, people
from dev.demo.fates import draw
from dev.demo.sale import line, sale
from dev.demo.timeline import FIRST_SALES, MONTHLY_GROWTH, last_day, months, workday
from dev.demo.units import LOCAL, SELLING

SEED = 20080234
FIRST_MONTH_SALES = 34  # one more every third month
PURCHASES = {"large": 8, "middle": 3.5, "small": 1.5}
DISCOUNTS = (0, 0, 0, 0, 0, 0, 0, 3, 5, 8)
# Every so many sales nobody, or somebody who is not registered yet, signs as seller.
NOBODY_EVERY, CANDIDATE_EVERY, HOMELESS_EVERY = 50, 75, 60
BUNDLE = 3


class Plan(NamedTuple):
    """Everything drawn from the seed; ``keepers`` are the clients' two managers."""

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
    return Plan(staff, managers, customers, _number(drawing.draw()), kept)


def _number(sales):
    """Sort sales by day and number them anew."""
    ordered = sorted(sales, key=lambda row: row.day)
    return [row._replace(number=number) for number, row in enumerate(ordered)]


class _Sales:
    """Draws the sales of all months."""

    def __init__(self, rng, staff, customers):
        self.rng, self.staff, self.customers = rng, staff, customers
        self.mixes = {unit.code: unit.mix for unit in SELLING} | {None: LOCAL}
        # Customers from abroad and those without unit are served below by name only.
        self.usual = [
            place
            for place, row in enumerate(customers[:-1])
            if row.unit and row.size != contracts.SIZE
        ]
        self.homeless = [place for place, row in enumerate(customers) if not row.unit]
        weights = [PURCHASES[customers[place].size] for place in self.usual]
        self.weights = weights
        self.minders = {
            place: self._minder(place)
            for place, row in enumerate(customers[:-1])
            if row.unit
        }
        self.sales = []

    def draw(self):
        contracted = []
        for index, month in enumerate(months(FIRST_SALES)):
            under = contracts.draw(self.rng, self.staff, self.customers, index, month)
            contracted += [sale(0, *row) for row in under]
            count = len(self.sales) + FIRST_MONTH_SALES + index // 3
            days = sorted(self._day(month) for _number in range(len(self.sales), count))
            growth = 1 + MONTHLY_GROWTH * index
            while len(self.sales) < count:
                self._add(days, count, growth)
        return self.sales + contracted

    def _add(self, days, count, growth):
        number = len(self.sales)
        day = days[number - count]
        [client] = self.rng.choices(self.usual, self.weights)
        if number % HOMELESS_EVERY == HOMELESS_EVERY - 1:
            client = self.rng.choice(self.homeless)
        fate = draw(self.rng, day)
        for extra in range(BUNDLE if fate.kind == "bundle" else 1):
            if number + extra < count:
                self._sell(day, client, fate, growth)

    def _sell(self, day, client, fate, growth):
        number = len(self.sales)
        row = self.customers[client]
        budget = self.rng.uniform(*clients.BUDGETS[row.size]) * growth
        lines = self._lines(self.mixes[row.unit], budget)
        seller = self._seller(number, client, day)
        self.sales.append(sale(number, day, client, seller, lines, fate))

    def _lines(self, mix, budget):
        count = self.rng.choice((1, 1, 2, 2, 3))
        kinds = self.rng.choices(list(mix), list(mix.values()), k=count)
        lines = {}
        for kind in kinds:
            product = self.rng.choice(catalogue.of_line(kind)).code
            lines[product] = line(product, budget / count, self.rng.choice(DISCOUNTS))
        return tuple(lines.values())

    def _seller(self, number, client, day):
        unit = self.customers[client].unit
        if unit is None or number % NOBODY_EVERY == NOBODY_EVERY - 1:
            return None
        if number % CANDIDATE_EVERY == CANDIDATE_EVERY - 1:
            return self.rng.choice(people.CANDIDATES)
        minder = self.minders[client]
        return keepers.keeper(self.staff, minder, unit, client, day)

    def _minder(self, place):
        unit = self.customers[place].unit
        return self.rng.choice([p.login for p in self.staff if p.unit == unit])

    def _day(self, month):
        offset = self.rng.randrange(last_day(month).day)
        return max(month, workday(month + timedelta(days=offset)))
