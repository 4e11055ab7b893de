"""The table that ends `make demo`, aligned for Chinese characters."""

from unicodedata import east_asian_width

from dev.demo import papers, periods
from dev.demo.staff import PASSWORD

TOP = 10
URL = "http://localhost:8069"
ROLES = (
    ("service", "客户服务部：月结、档案、通报"),
    ("leader", "市局领导：查看全局"),
    ("auditor", "审计：只读"),
    ("accountant", "财务会计：发票与收款"),
    ("cl", "慈利县局局长（其余单位：yd wly hj ch bk dxyy dxdb dxmt dzdx sz）"),
    ("cl01", "专职营销员（其余：cl02 … sz01 … hj01 …）"),
    ("admin", "系统管理员"),
)


def show(env, out):
    """Print people, units, totals, problems, logins and where the files are."""
    period = periods.last(env)
    matrix = env["telecom.performance.matrix"]._build_matrix(period)
    print(f"\n{env.company.name}  {period.name} 业绩（已月结）")
    staff = [row for row in matrix.get_table("people").rows if row.rank][:TOP]
    _print_figures("姓名", staff)
    _print_figures("单位", matrix.get_table("units").rows, matrix.total)
    print(f"\n待核实问题 {len(period.problem_ids)} 项")
    for problem in period.problem_ids:
        print(
            f"  {problem.message}：{problem.record_count} 笔，{problem.amount:,.2f} 元"
        )
    _print_clients(env)
    print(f"\n登录 {URL}（make serve），密码均为 {PASSWORD}")
    _print_lines([("用户名", "身份"), *ROLES], "<<")
    _print_circulars(env)
    print("\n文件：")
    for path in papers.paths(env, out):
        print(f"  {path}")
    print(f"\n校验导出的通报（tools/seal.py）：\n  {papers.verify(env, out)}")


def _print_circulars(env):
    circulars = papers.issued(env).with_context(lang="zh_CN")
    kinds, states = (
        dict(circulars._fields[name]._description_selection(circulars.env))
        for name in ("kind", "state")
    )
    print("\n通报（编号、签发、封印、下发）")
    rows = [("文号", "类别", "状态", "签收", "标题")]
    for row in circulars:
        receipts = f"{row.acknowledged_count}/{row.recipient_count}"
        kind, state = kinds[row.kind], states[row.state]
        rows.append((row.name, kind, state, receipts, row.shown_title))
    _print_lines(rows, "<<<><")


def _print_clients(env):
    tiers = env["telecom.client.tier"].with_context(lang="zh_CN").search([])
    clients = [("is_company", "=", True), ("parent_id", "=", False)]
    counts = dict(
        env["res.partner"]._read_group(
            [*clients, ("tier_id", "!=", False)], ["tier_id"], ["__count"]
        )
    )
    named = "，".join(f"{tier.name} {counts.get(tier, 0)}" for tier in tiers)
    [sums] = env["telecom.maintenance.budget"]._read_group(
        [], [], [f"{name}:sum" for name in ("accrued", "spent", "committed")]
    )
    print(f"\n大客户 {sum(counts.values())} 户：{named}")
    accrued, spent, committed = (f"{amount:,.2f}" for amount in sums)
    print(f"维护费用：计提 {accrued} 元，已支出 {spent} 元，已批准 {committed} 元")


def _print_figures(label, rows, total=None):
    keys = ("month_cash", "month_points", "year_points")
    lines = [("名次", label, "所在单位", "本月现费", "本月积分", "本年积分")]
    for row in rows:
        amounts = (f"{row.figures[key]:,.2f}" for key in keys)
        lines.append((str(row.rank or "-"), row.name, row.note, *amounts))
    if total:
        lines.append(("", "合计", "", *(f"{total[key]:,.2f}" for key in keys)))
    if not any(line[2] for line in lines[1:]):
        lines = [line[:2] + line[3:] for line in lines]
    print()
    _print_lines(lines, "><" + "<" * (len(lines[0]) - 5) + ">>>")


def _print_lines(lines, sides):
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = map(pad, line, widths, sides)
        print(("  " + "  ".join(cells)).rstrip())


def width(text):
    """Return the width of a text in a terminal: Chinese characters take two columns."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text, size, side):
    """Fill a text with spaces to a width, on the left (">") or on the right ("<")."""
    fill = " " * (size - width(text))
    return fill + text if side == ">" else text + fill
