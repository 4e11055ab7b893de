"""Draw the bureau's clients from a seed: some 300 firms and public institutions."""

from typing import NamedTuple

from dev.demo import contracts
from dev.demo.units import SELLING

COUNT = 316
PLACES = {"CL": "慈利县", "SZ": "桑植县", "YD": "永定区", "WLY": "武陵源区"}
# Firms of each unit, in parts of all; the institutions come on top.
WEIGHTS = {
    **{"YD": 9, "WLY": 6, "HJ": 12, "CH": 11, "BK": 11, "DXYY": 14, "DXDB": 10},
    **{"DXMT": 9, "DZDX": 9, "CL": 9, "SZ": 7},
}
INSTITUTIONS = (
    "教育局 卫生健康局 财政局 税务局 人民医院 第一中学 图书馆 供电分公司 自来水公司 "
    "农村信用联社 文化旅游局 人力资源和社会保障局 职业技术学校 中医院 林业局 实验小学"
).split()
BRANDS = (
    "天门 澧水 金鞭溪 武陵 宝峰 黄龙 茅岩河 八大公山 五雷山 索溪 袁家界 天子山 "
    "湘西北 茅岩莓 土家 白族风 贺龙桥 洪家关 万福 江垭湖 宝丰 鸿运 恒盛 瑞祥"
).split()
TRADES = (
    "国际旅行社 酒店管理 民俗文化传播 生态农业 茶业 食品 建材贸易 物流 医药连锁 "
    "电子科技 装饰工程 汽车销售 商贸 餐饮管理 房地产开发 印务 农产品 矿业"
).split()
SIZES = {"large": 1, "middle": 9, "small": 90}
PUBLIC_SIZES = (("large", "middle", "small"), (1, 3, 12))
FOREIGN = "Wulingyuan Adventure Travel (Hong Kong) Ltd."


class Client(NamedTuple):
    """A client: name, serving unit (None: nobody entered one), and size."""

    name: str
    unit: str | None
    size: str


def plan(rng):
    """Draw the clients; the last one is abroad, the two before it have no unit."""
    names = _draw_firm_names(rng)
    clients = [
        Client(f"{place}{name}", unit, rng.choices(*PUBLIC_SIZES)[0])
        for unit, place in PLACES.items()
        for name in INSTITUTIONS
    ]
    codes = [unit.code for unit in SELLING]
    weights = [WEIGHTS[code] for code in codes]
    while len(clients) < COUNT - 3 - len(contracts.CONTRACTS):
        [unit] = rng.choices(codes, weights)
        [size] = rng.choices(list(SIZES), list(SIZES.values()))
        clients.append(Client(next(names), unit, size))
    clients += [
        Client(row.name, row.unit, contracts.SIZE) for row in contracts.CONTRACTS
    ]
    clients += [Client(next(names), None, "small") for _number in range(2)]
    return [*clients, Client(FOREIGN, "WLY", "large")]


def _draw_firm_names(rng):
    names = [f"张家界{brand}{trade}有限公司" for brand in BRANDS for trade in TRADES]
    return iter(rng.sample(names, len(names)))


def create(env, planned, units):
    """Create partners of the planned clients, in their order."""
    china, hong_kong = env.ref("base.cn"), env.ref("base.hk")
    term = env.ref("account.account_payment_term_30days")
    state = env.ref("base.state_cn_HN")
    return env["res.partner"].create(
        [
            {
                "name": client.name,
                "is_company": True,
                "ref": f"KH{number:04}",
                "lang": "zh_CN",
                "city": "香港" if client.name == FOREIGN else "张家界市",
                "country_id": (hong_kong if client.name == FOREIGN else china).id,
                "state_id": state.id if client.name != FOREIGN else False,
                "phone": f"0744-8{number * 7919 % 1000000:06}",
                "property_payment_term_id": term.id,
                "sales_unit_id": client.unit and units[client.unit].id,
            }
            for number, client in enumerate(planned, start=1)
        ]
    )
