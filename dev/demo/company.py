"""Set up the company: Chinese chart of accounts, yuan, dollar exchange rates."""

import base64

from odoo.tools import file_open

from dev.demo import holidays

# Yuan for a dollar from a day on.
DOLLAR_RATES = {
    "2025-07-01": 7.12,
    "2026-01-01": 7.04,
    "2026-04-01": 6.98,
    "2026-07-01": 6.91,
    "2026-10-01": 6.86,
}
ZONE = "Asia/Shanghai"


def create(env):
    """Turn the template's empty company into the bureau."""
    company = env.company
    yuan, dollar = env.ref("base.CNY"), env.ref("base.USD")
    yuan.active = True
    company.write({"country_id": env.ref("base.cn").id, "currency_id": yuan.id})
    env["account.chart.template"].try_loading("cn", company, install_demo=False)
    company.write(
        {
            "name": "湖南省张家界市电信局",
            "street": "永定区迎宾路 88 号",
            "city": "张家界市",
            "state_id": env.ref("base.state_cn_HN").id,
            "zip": "427000",
            "phone": "0744-8222000",
            "email": "service@zjj.example.com",
        }
    )
    with file_open("telecom_sales_system/static/description/icon.png", "rb") as icon:
        company.logo = base64.b64encode(icon.read())
    bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
    methods = (
        bank.inbound_payment_method_line_ids | bank.outbound_payment_method_line_ids
    )
    methods.filtered(lambda line: line.code == "manual").name = "转账"
    company.write({"telecom_tz": ZONE})
    company.partner_id.write({"lang": "zh_CN", "tz": ZONE})
    company.telecom_lang = "zh_CN"
    # The demo is set up: its first page is the dashboard.
    company.telecom_setup_put_away = True
    company.telecom_samples_confirmed_on = company._telecom_today()
    holidays.create(env)
    env["product.pricelist"].search([]).currency_id = yuan
    env["crm.team"].search([]).active = False
    env["res.currency.rate"].create(
        [
            {"currency_id": dollar.id, "name": day, "inverse_company_rate": rate}
            for day, rate in DOLLAR_RATES.items()
        ]
    )
