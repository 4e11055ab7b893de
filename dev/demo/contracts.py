"""Draw the sales to the largest clients, under yearly contracts."""

from datetime import timedelta
from typing import NamedTuple

from dev.demo import fates
from dev.demo.keepers import team
from dev.demo.sale import line
from dev.demo.timeline import MONTHLY_GROWTH, workday

SIZE = "contract"
# Fates of their invoices, weighed: contracts are neither credited nor forgotten.
KINDS = {"bank": 3, "payment": 2}


class Contract(NamedTuple):
    """A contract with a client of ``unit``: yuan a year, billing units and products."""

    name: str
    unit: str
    yearly: int
    desks: tuple
    monthly: int = 1  # invoices


CONTRACTS = (
    Contract(
        "张家界澧水旅游集团有限公司",
        "WLY",
        4_100_000,
        (
            ("DXMT", ("MT03", "MT01")),
            ("HJ", ("HJ04", "HJ02")),
            ("DZDX", ("DZ03", "DZ01")),
            ("WLY", ("HJ04", "YY02")),
            ("DXDB", ("DB01", "DB02")),
        ),
        monthly=2,
    ),
    Contract(
        "张家界宝峰湖景区发展有限公司",
        "YD",
        1_660_000,
        (
            ("YD", ("HJ04", "WL01")),
            ("DXMT", ("MT03", "MT02")),
            ("DXYY", ("YY02", "YY01")),
        ),
    ),
    Contract(
        "张家界武陵城市商业银行股份有限公司",
        "DXYY",
        190_000,
        (
            ("DXYY", ("YY02", "YY03")),
            ("HJ", ("HJ01", "HJ03")),
            ("DXDB", ("DB02", "DB01")),
            ("BK", ("BK01", "BK03")),
        ),
    ),
)


def by_name():
    """Return the contracts by the name of the client."""
    return {contract.name: contract for contract in CONTRACTS}


def draw(rng, staff, customers, index, month):
    """Draw a month's sales under the contracts: (day, client, seller, lines, fate)."""
    rows = []
    for client, row in enumerate(customers):
        if row.size != SIZE:
            continue
        contract = by_name()[row.name]
        for turn in range(contract.monthly):
            place = index * contract.monthly + turn
            unit, products = contract.desks[place % len(contract.desks)]
            day = workday(month + timedelta(days=rng.randrange(6, 27)))
            sellers = team(staff, unit, day)
            seller = sellers[place // len(contract.desks) % len(sellers)]
            budget = contract.yearly / 12 / contract.monthly * rng.uniform(0.85, 1.15)
            share = budget * (1 + MONTHLY_GROWTH * index) / len(products)
            lines = [line(product, share) for product in products]
            rows.append((day, client, seller, lines, fates.draw(rng, day, KINDS)))
    return rows
