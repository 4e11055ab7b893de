"""Draw the bureau's salespeople from a seed, and list its offices."""

from datetime import date
from typing import NamedTuple

from dev.demo.timeline import FOUNDED
from dev.demo.units import SELLING, TEAMS, UNITS

SURNAMES = "向田覃彭李王张刘陈周吴杨谷卓钟唐胡黄龚赵朱全符熊"
GIVEN = (
    "建华 小玲 志强 海燕 文斌 丽萍 俊杰 春梅 国平 晓红 永胜 秀英 立新 金花 大勇 雪莲 "
    "明辉 桂兰 少华 玉珍 晓峰 慧敏 光明 艳芳 振宇 佳慧 远志 红梅 卫东 思琪 家伟 雅婷"
).split()
STRENGTH = {
    **{"YD": 12, "WLY": 7, "HJ": 6, "CH": 6, "BK": 5, "DXYY": 8, "DXDB": 5},
    **{"DXMT": 4, "DZDX": 4, "CL": 14, "SZ": 11},
}
GRADES = ("trainee", "junior", "intermediate", "senior", "principal")
GRADE_WEIGHTS = (2, 6, 6, 3, 1)
CANDIDATES = ("cl14", "sz11", "yd12")
PART_TIME = ("yd11", "cl13")
SUSPENDED = "bk05"
LEFT = {"dxyy08": date(2026, 5, 31)}
# Login: (day, unit, team's position there) of a move in mid-year, one in mid-month.
MOVES = {
    "hj06": (date(2026, 4, 1), "DXMT", 0),
    "yd10": (date(2026, 7, 16), "WLY", 0),
    "sz10": (date(2026, 1, 1), "CL", 1),
}
JOINED = {
    "dzdx04": date(2026, 3, 1),
    "cl12": date(2026, 2, 16),
    "wly07": date(2025, 11, 1),
}
# Login: name, and what the office may do.
OFFICES = {
    "service": ("罗慧芳", "客户服务部主任", "service"),
    "clerk": ("邓秋菊", "客户服务部营销管理员", "service"),
    "leader": ("向国栋", "市局局长", "leader"),
    "auditor": ("全正清", "审计专员", "auditor"),
    "accountant": ("符秀兰", "财务会计", "accountant"),
}


class Person(NamedTuple):
    """A planned salesperson: name, first unit, grade and first day."""

    login: str
    name: str
    unit: str
    outlet: str
    team: int
    grade: str
    joined: date

    def is_there(self, day):
        """Return whether the person is registered on a day; candidates never are."""
        left = LEFT.get(self.login, date.max)
        return self.login not in CANDIDATES and self.joined <= day <= left

    def unit_on(self, day):
        """Return the code of the person's branch or county on a day."""
        since, unit, _team = MOVES.get(self.login, (date.max, None, None))
        return unit if day >= since else self.unit


def plan(rng):
    """Draw the salespeople, with unique names."""
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    names = iter(rng.sample(names, sum(STRENGTH.values()) + len(SELLING)))
    people = []
    for unit in SELLING:
        outlets = [row.code for row in UNITS if row.parent == unit.code]
        for place in range(STRENGTH[unit.code]):
            login = f"{unit.code.lower()}{place + 1:02}"
            # One of three in the bureau itself, the others in its outlets.
            outlet = outlets[place // 3 % len(outlets)] if outlets and place % 3 else ""
            [grade] = rng.choices(GRADES, GRADE_WEIGHTS)
            team = place % len(TEAMS[unit.code])
            joined = JOINED.get(login, FOUNDED)
            people.append(
                Person(login, next(names), unit.code, outlet, team, grade, joined)
            )
    managers = {unit.code: next(names) for unit in SELLING}
    return people, managers
