from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...models.common.groups import ROLE_GROUPS, check_service
from ...tools.pasted_table import find_kind, read_day, read_table

COLUMNS = {
    "person": ("name", "login", "user", "姓名", "用户", "登录", "帐号", "账号"),
    "role": ("role", "角色", "岗位"),
    "unit": ("unit", "单位", "部门", "网点"),
    "certificate": ("certificate", "certificate no.", "证号", "上岗证号", "证书编号"),
    "since": ("since", "registered on", "from", "注册日期", "认定日期", "日期"),
    "employment": ("employment", "用工", "用工形式"),
}
ROLE_WORDS = {
    "unit_manager": ("manager", "局长", "主任", "经理", "负责人"),
    "service": ("service", "客户服务部", "客服"),
    "leader": ("leader", "领导"),
    "auditor": ("auditor", "审计", "监察"),
    "salesperson": ("salesperson", "营销员"),
}
EMPLOYMENT_WORDS = {
    "part_time": ("part", "兼职"),
    "full_time": ("full", "专职"),
}
ADMINISTRATOR = "base.group_system"
# What the lines show of each user, and what saving compares it with.
FACTS = ("role", "unit_id", "certificate_no", "employment")


class TelecomPeopleEntry(models.TransientModel):
    """All users of a company in one grid, with role, unit and registration."""

    _name = "telecom.people.entry"
    _description = "Enter People"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    text = fields.Text(
        string="Paste a List",
        help="One person a line: name or login, role, unit, certificate number, first"
        " day, employment; as copied from a spreadsheet, with or without headings.",
    )
    line_ids = fields.One2many(
        "telecom.people.entry.line",
        "entry_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("text", "company_id")
    def _compute_line_ids(self):
        for entry in self:
            rows = entry._prepare_present_lines()
            entry._fill_in_pasted_lines(rows)
            entry.line_ids = [Command.clear(), *map(Command.create, rows)]

    def action_save(self):
        """Give the roles, and create and register the salespeople.

        :raises UserError: names the person and what is wrong
        """
        self.ensure_one()
        check_service(
            self.env, self.env._("Only the customer service department enters people.")
        )
        self._check_users()
        self._check_managers()
        self._check_certificates()
        present = {row["user_id"]: row for row in self._prepare_present_lines()}
        changed = self.line_ids.filtered(
            lambda line: (line.role or False) != present[line.user_id.id]["role"]
        )
        for role, lines in changed.grouped("role").items():
            self._set_role(role, lines.user_id)
        for line in self.line_ids.filtered("unit_id"):
            if line.role in ("unit_manager", "leader") and not line.certificate_no:
                if line.unit_id.manager_id != line.user_id:
                    line.unit_id.manager_id = line.user_id
        self._update_salespeople()
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _find_users(self, company):
        """Return the internal users who work in a company."""
        # sudo: the names of colleagues are no secret
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("share", "=", False),
                    ("company_ids", "in", company.ids),
                    ("id", "!=", self.env.ref("base.user_root").id),
                ],
                order="name, login",
            )
        )

    def _check_users(self):
        known = self._find_users(self.company_id)
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Switch to %s first.", self.company_id.name))
        for line in self.line_ids:
            if line.user_id not in known:
                raise UserError(
                    self.env._(
                        "%(person)s: no internal user of %(company)s.",
                        person=line.user_id.sudo().name,
                        company=self.company_id.name,
                    )
                )

    def _check_managers(self):
        managed = defaultdict(list)
        for line in self.line_ids:
            if line.role == "unit_manager" and line.unit_id and not line.certificate_no:
                managed[line.unit_id].append(line.user_id)
        for unit, users in managed.items():
            if len(users) > 1:
                raise UserError(
                    self.env._(
                        "%(first)s and %(second)s: both manage %(unit)s. Leave the"
                        " unit of one of them empty.",
                        first=users[0].name,
                        second=users[1].name,
                        unit=unit.name,
                    )
                )

    def _check_certificates(self):
        people = self.env["telecom.salesperson"].with_context(active_test=False)
        holders = {
            person.certificate_no: person.user_id
            for person in people.search([("company_id", "=", self.company_id.id)])
            if person.certificate_no
        }
        for line in self.line_ids:
            number = (line.certificate_no or "").strip()
            holder = holders.setdefault(number, line.user_id)
            if number and holder != line.user_id:
                raise UserError(
                    self.env._(
                        "%(person)s: certificate number %(number)s is that of"
                        " %(holder)s.",
                        person=line.user_id.name,
                        number=number,
                        holder=holder.name,
                    )
                )

    def _set_role(self, role, users):
        """Give users a role instead of the present one, and note who did it.

        :raises UserError: it is the own role, or that of an administrator
        """
        users = users.sudo()
        if self.env.user in users and not self.env.su:
            raise UserError(
                self.env._("%s: nobody changes the own role.", self.env.user.name)
            )
        administrators = users.filtered(lambda user: user.has_group(ADMINISTRATOR))
        if administrators and not self.env.is_system():
            raise UserError(
                self.env._(
                    "%s: only an administrator changes the role of an administrator.",
                    administrators[0].name,
                )
            )
        groups = {key: self.env.ref(xmlid) for key, xmlid in ROLE_GROUPS.items()}
        chosen = groups.get(role)
        # sudo: the department gives the roles of this app, and no other group
        users.write(
            {
                "group_ids": [
                    *(Command.unlink(group.id) for group in groups.values()),
                    *([Command.link(chosen.id)] if chosen else []),
                ]
            }
        )
        text = self.env._(
            "Role in Telecom Sales: %(role)s, given by %(giver)s",
            role=chosen.name if chosen else self.env._("none"),
            giver=self.env.user.name,
        )
        users.partner_id._message_log_batch(
            bodies=dict.fromkeys(users.partner_id.ids, text),
            author_id=self.env.user.partner_id.id,
        )

    def _update_salespeople(self):
        """Create or complete the files of the salespeople; register candidates."""
        lines = self.line_ids.filtered(
            lambda line: line.certificate_no or line.role == "salesperson"
        )
        people = self._find_salespeople(lines.user_id)
        fresh = lines.filtered(lambda line: line.user_id not in people)
        created = self.env["telecom.salesperson"].create(
            [
                {
                    "user_id": line.user_id.id,
                    "company_id": self.company_id.id,
                    **self._prepare_salesperson_vals(line),
                }
                for line in fresh
            ]
        )
        people |= created.grouped("user_id")
        first_days = self._get_first_days(lines.user_id)
        for line in lines:
            self._update_salesperson(line, people[line.user_id], first_days)

    def _prepare_salesperson_vals(self, line):
        return {
            "certificate_no": (line.certificate_no or "").strip() or False,
            "employment": line.employment or "full_time",
        }

    def _update_salesperson(self, line, person, first_days):
        """Complete the file of a salesperson; register a candidate.

        :raises UserError: certificate number or unit is missing
        """
        vals = self._prepare_salesperson_vals(line)
        changed = {name: vals[name] for name in vals if vals[name] != person[name]}
        if changed:
            person.write(changed)
        if person.state != "candidate":
            return
        if bool(line.certificate_no) != bool(line.unit_id):
            raise UserError(
                self.env._(
                    "%s: a salesperson is registered with certificate number and unit."
                    " Enter both, or neither.",
                    line.user_id.name,
                )
            )
        if line.unit_id:
            person._register_salesperson(
                {
                    "date_from": line.date_from or first_days[line.user_id],
                    "unit_id": line.unit_id.id,
                    "grade_id": line.grade_id.id,
                }
            )

    def _find_salespeople(self, users):
        """Return ``{user: salesperson}`` of the company."""
        people = self.env["telecom.salesperson"].search(
            [("user_id", "in", users.ids), ("company_id", "=", self.company_id.id)]
        )
        return people.grouped("user_id")

    def _get_first_days(self, users):
        """Return ``{user: day}`` from which people count who are entered now."""
        people = self.env["telecom.salesperson"]
        return people._propose_first_days(users, self.company_id)

    def _prepare_present_lines(self):
        """Return the values of a line for each user of the company."""
        users = self._find_users(self.company_id)
        first_days = self._get_first_days(users)
        domain = Domain("company_id", "=", self.company_id.id)
        people = self.env["telecom.salesperson"].search(domain).grouped("user_id")
        units = self.env["telecom.sales.unit"].search(
            domain & Domain("manager_id", "in", users.ids)
        )
        managed = {unit.manager_id: unit for unit in reversed(units)}
        none = self.env["telecom.salesperson"]
        rows = []
        for place, user in enumerate(users):
            person = people.get(user, none)
            unit = person.unit_id or managed.get(user) or units.browse()
            rows.append(
                {
                    "sequence": place,
                    "user_id": user.id,
                    "role": self._get_role(user),
                    "unit_id": unit.id,
                    "certificate_no": person.certificate_no,
                    "date_from": person.registered_on or first_days[user],
                    "grade_id": person.grade_id.id,
                    "employment": person.employment or "full_time",
                    "is_registered": bool(person and person.state != "candidate"),
                }
            )
        return rows

    def _get_role(self, user):
        return next(
            (
                role
                for role, group in ROLE_GROUPS.items()
                if self.env.ref(group) in user.all_group_ids
            ),
            False,
        )

    def _fill_in_pasted_lines(self, rows):
        """Write what was pasted into the lines of the people that it names.

        :raises UserError: names the line and the person
        """
        by_name = defaultdict(list)
        for row in rows:
            user = self.env["res.users"].sudo().browse(row["user_id"])
            for name in {user.login.lower(), user.name.strip().lower()}:
                by_name[name].append(row)
        for number, cells in read_table(self.text, COLUMNS):
            name = cells.get("person", "")
            found = by_name[name.lower()]
            if len(found) != 1:
                raise UserError(self._get_person_message(number, name, found))
            found[0].update(self._read_person(number, name, cells))

    def _get_person_message(self, number, name, found):
        if found:
            return self.env._(
                "Line %(line)s, %(person)s: %(count)s users have this name. Write the"
                " login instead.",
                line=number,
                person=name,
                count=len(found),
            )
        return self.env._(
            "Line %(line)s, %(person)s: there is no such user. An administrator creates"
            " users under Settings.",
            line=number,
            person=name,
        )

    def _read_person(self, number, name, cells):
        """Return the values of the cells of a person."""
        vals = {}
        if written := cells.get("role"):
            labels = self.env["telecom.people.entry.line"]._fields["role"]
            exact = {
                label.lower(): role
                for role, label in labels._description_selection(self.env)
            }
            role = exact.get(written.lower()) or find_kind(written, ROLE_WORDS)
            vals["role"] = role or self._refuse_cell(number, name, written)
        elif cells.get("certificate"):
            vals["role"] = "salesperson"
        if written := cells.get("unit"):
            unit = self.env["telecom.sales.unit"].search(
                Domain("company_id", "=", self.company_id.id)
                & (Domain("code", "=", written) | Domain("name", "=", written)),
                limit=1,
            )
            vals["unit_id"] = unit.id or self._refuse_cell(number, name, written)
        if written := cells.get("since"):
            try:
                vals["date_from"] = read_day(written)
            except ValueError:
                self._refuse_cell(number, name, written)
        if written := cells.get("employment"):
            kind = find_kind(written, EMPLOYMENT_WORDS)
            vals["employment"] = kind or self._refuse_cell(number, name, written)
        if written := cells.get("certificate"):
            vals["certificate_no"] = written
        return vals

    def _refuse_cell(self, number, name, written):
        raise UserError(
            self.env._(
                "Line %(line)s, %(person)s: “%(text)s” is not known. Roles, units and"
                " days (2026-01-31) are written as in the columns below.",
                line=number,
                person=name,
                text=written,
            )
        )
