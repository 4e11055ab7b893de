"""List the year's activities and expenses for key clients."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from dev.demo.units import SELLING

YEAR = 2026


class Activity(NamedTuple):
    """A themed activity of a unit (city level: a symposium); times are UTC."""

    unit: str
    name: str
    start: datetime
    place: str
    share: float  # planned cost, of the unit's budget


class Expense(NamedTuple):
    """A share of a budget, for the unit's client or activity number ``target``."""

    category: str
    name: str
    day: date
    target: int
    share: float
    ending: str


# Theme, place, first day: units hold it on days after each other.
THEMES = (
    ("新春大客户答谢会", "迎宾宾馆一楼会议厅", date(2026, 1, 26), 0.12),
    ("端午客户联谊", "茶文化体验馆", date(2026, 6, 1), 0.10),
    ("中秋客户品鉴会", "土家风情园", date(2026, 9, 7), 0.10),
    ("岁末客户恳谈会", "迎宾宾馆二楼会议厅", date(2026, 11, 30), 0.14),
)
SYMPOSIA = (
    Activity("ZJJ", "上半年大客户座谈会", datetime(2026, 6, 26, 1), "市局礼堂", 0),
    Activity("ZJJ", "下半年大客户座谈会", datetime(2026, 12, 18, 1), "市局礼堂", 0),
)
SYMPOSIUM_COST, SYMPOSIUM_PAYER = 8000, "WLY"
SYMPOSIUM = Expense(
    "symposium", "上半年座谈会场地与资料", date(2026, 6, 29), 0, 0, "paid"
)
# A usual year of a budget: 0.46 paid, 0.12 approved, the rest open or refused.
EXPENSES = (
    Expense("gift", "春节慰问礼品", date(2026, 2, 10), 0, 0.07, "paid"),
    Expense("activity", "新春答谢会场地与茶歇", date(2026, 2, 12), 0, 0.11, "paid"),
    Expense("visit", "一季度走访交通费", date(2026, 3, 26), 1, 0.04, "paid"),
    Expense("gift", "高档礼盒", date(2026, 5, 20), 2, 0.09, "refused"),
    Expense("activity", "端午联谊活动费", date(2026, 6, 22), 1, 0.10, "paid"),
    Expense("gift", "中秋月饼礼盒", date(2026, 9, 16), 1, 0.05, "paid"),
    Expense("activity", "中秋品鉴会场地费", date(2026, 9, 24), 2, 0.09, "paid"),
    Expense("visit", "三季度走访交通费", date(2026, 10, 12), 0, 0.04, "approved"),
    Expense("gift", "客户周年纪念册", date(2026, 10, 20), 2, 0.08, "approved"),
    Expense("other", "客户资料印制", date(2026, 10, 26), 0, 0.03, "draft"),
    Expense("activity", "岁末恳谈会预订金", date(2026, 10, 29), 3, 0.10, "draft"),
)


def activities():
    """Return four activities for each branch and county, and two city symposia."""
    rows = [
        Activity(unit.code, name, _get_start(day, turn), place, share)
        for turn, unit in enumerate(SELLING)
        for name, place, day, share in THEMES
    ]
    return [*rows, *SYMPOSIA]


def _get_start(day, turn):
    # At three in the afternoon of one working day after the other; each theme begins
    # on a Monday.
    day += timedelta(days=turn // 5 * 7 + turn % 5)
    return datetime(day.year, day.month, day.day, 7)
