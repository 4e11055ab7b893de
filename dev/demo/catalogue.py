"""Product categories, mapped to the addon's revenue lines, and products with prices."""

from typing import NamedTuple


class Product(NamedTuple):
    """A product: untaxed price in yuan, VAT in percent, kind of goods or service."""

    code: str
    name: str
    price: float
    vat: int
    line: str
    category: str | None = None  # below the category of the revenue line


CATEGORIES = {
    "letter": "函件业务",
    "savings": "储汇保险业务",
    "press": "报刊发行业务",
    "telecom_retail": "电信营业业务",
    "telecom_agency": "电信代办业务",
    "telecom_media": "电信媒体业务",
    "e_telecom": "电子电信业务",
    "philately": "集邮业务",
    "logistics": "包裹物流业务",
}
PRODUCTS = (
    Product("HJ01", "账单商函寄递（千件）", 1680, 6, "letter", "商业信函"),
    Product("HJ02", "数据库商函策划与寄递", 4800, 6, "letter", "商业信函"),
    Product("HJ03", "企业拜年贺卡（百枚）", 520, 6, "letter", "贺卡明信片"),
    Product("HJ04", "景区门票明信片（千枚）", 2600, 6, "letter", "贺卡明信片"),
    Product("CH01", "代发工资服务年费", 3600, 6, "savings"),
    Product("CH02", "代理团体意外险手续费", 2400, 6, "savings"),
    Product("CH03", "对公账户结算服务费", 1200, 6, "savings"),
    Product("BK01", "党报党刊全年征订", 688, 9, "press"),
    Product("BK02", "校园报刊班级套餐", 365, 9, "press"),
    Product("BK03", "企业内刊代投服务（期）", 1500, 6, "press"),
    Product("YY01", "企业宽带三百兆包年", 2388, 6, "telecom_retail", "宽带专线"),
    Product("YY02", "政企互联网专线（月）", 1980, 9, "telecom_retail", "宽带专线"),
    Product("YY03", "集团电话套餐（户年）", 468, 9, "telecom_retail"),
    Product("YY04", "办公话机", 168, 13, "telecom_retail"),
    Product("DB01", "公用事业代收费服务", 2600, 6, "telecom_agency"),
    Product("DB02", "渠道代办酬金", 1850, 6, "telecom_agency"),
    Product("MT01", "黄页整版广告", 6800, 6, "telecom_media"),
    Product("MT02", "企业短信（万条）", 450, 6, "telecom_media"),
    Product("MT03", "户外媒体季度发布", 12800, 6, "telecom_media"),
    Product("DZ01", "云主机包年", 4980, 6, "e_telecom"),
    Product("DZ02", "企业邮箱（户年）", 150, 6, "e_telecom"),
    Product("DZ03", "网上商城建站", 9800, 6, "e_telecom"),
    Product("JY01", "企业形象年册", 198, 13, "philately"),
    Product("JY02", "个性化邮票（版）", 62, 13, "philately"),
    Product("WL01", "同城配送包月", 1800, 9, "logistics"),
    Product("WL02", "农产品包裹寄递（百件）", 980, 9, "logistics"),
)
# From July 2026 on letters convert at 38 instead of 35 percent.
NEW_LETTER_RATE = (0.38, "2026-07-01", "2026-06-30")


def of_line(line):
    """Return the products of a revenue line."""
    return [product for product in PRODUCTS if product.line == line]


def create(env):
    """Create categories and products; return the products by code."""
    _change_letter_rate(env)
    made = {}
    for line, name in CATEGORIES.items():
        revenue_line = env.ref(f"telecom_sales_system.revenue_line_{line}")
        parent = env["product.category"].create(
            {"name": name, "own_revenue_line_id": revenue_line.id}
        )
        below = {product.category for product in of_line(line) if product.category}
        children = env["product.category"].create(
            [{"name": child, "parent_id": parent.id} for child in sorted(below)]
        )
        categories = {None: parent} | {child.name: child for child in children}
        for product in of_line(line):
            made[product.code] = _create_product(env, product, categories)
    return made


def _create_product(env, product, categories):
    chart = env["account.chart.template"]
    tax = chart.ref(f"l10n_cn_sales_excluded_{product.vat}")
    return env["product.product"].create(
        {
            "name": product.name,
            "default_code": product.code,
            "type": "consu" if product.vat == 13 else "service",
            "categ_id": categories[product.category].id,
            "list_price": product.price,
            "taxes_id": tax.ids,
            "supplier_taxes_id": False,
            "invoice_policy": "order",
        }
    )


def _change_letter_rate(env):
    rate, date_from, date_to = NEW_LETTER_RATE
    old = env.ref("telecom_sales_system.revenue_line_rate_letter")
    old.date_to = date_to
    old.line_id.rate_ids = [(0, 0, {"rate": rate, "date_from": date_from})]
