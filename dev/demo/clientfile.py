"""Fill the client files: industry, managers, surveys."""

from datetime import date, timedelta

from odoo.fields import Command

from dev.demo.clients import PLACES

# Ending or part of the name: section of the industries that Odoo brings.
INDUSTRIES = {
    "旅游集团": "N",
    "景区": "R",
    "银行": "K",
    "信用联社": "K",
    "旅行社": "N",
    "Travel": "N",
    "酒店": "I",
    "餐饮": "I",
    "文化": "R",
    "生态农业": "A",
    "茶业": "A",
    "农产品": "A",
    "食品": "C",
    "印务": "C",
    "物流": "H",
    "电子": "J",
    "装饰": "F",
    "房地产": "L",
    "矿业": "B",
    "医院": "Q",
    "学校": "P",
    "中学": "P",
    "小学": "P",
    "供电": "D",
    "自来水": "E",
    "图书馆": "R",
    "局": "O",
    "公司": "G",
}
INDUSTRY_MANAGERS = {
    **{"O": "dxyy01", "P": "bk01", "Q": "yd01", "I": "wly01", "N": "wly02"},
    **{"G": "dxyy02", "K": "ch01", "A": "cl01", "J": "dzdx01", "D": "dxdb01"},
}
SURVEY_EVERY = 11
OPERATORS = ("县广电网络", "某移动公司", "某联通公司", "某民营快递", "自办发行")
NEEDS = (
    "希望账单与通知合并寄递，按月结算；旺季需加派投递。",
    "现有专线合同年底到期，要求带宽提速并提供备份线路。",
    "计划明年做一轮形象宣传，先看户外媒体与短信的组合报价。",
    "职工代发工资与报刊征订想由一家统一服务，减少对账。",
)
CONTACTS = (("办公室主任", "周"), ("总经理", "李"), ("财务科长", "陈"))
POTENTIALS = (
    ("letter", 36000, "账单与贺卡"),
    ("telecom_retail", 24000, "专线提速"),
    ("telecom_media", 15000, "旺季户外媒体"),
    ("e_telecom", 12000, ""),
    ("press", 6800, "年度征订"),
)


def industry(name):
    """Return the code of the industry that a client's name contains."""
    return next(code for part, code in INDUSTRIES.items() if part in name)


def is_small_firm(client):
    """Return whether a client is small and not a public institution."""
    return client.size == "small" and not client.name.startswith(tuple(PLACES.values()))


def fill(env, plan, partners, users):
    """Enter industries, small firms, both managers and the surveys."""
    people = {
        person.user_id.login: person for person in env["telecom.salesperson"].search([])
    }
    for code, login in INDUSTRY_MANAGERS.items():
        _get_industry(env, code).manager_id = people[login]
    rows = zip(plan.clients, plan.keepers, partners, strict=True)
    for client, (lead, deputy), partner in rows:
        partner.write(
            {
                "industry_id": _get_industry(env, industry(client.name)).id,
                "is_small_firm": is_small_firm(client),
                "client_manager_id": lead and people[lead].id,
                "deputy_manager_id": deputy and people[deputy].id,
            }
        )
    kept = [
        (partner, users[lead])
        for partner, (lead, deputy) in zip(partners, plan.keepers, strict=True)
        if lead and deputy
    ]
    for turn, row in enumerate(kept[::SURVEY_EVERY]):
        _create_survey(env, turn, *row)


def _get_industry(env, code):
    return env.ref(f"base.res_partner_industry_{code}")


def _create_survey(env, turn, partner, surveyor):
    function, surname = CONTACTS[turn % len(CONTACTS)]
    contact = env["res.partner"].create(
        {
            "name": f"{surname}{function[-2:]}",
            "function": function,
            "parent_id": partner.id,
            "phone": f"0744-82{turn * 613 % 100000:05}",
        }
    )
    lines = [
        POTENTIALS[(turn + step) % len(POTENTIALS)] for step in range(2 + turn % 2)
    ]
    env["telecom.client.survey"].with_user(surveyor).create(
        {
            "partner_id": partner.id,
            "date": date(2026, 3, 2) + timedelta(days=turn * 9 % 210),
            "current_operator": OPERATORS[turn % len(OPERATORS)],
            "contract_end": date(2026, 12, 31) + timedelta(days=turn * 30),
            "decision_maker_ids": [Command.set(contact.ids)],
            "needs": NEEDS[turn % len(NEEDS)],
            "line_ids": [
                Command.create(
                    {
                        "revenue_line_id": env.ref(
                            f"telecom_sales_system.revenue_line_{code}"
                        ).id,
                        "potential": amount * (1 + turn % 4),
                        "note": note,
                    }
                )
                for code, amount, note in lines
            ],
        }
    )
