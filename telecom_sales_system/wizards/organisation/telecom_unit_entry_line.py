from odoo import fields, models

from ...models.organisation.telecom_sales_unit import KIND_RANK


class TelecomUnitEntryLine(models.TransientModel):
    """A unit, as it is or as it was pasted."""

    _name = "telecom.unit.entry.line"
    _description = "Unit to Enter"
    _order = "sequence, id"

    entry_id = fields.Many2one(
        "telecom.unit.entry", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=1000)
    unit_id = fields.Many2one("telecom.sales.unit", readonly=True)
    name = fields.Char(required=True)
    code = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("city", "City Bureau"),
            ("branch", "Branch"),
            ("county", "County Bureau"),
            ("outlet", "Outlet"),
        ],
        required=True,
        default="outlet",
    )
    parent_code = fields.Char(string="Code of the Unit Above")
    headcount = fields.Integer(string="Staff")

    def _prepare_unit_vals(self):
        """Return the values of the unit, but for the unit above it."""
        return {
            "name": self.name.strip(),
            "code": self.code.strip(),
            "kind": self.kind,
            "headcount": self.headcount,
        }

    def _get_rank(self):
        """Return the level of the unit's kind, 0 for the city bureau."""
        return KIND_RANK[self.kind]
