"""The table of docs/access.md: pure text, made from the cells of the matrix."""

from pathlib import Path

PAGE = Path(__file__).parents[4] / "docs" / "access.md"
COMMAND = "python3 dev/run.py access"
OPERATIONS = "RSGXOCWUK"
READING = "RSG"
NOTHING = "–"
OWN, OTHER, FINAL = "own", "other", "final"
PARTS = {
    OWN: "",
    OTHER: "↳ of another unit 他单位的",
    FINAL: "↳ in a final state 终态的",
}
ROLES = {
    "salesperson": "salesperson 专职营销员",
    "unit_manager": "unit manager 单位负责人",
    "service": "service 客户服务部",
    "leader": "leader 领导",
    "auditor": "auditor 审计",
    "plain": "no role 无角色",
    "accountant": "accountant 会计",
    "portal": "portal 门户",
}
ROOMS = {
    "common": "Common 公共",
    "organisation": "Organisation 组织",
    "performance": "Performance 业绩",
    "clients": "Clients 客户",
    "fieldwork": "Field work 外勤",
    "arrears": "Arrears 欠费",
    "assessment": "Assessment 考核",
    "circulars": "Circulars 通报",
    "dashboard": "Dashboard 首页",
}
INTRODUCTION = f"""# Who may do what

Written by `{COMMAND}` (`make access`): do not edit. Each cell was tried over HTTP
as a user of the role, on real records (of a right that the role has not at all, one
method; the others in the process). A test compares this page with what it finds, so
that a change of rights is a change of this page.
每一格都以该角色的用户经 HTTP 实测；本页由命令生成，请勿手改。

| letter | the role may |
|---|---|
| R | read, search and group 读取、搜索、分组 |
| X | export, being allowed to export at all 导出 |
| O | change in a form (onchange) 在表单中更改 |
| C | create 新建 |
| W | write 修改 |
| U | delete 删除 |
| K | copy 复制 |
| small | has the right, but a check refused what was tried 有权限，但被检查拒绝 |
| {NOTHING} | nothing: refused, or not seen 无 |

The first row of a model is about a record of the role's own: of the salesperson, of a
unit that the manager leads, of the company. The rows below it are about the same record
as one **of another unit** (where that is anything) and **in a final state**. A small
letter comes from a state, a missing value or a step that only a button takes. Wizards
are those that the user opened. The users have no group of Odoo but to export: who also
sells, or keeps the accounts, may do what Odoo lets him.

Whatever this page says, the same test holds that

- no context of a caller (`_force_unlink`, `active_test`, defaults, other companies,
  any key that our code reads) opens what is refused;
- nobody changes or deletes what is final, or sets a field that only buttons set;
- auditors and users without a role change nothing of ours, the portal and visitors
  read nothing of ours;
- records of another unit are read only where the model is for all, those of another
  company never;
- searches, groups and exports tell no more than reading does.
"""


def compress(letters):
    """Return the letters of a cell: R alone for reading, searching and grouping."""
    text = "".join(letters)
    if text.startswith(READING):
        text = READING[0] + text.removeprefix(READING)
    return text or NOTHING


def render_page(models, cells):
    """Return the text of the page.

    :param models: ``[(room, model, name in English, name in Chinese)]``
    :param cells: ``{(model, part, role): letters}``
    """
    lines = [INTRODUCTION]
    for room, title in ROOMS.items():
        rows = [
            line
            for its_room, *model in models
            if its_room == room
            for line in _render_model(*model, cells)
        ]
        if rows:
            head = ["model", *ROLES.values()]
            lines += [f"## {title}\n", _join(head), "|" + "---|" * len(head)]
            lines += [*rows, ""]
    return "\n".join(lines)


def _render_model(model, english, chinese, cells):
    for part, label in PARTS.items():
        row = [cells.get((model, part, role)) for role in ROLES]
        if part == OTHER and not any(row):
            continue
        if part == FINAL and all(letters is None for letters in row):
            continue
        name = label or f"{english} {chinese}".strip() + f" `{model}`"
        yield _join([name, *("" if c is None else compress(c) for c in row)])


def _join(columns):
    return "| " + " | ".join(columns) + " |"
