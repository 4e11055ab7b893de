"""Draw how invoices are settled: paid in one of several ways, credited, or open."""

from datetime import timedelta
from typing import NamedTuple

from dev.demo.timeline import LAST_DAY, workday

# Kind of fate: its weight.
KINDS = {
    "payment": 27,
    "bank": 40,
    "parts": 6,
    "rest_open": 2,
    "late": 4,
    "open": 1,
    "early": 3,
    "write_off": 3,
    "credited": 2,
    "refunded": 2,
    "prepaid": 4,
    "bundle": 2,
}
EARLY_DAYS = 7  # of the payment term "2/7 Net 30"
WRITE_OFF = 0.01
USUAL_DELAY = (3.1, 0.55)  # lognormal: half of the invoices are paid within 22 days
LONGEST_DELAY = 140


class Fate(NamedTuple):
    """A kind of settlement, its days, and the shares of the amount on each day.

    A credit note is dated on the first day of "credited" and the last of "refunded".
    """

    kind: str
    days: tuple = ()
    shares: tuple = ()


def draw(rng, day, kinds=KINDS):
    """Draw how an invoice of ``day`` is settled within the demo's period."""
    [kind] = rng.choices(list(kinds), list(kinds.values()))
    days, shares = _SCHEDULES.get(kind, _draw_usual)(rng, day)
    done = tuple(workday(moved) for moved in days if moved <= LAST_DAY)
    if kind != "parts" and len(done) < len(days):
        return Fate("open")
    return Fate(kind, done, tuple(shares[: len(done)]))


def _draw_usual(rng, day):
    delay = min(LONGEST_DELAY, 3 + int(rng.lognormvariate(*USUAL_DELAY)))
    return [day + timedelta(days=delay)], [1.0]


def _draw_parts(rng, day):
    count = rng.choice((2, 2, 3))
    gaps = [rng.randrange(20, 45) for _part in range(count)]
    days = [day + timedelta(days=sum(gaps[: place + 1])) for place in range(count)]
    return days, {2: [0.6, 0.4], 3: [0.5, 0.3, 0.2]}[count]


def _draw_rest_open(rng, day):
    return [day + timedelta(days=rng.randrange(10, 40))], [rng.choice((0.3, 0.5, 0.7))]


def _draw_late(rng, day):
    """Draw a single payment long after the due day."""
    return [day + timedelta(days=rng.randrange(75, 240))], [1.0]


def _draw_open(rng, day):
    return [], []


def _draw_early(rng, day):
    return [day + timedelta(days=rng.randrange(2, EARLY_DAYS))], [1.0]


def _draw_write_off(rng, day):
    days, _shares = _draw_usual(rng, day)
    return days, [1 - WRITE_OFF]


def _draw_credited(rng, day):
    return [day + timedelta(days=rng.randrange(4, 25))], [0.0]


def _draw_refunded(rng, day):
    paid = day + timedelta(days=rng.randrange(8, 25))
    return [paid, paid + timedelta(days=rng.randrange(10, 50))], [1.0, -1.0]


def _draw_prepaid(rng, day):
    return [day - timedelta(days=rng.randrange(3, 20))], [rng.choice((0.5, 1.0))]


_SCHEDULES = {
    "parts": _draw_parts,
    "rest_open": _draw_rest_open,
    "late": _draw_late,
    "open": _draw_open,
    "early": _draw_early,
    "write_off": _draw_write_off,
    "credited": _draw_credited,
    "refunded": _draw_refunded,
    "prepaid": _draw_prepaid,
}
