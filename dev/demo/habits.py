"""Draw when and for how much clients buy: 267 key clients before, 307 after."""

from typing import NamedTuple

from dev.demo.timeline import FIRST_SALES, months

YEAR = 12
# How many clients begin to buy, and in which months of the demo, counted from its
# first: for the reviews of June, September and October 2026. The others always bought.
BEGINNERS = ((28, range(12, 18)), (9, range(18, 21)), (4, range(21, 22)))
# How many small clients buy for the last time, and when: the reviews of September and
# October, a year later, detect them.
LOST = ((2, 7), (3, 9))
PASSERS_BY = 8  # never enough for a tier


class Habit(NamedTuple):
    """A buying habit: invoices a year, and the range of yuan a year before growth."""

    times: int
    yearly: tuple


SIZES = {
    "large": Habit(6, (212_000, 245_000)),
    "middle": Habit(2, (22_000, 30_000)),
    "small": Habit(1, (10_200, 12_000)),
    "passer-by": Habit(1, (2_500, 6_000)),
}


class Purchases(NamedTuple):
    """The months, counted from the first, in which a client buys, each time for so
    many yuan before growth."""

    months: tuple
    budget: float


def draw(rng, sizes):
    """Draw the purchases of clients by their sizes.

    Small clients buy once a year, in the same month: any twelve months hold one.
    """
    size = list(sizes)
    small = [place for place, name in enumerate(size) if name == "small"]
    chosen = iter(rng.sample(small, len(small)))
    for _number in range(PASSERS_BY):
        size[next(chosen)] = "passer-by"
    first = {
        next(chosen): rng.choice(begun)
        for count, begun in BEGINNERS
        for _number in range(count)
    }
    last = {next(chosen): month for count, month in LOST for _number in range(count)}
    return [
        _draw_purchases(rng, SIZES[name], first.get(place), last.get(place))
        for place, name in enumerate(size)
    ]


def _draw_purchases(rng, habit, first, last):
    """Draw purchases at equal distances, from ``first`` or until ``last`` if given."""
    step = YEAR // habit.times
    given = last if first is None else first
    some = rng.randrange(step) if given is None else given % step
    begin, end = first or 0, len(months(FIRST_SALES)) if last is None else last + 1
    found = [month for month in range(some, end, step) if month >= begin]
    return Purchases(tuple(found), rng.uniform(*habit.yearly) / habit.times)
