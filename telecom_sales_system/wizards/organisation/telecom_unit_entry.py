from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.common.groups import check_service
from ...models.organisation.telecom_sales_unit import KIND_RANK
from ...tools.pasted_table import find_kind, read_table

COLUMNS = {
    "name": ("name", "unit", "名称", "单位", "单位名称"),
    "code": ("code", "代码", "编码", "单位代码"),
    "kind": ("kind", "type", "类型", "类别"),
    "parent": ("parent", "parent unit", "above", "上级", "上级单位"),
    "headcount": ("staff", "headcount", "人数", "职工人数", "在册人数", "员工数"),
}
# What the names of units say about their kind; the first that fits.
KINDS = {
    "outlet": ("支局", "网点", "营业所", "outlet"),
    "county": ("县局", "county"),
    "branch": ("分局", "branch"),
    "city": ("市局", "city", "省局", "总局"),
}


class TelecomUnitEntry(models.TransientModel):
    """The tree of units in one grid, to which a list can be pasted."""

    _name = "telecom.unit.entry"
    _description = "Enter Units"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    text = fields.Text(
        string="Paste a List",
        help="One unit a line: name, code, kind, unit above, staff; as copied from a"
        " spreadsheet, with or without a row of headings. Only the name is needed.",
    )
    line_ids = fields.One2many(
        "telecom.unit.entry.line",
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
            by_code = {row["code"]: row for row in rows}
            for row in entry._read_pasted_lines(rows):
                if row["code"] in by_code:
                    by_code[row["code"]].update(row)
                else:
                    rows.append(row)
            for place, row in enumerate(rows):
                row["sequence"] = place
            entry.line_ids = [Command.clear(), *map(Command.create, rows)]

    def action_save(self):
        """Create the new units and change the others, from the top down.

        :raises UserError: a unit above is not in the list, or a code is there twice
        """
        self.ensure_one()
        check_service(
            self.env, self.env._("Only the customer service department enters units.")
        )
        self._check_codes()
        made = {line.code.strip(): line.unit_id for line in self.line_ids}
        for line in self.line_ids.sorted(lambda line: (line._get_rank(), line.id)):
            code = (line.parent_code or "").strip()
            if code and code not in made:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s: there is no unit with the code “%(code)s”"
                        " above it. Enter that one, too, or correct the code.",
                        unit=line.name,
                        code=code,
                    )
                )
            parent = made[code] if code else self.env["telecom.sales.unit"]
            vals = line._prepare_unit_vals() | {"parent_id": parent.id}
            made[line.code.strip()] = self._update_unit(line, vals)
        return {"type": "ir.actions.act_window_close"}

    def _check_codes(self):
        codes = [line.code.strip() for line in self.line_ids]
        for line in self.line_ids:
            if codes.count(line.code.strip()) > 1:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s: the code “%(code)s” is there twice.",
                        unit=line.name,
                        code=line.code,
                    )
                )

    def _update_unit(self, line, vals):
        """Create the unit of a line, or change what differs; return the unit."""
        unit = line.unit_id
        if not unit:
            return unit.create({"company_id": self.company_id.id, **vals})
        present = unit.read(list(vals), load="")[0]
        changed = {name: vals[name] for name in vals if vals[name] != present[name]}
        if changed:
            unit.write(changed)
        return unit

    def _prepare_present_lines(self):
        """Return the units of the company, each after the one above it."""
        units = self.env["telecom.sales.unit"].search(
            [("company_id", "=", self.company_id.id)], order="parent_path"
        )
        return [
            {
                "unit_id": unit.id,
                "name": unit.name,
                "code": unit.code,
                "kind": unit.kind,
                "parent_code": unit.parent_id.code,
                "headcount": unit.headcount,
            }
            for unit in units
        ]

    def _read_pasted_lines(self, rows):
        """Return the values of the units that were pasted.

        What is not written is proposed: the kind from the name, the code as a number,
        and as the unit above the city bureau, or for an outlet the branch or county
        bureau before it in the list.

        :param rows: values of the units that are there
        """
        found = []
        for number, cells in read_table(self.text, COLUMNS):
            if not cells.get("name"):
                raise UserError(self.env._("Line %s: the name is missing.", number))
            before = [*rows, *found]
            kind = self._find_kind(cells, before)
            found.append(
                {
                    "name": cells["name"],
                    "code": cells.get("code") or f"U{len(before) + 1:02}",
                    "kind": kind,
                    "parent_code": self._find_parent_code(cells, kind, before),
                    "headcount": self._read_number(number, cells),
                }
            )
        return found

    def _find_kind(self, cells, before):
        """Return the kind of a unit: as written, after its name, or by its place."""
        kind = find_kind(cells.get("kind"), KINDS) or find_kind(cells["name"], KINDS)
        if kind == "city" and any(row["kind"] == "city" for row in before):
            return "branch"
        return kind or ("branch" if before else "city")

    def _find_parent_code(self, cells, kind, before):
        """Return the code of the unit above, given by name or code, or proposed."""
        if written := cells.get("parent"):
            return next(
                (
                    row["code"]
                    for row in before
                    if written in (row["code"], row["name"])
                ),
                written,
            )
        above = [row for row in before if KIND_RANK[row["kind"]] < KIND_RANK[kind]]
        return above[-1]["code"] if above else False

    def _read_number(self, number, cells):
        text = cells.get("headcount", "0").replace(",", "").removesuffix("人").strip()
        if not text.isdecimal():
            raise UserError(
                self.env._(
                    "Line %(line)s, %(unit)s: “%(text)s” is no number of staff.",
                    line=number,
                    unit=cells["name"],
                    text=text,
                )
            )
        return int(text)
