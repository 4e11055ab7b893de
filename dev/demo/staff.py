"""Create users and salespeople, with their moves during the demo's months."""

from datetime import date

from odoo.fields import Command

from dev.demo import people
from dev.demo.company import ZONE

PASSWORD = "telecom"
GROUP = "telecom_sales_system.group_telecom_"
# What an office, a manager and a salesperson may do besides.
MORE_GROUPS = {
    "service": ("account.group_account_readonly", "sales_team.group_sale_manager"),
    "leader": ("account.group_account_readonly",),
    "auditor": ("account.group_account_readonly",),
    "accountant": ("account.group_account_manager",),
    "unit_manager": ("sales_team.group_sale_salesman_all_leads",),
    "salesperson": ("sales_team.group_sale_salesman",),
}


def create(env, planned, managers, units, teams):
    """Create all users and the salespeople; return the users by login."""
    rows = [(login, *row) for login, row in people.OFFICES.items()]
    rows += [
        (code.lower(), name, f"{units[code].name}局长", "unit_manager")
        for code, name in managers.items()
    ]
    rows += [(row.login, row.name, "专职营销员", "salesperson") for row in planned]
    users = env["res.users"].create([_prepare_user_vals(env, *row) for row in rows])
    by_login = {user.login: user for user in users}
    for code in managers:
        units[code].manager_id = by_login[code.lower()]
    units["ZJJ"].manager_id = by_login["leader"]
    admin = env.ref("base.user_admin")
    admin.write({"name": "系统管理员", "lang": "zh_CN", "tz": ZONE})
    _set_passwords(users | admin)
    _enrol_people(env, planned, by_login, units, teams)
    return by_login


def _prepare_user_vals(env, login, name, function, role):
    groups = [env.ref(xmlid).id for xmlid in MORE_GROUPS[role]]
    if role != "accountant":
        groups.append(env.ref(GROUP + role).id)
    return {
        "login": login,
        "name": name,
        "function": function,
        "email": f"{login}@zjj.example.com",
        "lang": "zh_CN",
        "tz": ZONE,
        "odoobot_state": "disabled",
        "group_ids": [Command.link(env.ref("base.group_user").id)]
        + [Command.link(group) for group in groups],
    }


def _set_passwords(users):
    """Set one password for all users; hash it once, since a hash is slow."""
    digest = users._crypt_context().hash(PASSWORD)
    for user in users:
        users._set_encrypted_password(user.id, digest)


def _enrol_people(env, planned, users, units, teams):
    grades = {
        grade.code: grade for grade in env["telecom.salesperson.grade"].search([])
    }
    vals = [
        {
            "user_id": users[row.login].id,
            "employment": "part_time" if row.login in people.PART_TIME else "full_time",
            "certificate_no": row.login not in people.CANDIDATES and f"ZJJ-{n:04}",
        }
        for n, row in enumerate(planned, start=1)
    ]
    made = env["telecom.salesperson"].create(vals)
    for row, person in zip(planned, made, strict=True):
        if row.login in people.CANDIDATES:
            continue
        grade = grades[row.grade]
        unit = units[row.outlet or row.unit]
        team = teams[row.unit, row.team]
        person._register_salesperson(_prepare_assignment(row.joined, unit, team, grade))
        if row.login in people.MOVES:
            day, code, place = people.MOVES[row.login]
            person._start_assignment(
                _prepare_assignment(day, units[code], teams[code, place], grade)
            )
        if row.login in people.LEFT:
            person._record_departure(people.LEFT[row.login])
    suspended = made.filtered(lambda p: p.user_id.login == people.SUSPENDED)
    suspended.state = "suspended"


def _prepare_assignment(day: date, unit, team, grade):
    return {
        "date_from": day,
        "unit_id": unit.id,
        "team_id": team.id,
        "grade_id": grade.id,
    }
