"""The demo's plan: the same each time, and it adds up to what the bureau is."""

from collections import Counter
from datetime import date

import pytest

from dev.demo import fates, people, plan, table, timeline, units


@pytest.fixture(scope="module")
def drawn():
    return plan.make()


def test_the_same_seed_gives_the_same_plan(drawn):
    assert plan.make() == drawn
    assert plan.make(seed=1) != drawn


def test_the_bureau_has_773_staff_and_85_salespeople_at_most(drawn):
    """58 at headquarters, 118 + 64 + 32 + 46 + 38 + 54 + 36 + 28 + 30 = 446 in the
    branches, 148 + 121 = 269 in the counties: 773."""
    assert sum(unit.staff for unit in units.UNITS) == 773
    assert 60 <= len(drawn.people) <= 85
    names = [person.name for person in drawn.people] + list(drawn.managers.values())
    assert len(set(names)) == len(names)


def test_counties_have_two_to_four_teams():
    counties = [unit.code for unit in units.UNITS if unit.kind == "county"]
    assert [2 <= len(units.TEAMS[code]) <= 4 for code in counties] == [True, True]


def test_sixteen_months_of_sales_grow_every_third_month(drawn):
    """3 x (36 + 37 + 38 + 39 + 40) + 41 = 3 x 190 + 41 = 611 over sixteen months."""
    counts = Counter(sale.day.replace(day=1) for sale in drawn.sales)
    months = timeline.months(timeline.FIRST_SALES)
    assert len(months) == 16 and len(timeline.months()) == 14
    assert [counts[month] for month in months[:4]] == [36, 36, 36, 37]
    assert len(drawn.sales) == 611


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
            assert seller.unit_on(sale.day) == drawn.clients[sale.client].unit


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
