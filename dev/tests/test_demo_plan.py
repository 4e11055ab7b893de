"""The demo's plan: the same each time, and it adds up to what the bureau is."""

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from dev.demo import (
    catalogue,
    contracts,
    fates,
    habits,
    people,
    plan,
    table,
    timeline,
    units,
    upkeep,
)

SAVINGS = {product.code for product in catalogue.of_line("savings")}
LAST_YEAR = (date(2025, 11, 1), date(2026, 10, 31))


@pytest.fixture(scope="module")
def drawn():
    return plan.make()


def test_the_same_seed_gives_the_same_plan(drawn):
    assert plan.make() == drawn
    assert plan.make(seed=1) != drawn


def test_the_bureau_has_773_staff_and_85_salespeople_at_most(drawn):
    """58 at headquarters, 148 + 64 + 32 + 46 + 38 + 54 + 36 + 28 + 30 = 476 in the
    branches, 118 + 121 = 239 in the counties: 773."""
    assert sum(unit.staff for unit in units.UNITS) == 773
    assert 60 <= len(drawn.people) <= 85
    names = [person.name for person in drawn.people] + list(drawn.managers.values())
    assert len(set(names)) == len(names)


def test_counties_have_two_to_four_teams():
    counties = [unit.code for unit in units.UNITS if unit.kind == "county"]
    assert [2 <= len(units.TEAMS[code]) <= 4 for code in counties] == [True, True]


def test_sales_of_two_years(drawn):
    """Under the contracts 22 x (2 + 1 + 1) = 88, and something in every month."""
    months = timeline.months(timeline.FIRST_SALES)
    assert len(months) == 22 and len(timeline.months()) == 14
    assert {sale.day.replace(day=1) for sale in drawn.sales} == set(months)
    contracted = [
        sale
        for sale in drawn.sales
        if drawn.clients[sale.client].size == contracts.SIZE
    ]
    assert len(contracted) == 88
    numbers = [sale.number for sale in drawn.sales]
    assert numbers == list(range(len(drawn.sales)))
    assert drawn.sales == sorted(drawn.sales, key=lambda sale: sale.day)


def test_the_plan_of_241_is_within_reach(drawn):
    """The plan: 267 key clients and 11.39 M before, 307 and 13.1 M after, 40 new ones.

    By October 28 + 9 + 4 = 41 came, and 2 + 3 = 5 went.
    """
    before = _filter_key_clients(
        _sum_revenue(drawn, date(2025, 1, 1), date(2025, 12, 31))
    )
    after = _filter_key_clients(_sum_revenue(drawn, *LAST_YEAR))
    assert 262 <= len(before) <= 270
    assert 36 <= len(after.keys() - before.keys()) <= 43
    assert 3 <= len(before.keys() - after.keys()) <= 8
    assert 11_000_000 <= sum(before.values()) <= 12_500_000
    assert 13_000_000 <= sum(after.values()) <= 14_500_000


def test_habits_add_up():
    """Small clients buy in one month of the year; six invoices are two months apart."""
    sizes = ["large"] * 3 + ["small"] * 60
    drawn = habits.draw(Random(1), sizes)
    assert all(len(row.months) in (10, 11) for row in drawn[:3])
    steps = {b - a for row in drawn[:3] for a, b in pairwise(row.months)}
    assert steps == {2}
    counts = Counter(len(row.months) for row in drawn[3:])
    # 60 - 41 beginners - 5 lost - 8 passers-by = 6 are left, who buy once or twice.
    assert set(counts) <= {1, 2}
    assert sum(row.budget < 10_000 for row in drawn[3:]) == 8
    assert sum(row.months[0] >= 12 for row in drawn[3:]) == 41
    assert sum(row.months[-1] < 10 for row in drawn[3:]) == 5


def _filter_key_clients(revenues):
    return {client: amount for client, amount in revenues.items() if amount >= 10_000}


def _sum_revenue(drawn, first, last):
    """Revenue by client, without savings and credit notes."""
    sums = Counter()
    for sale in drawn.sales:
        kept = sale.fate.kind not in ("credited", "refunded")
        if kept and first <= sale.day <= last:
            lines = [line for line in sale.lines if line.product not in SAVINGS]
            sums[sale.client] += sum(line.untaxed for line in lines)
    return sums


