"""The bureau's units and teams: 773 staff, each counted in its own unit only."""

from typing import NamedTuple

from dev.demo.timeline import FOUNDED


class Unit(NamedTuple):
    """A sales unit; ``mix`` weighs the revenue lines that it sells."""

    code: str
    name: str
    kind: str
    parent: str | None
    staff: int
    mix: dict = {}


LOCAL = {
    "letter": 4,
    "savings": 3,
    "press": 2,
    "telecom_retail": 4,
    "e_telecom": 2,
    "philately": 1,
    "logistics": 3,
}
UNITS = (
    Unit("ZJJ", "张家界市局", "city", None, 58),
    Unit("YD", "永定分局", "branch", "ZJJ", 100, LOCAL),
    Unit("WLY", "武陵源分局", "branch", "ZJJ", 42, LOCAL | {"philately": 3}),
    Unit("HJ", "函件分局", "branch", "ZJJ", 32, {"letter": 8, "philately": 2}),
    Unit("CH", "储汇分局（含保险）", "branch", "ZJJ", 46, {"savings": 2, "letter": 1}),
    Unit("BK", "报刊发行分局", "branch", "ZJJ", 38, {"press": 9, "letter": 1}),
    Unit("DXYY", "电信营业分局", "branch", "ZJJ", 54, {"telecom_retail": 1}),
    Unit("DXDB", "电信代办分局", "branch", "ZJJ", 36, {"telecom_agency": 1}),
    Unit("DXMT", "电信媒体分局", "branch", "ZJJ", 28, {"telecom_media": 1}),
    Unit("DZDX", "电子电信分局", "branch", "ZJJ", 30, {"e_telecom": 1}),
    Unit("CL", "慈利县局", "county", "ZJJ", 58, LOCAL),
    Unit("SZ", "桑植县局", "county", "ZJJ", 75, LOCAL),
    Unit("YD1", "大庸桥支局", "outlet", "YD", 18),
    Unit("YD2", "官黎坪支局", "outlet", "YD", 16),
    Unit("YD3", "沅古坪支局", "outlet", "YD", 14),
    Unit("WLY1", "军地坪支局", "outlet", "WLY", 12),
    Unit("WLY2", "天子山支局", "outlet", "WLY", 10),
    Unit("CL1", "零阳支局", "outlet", "CL", 22),
    Unit("CL2", "江垭支局", "outlet", "CL", 16),
    Unit("CL3", "东岳观支局", "outlet", "CL", 12),
    Unit("CL4", "溪口支局", "outlet", "CL", 10),
    Unit("SZ1", "澧源支局", "outlet", "SZ", 20),
    Unit("SZ2", "陈家河支局", "outlet", "SZ", 14),
    Unit("SZ3", "官地坪支局", "outlet", "SZ", 12),
)
SELLING = tuple(unit for unit in UNITS if unit.mix)

# Unit: (name, kind, subject, target market) of its teams.
TEAMS = {
    "YD": (
        (
            "永定政企团队",
            "key_client",
            "数据库商函与通信综合方案",
            "市直机关与大型企业",
        ),
        ("永定商圈团队", "small_firm", "宽带与包裹一揽子服务", "城区专业市场与商户"),
    ),
    "WLY": (("景区旅游团队", "key_client", "旅游门票明信片与景区通信", "景区与酒店"),),
    "HJ": (
        ("账单商函团队", "product", "账单、对账单与贺卡", "银行、电力与通信企业"),
        ("集邮文化团队", "product", "形象年册与个性化邮票", "机关与文旅企业"),
    ),
    "CH": (("金融保险团队", "product", "代理保险与代发工资", "企事业单位财务部门"),),
    "BK": (("报刊大客户团队", "product", "党报党刊与校园报刊", "机关、学校与图书馆"),),
    "DXYY": (
        ("政企专线团队", "key_client", "专线、宽带与集团通信", "机关与金融网点"),
        ("中小企业团队", "small_firm", "商务宽带套餐", "五十人以下的企业"),
    ),
    "DXDB": (("代办渠道团队", "general", "代收代缴与渠道代办", "公用事业单位"),),
    "DXMT": (("电信媒体团队", "product", "黄页、短信与户外媒体", "旅游与零售企业"),),
    "DZDX": (("电子电信团队", "product", "云主机与电子商务", "成长型企业"),),
    "CL": (
        ("慈利政企团队", "key_client", "商函、专线与代发业务", "县直机关与重点企业"),
        ("慈利城区团队", "small_firm", "宽带、包裹与报刊", "零阳城区商户"),
        ("慈利乡镇团队", "general", "储汇与农资配送", "江垭、溪口等乡镇"),
    ),
    "SZ": (
        ("桑植政企团队", "key_client", "商函、专线与红色集邮", "县直机关与景点"),
        ("桑植乡镇团队", "small_firm", "包裹、储汇与宽带", "白茶与粽叶合作社"),
    ),
}
RULES = (
    "<ol><li>每周一例会，通报走访与商机。</li><li>客户分户到人，实行 AB 角。</li>"
    "<li>团队业绩按贡献分配，每月公示。</li></ol>"
)


def create(env):
    """Create units and their teams; return both by code and by (code, position)."""
    made = {}
    for sequence, unit in enumerate(UNITS, start=1):
        made[unit.code] = env["telecom.sales.unit"].create(
            {
                "name": unit.name,
                "code": unit.code,
                "kind": unit.kind,
                "sequence": sequence,
                "headcount": unit.staff,
                "parent_id": unit.parent and made[unit.parent].id,
            }
        )
    keys = [(code, place) for code, rows in TEAMS.items() for place in range(len(rows))]
    teams = env["crm.team"].create([_prepare_team_vals(made, *key) for key in keys])
    return made, dict(zip(keys, teams, strict=True))


def _prepare_team_vals(units, code, place):
    name, kind, subject, target_market = TEAMS[code][place]
    return {
        "name": name,
        "unit_id": units[code].id,
        "team_kind": kind,
        "subject": subject,
        "target_market": target_market,
        "rules": RULES,
        "complete_on": FOUNDED,
    }
