"""What the sample company consists of: names in English and Chinese, and amounts."""

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit of the sample; ``parent`` is a code."""

    code: str
    name: tuple[str, str]
    kind: str
    parent: str | None
    staff: int


class Person(NamedTuple):
    """A user of the sample; salespeople have a certificate number."""

    key: str
    name: tuple[str, str]
    role: str
    unit: str | None = None
    certificate: str | None = None


class Client(NamedTuple):
    """A client: its salesperson, what it buys, and its yearly revenue."""

    name: tuple[str, str]
    person: str
    category: str
    revenue: int


COMPANY = ("Sample Bureau", "示例电信局")
PREFIX = ("SB Sales", "示电营销")
UNITS = (
    Unit("SB", ("Sample City Bureau", "示例市局"), "city", None, 6),
    Unit("HD", ("Riverside County Bureau", "河东县局"), "county", "SB", 18),
    Unit("SN", ("Hillside County Bureau", "山南县局"), "county", "SB", 9),
    Unit("HJ", ("Letters Branch", "函件分局"), "branch", "SB", 9),
)
PEOPLE = (
    Person("leader", ("Lin Guohua", "林国华"), "leader", "SB"),
    Person("service", ("Shen Min", "沈敏"), "service"),
    Person("hd", ("He Jianjun", "何建军"), "unit_manager", "HD"),
    Person("sn", ("Shan Lihua", "单丽华"), "unit_manager", "SN"),
    Person("hj", ("Han Jie", "韩洁"), "unit_manager", "HJ"),
    Person("hd1", ("Zhang Wei", "张伟"), "salesperson", "HD", "SB-001"),
    Person("hd2", ("Li Na", "李娜"), "salesperson", "HD", "SB-002"),
    Person("sn1", ("Wang Fang", "王芳"), "salesperson", "SN", "SB-003"),
    Person("hj1", ("Chen Jing", "陈静"), "salesperson", "HJ", "SB-004"),
)
# Revenue line of a category: its name.
CATEGORIES = {
    "letter": ("Letters (Sample)", "函件（示例）"),
    "press": ("Press (Sample)", "报刊（示例）"),
    "telecom_retail": ("Telecom Retail (Sample)", "电信营业（示例）"),
}
CLIENTS = (
    Client(("Riverside Bank", "河东银行"), "hd1", "letter", 360_000),
    Client(("Riverside Hospital", "河东医院"), "hd1", "telecom_retail", 180_000),
    Client(("First Middle School", "第一中学"), "hd2", "press", 96_000),
    Client(("East Gate Market", "东门商场"), "hd2", "telecom_retail", 48_000),
    Client(("Riverside Printing", "河东印务"), "hd2", "letter", 12_000),
    Client(("Hillside Tea", "山南茶业"), "sn1", "letter", 120_000),
    Client(("Hillside Hotel", "山南宾馆"), "sn1", "telecom_retail", 60_000),
    Client(("Hillside Library", "山南图书馆"), "sn1", "press", 24_000),
    Client(("City Water Works", "市自来水公司"), "hj1", "letter", 240_000),
    Client(("City Insurance", "市保险公司"), "hj1", "letter", 150_000),
    Client(("Evening Paper", "晚报社"), "hj1", "press", 36_000),
)
# Thresholds of the tiers, for a bureau of this size.
TIERS = {
    "diamond": (("Diamond", "钻石"), 300_000, 15),
    "platinum": (("Platinum", "白金"), 150_000, 30),
    "gold": (("Gold", "金卡"), 60_000, 60),
    "silver": (("Silver", "银卡"), 20_000, 90),
}
PROJECT, PROJECT_REVENUE = ("Spring Campaign", "旺季营销"), 50_000
# Months of invoices, and of these the last ones that are closed in the ledger.
MONTHS, CLOSED = 12, 2
# A client pays its invoice after so many days; the last but one client is late.
PAID_AFTER, LATE_CLIENT = 12, "Hillside Hotel"
# Share of a year's revenue that a month has; the year grows a little.
FIRST_SHARE, GROWTH = 0.075, 0.0015
# Targets, compared with what was reached until now.
ASKED = 0.97