def test_every_tier_has_clients(drawn):
    """Sample thresholds: diamond 5,000,000, platinum 2,000,000, gold 200,000,
    silver 10,000."""
    revenues = _sum_revenue(drawn, *LAST_YEAR).values()
    floors = (5_000_000, 2_000_000, 200_000, 10_000)
    reached = [sum(amount >= floor for amount in revenues) for floor in floors]
    assert reached[:2] == [1, 2]
    assert 6 <= reached[2] - reached[1] <= 24
    assert reached[3] - reached[2] >= 250


def test_contracts_are_billed_by_many_hands(drawn):
    """Nobody bills a fifth of what the contracts bring."""
    by_seller = Counter()
    for sale in drawn.sales:
        if drawn.clients[sale.client].size == contracts.SIZE:
            by_seller[sale.seller] += sale.untaxed
    assert max(by_seller.values()) < sum(by_seller.values()) / 5


def test_managers_are_two_people_of_the_serving_unit(drawn):
    staff = {person.login: person for person in drawn.people}
    for client, (lead, deputy) in zip(drawn.clients, drawn.keepers, strict=True):
        kept = [login for login in (lead, deputy) if login]
        assert len(set(kept)) == len(kept)
        for login in kept:
            assert staff[login].is_there(timeline.LAST_DAY)
            assert staff[login].unit_on(timeline.LAST_DAY) == client.unit
    assert 10 <= sum(not deputy and bool(lead) for lead, deputy in drawn.keepers) <= 60


def test_about_half_of_a_budget_is_spent():
    """Paid 0.07 + 0.11 + 0.04 + 0.10 + 0.05 + 0.09 = 0.46, approved 0.04 + 0.08."""
    sums = Counter()
    for expense in upkeep.EXPENSES:
        sums[expense.ending] += expense.share
    assert round(sums["paid"], 6) == 0.46
    assert round(sums["approved"], 6) == 0.12
    assert round(sum(sums.values()), 6) < 1


def test_four_activities_a_unit_and_two_symposia_past_and_planned():
    """11 x 4 + 2 = 46; the last theme of each unit and a symposium lie ahead: 12."""
    rows = upkeep.activities()
    assert len(rows) == 46
    assert len([row for row in rows if row.start.date() > timeline.LAST_DAY]) == 12
    assert all(row.start.weekday() < 5 for row in rows)


def test_every_fate_occurs_and_no_money_moves_after_the_demo(drawn):
    assert {sale.fate.kind for sale in drawn.sales} == set(fates.KINDS)
    days = [day for sale in drawn.sales for day in sale.fate.days]
    assert max(days) <= timeline.LAST_DAY


def test_no_invoice_is_paid_beyond_its_total(drawn):
    for sale in drawn.sales:
        assert len(sale.fate.days) == len(sale.fate.shares)
        assert round(sum(sale.fate.shares), 6) <= 1


def test_sellers_are_registered_where_they_sell(drawn):
    staff = {person.login: person for person in drawn.people}
    for sale in drawn.sales:
        if sale.seller and sale.seller not in people.CANDIDATES:
            seller = staff[sale.seller]
            assert seller.is_there(sale.day)
            client = drawn.clients[sale.client]
            billing = {client.unit}
            if client.size == contracts.SIZE:
                contract = contracts.by_name()[client.name]
                billing = {unit for unit, _products in contract.desks}
            assert seller.unit_on(sale.day) in billing


def test_a_moved_person_sells_for_the_new_unit_from_that_day(drawn):
    """yd10 moves from 永定 to 武陵源 on 16 July 2026."""
    [person] = [person for person in drawn.people if person.login == "yd10"]
    assert person.unit_on(date(2026, 7, 15)) == "YD"
    assert person.unit_on(date(2026, 7, 16)) == "WLY"


def test_workdays_stay_in_the_past():
    """1 November 2026 is a Sunday: Friday is 30 October."""
    assert timeline.workday(date(2026, 11, 1)) == date(2026, 10, 30)
    assert timeline.workday(date(2026, 10, 30)) == date(2026, 10, 30)


def test_chinese_characters_take_two_columns():
    assert table.width("慈利 A") == 6
    assert table.pad("慈利", 6, "<") == "慈利  "
    assert table.pad("慈利", 6, ">") == "  慈利"
