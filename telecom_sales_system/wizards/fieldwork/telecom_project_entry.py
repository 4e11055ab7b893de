from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.pasted_table import read_day, read_table

COLUMNS = {
    "unit": ("unit", "单位", "部门"),
    "name": ("name", "project", "项目", "项目名称", "名称"),
    "deadline": ("deadline", "until", "完成时间", "截止日期", "期限"),
    "planned_revenue": ("planned revenue", "plan", "revenue", "计划收入", "计划"),
}


class TelecomProjectEntry(models.TransientModel):
    """The marketing projects of many units in one grid, to which a list is pasted."""

    _name = "telecom.project.entry"
    _description = "Enter Marketing Projects"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    text = fields.Text(
        string="Paste a List",
        help="One project a line: unit (name or code), name, deadline, planned revenue;"
        " as copied from a spreadsheet, with or without headings. A project without a"
        " deadline is due at the end of the year.",
    )
    line_ids = fields.One2many(
        "telecom.project.entry.line",
        "entry_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("text", "company_id")
    def _compute_line_ids(self):
        for entry in self:
            rows = entry._read_pasted_lines()
            entry.line_ids = [Command.clear(), *map(Command.create, rows)]

    def action_save(self):
        """Create the projects, with the rights of the user.

        :raises UserError: there are none
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Paste or enter marketing projects first."))
        self.env["telecom.marketing.project"].create(
            [line._prepare_project_vals() for line in self.line_ids]
        )
        return {"type": "ir.actions.act_window_close"}

    def _read_pasted_lines(self):
        """Return the values of the projects that were pasted.

        :raises UserError: names the line, the project and the cell
        """
        year_end = fields.Date.end_of(self.company_id._telecom_today(), "year")
        rows = []
        for number, cells in read_table(self.text, COLUMNS):
            if not cells.get("name"):
                raise UserError(self.env._("Line %s: the name is missing.", number))
            name = cells["name"]
            rows.append(
                {
                    "sequence": number,
                    "name": name,
                    "unit_id": self._read_unit(number, name, cells.get("unit")),
                    "deadline": self._read_day(number, name, cells["deadline"])
                    if "deadline" in cells
                    else year_end,
                    "planned_revenue": self._read_amount(
                        number, name, cells.get("planned_revenue", "0")
                    ),
                }
            )
        return rows

    def _read_unit(self, number, name, text):
        unit = self.env["telecom.sales.unit"].search(
            Domain("company_id", "=", self.company_id.id)
            & (Domain("code", "=", text) | Domain("name", "=", text)),
            limit=1,
        )
        return unit.id or self._refuse_cell(number, name, text or "")

    def _read_day(self, number, name, text):
        try:
            return read_day(text)
        except ValueError:
            return self._refuse_cell(number, name, text)

    def _read_amount(self, number, name, text):
        digits = text.replace(",", "").replace("，", "")
        if not digits.replace(".", "", 1).isdecimal():
            self._refuse_cell(number, name, text)
        return float(digits)

    def _refuse_cell(self, number, name, text):
        raise UserError(
            self.env._(
                "Line %(line)s, %(project)s: “%(text)s” is not known. Units are written"
                " by name or code, days as 2026-01-31, amounts as 800,000.",
                line=number,
                project=name,
                text=text,
            )
        )
