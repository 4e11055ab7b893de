from odoo import api, fields, models
from odoo.exceptions import ValidationError

KIND_RANK = {"city": 0, "branch": 1, "county": 1, "outlet": 2}


class TelecomSalesUnit(models.Model):
    _name = "telecom.sales.unit"
    _description = "Sales Unit"
    _inherit = ["mail.thread"]
    _parent_store = True
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True,
        help="Short code of the unit, used in circular numbers and imports.",
    )
    kind = fields.Selection(
        [
            ("city", "City Bureau"),
            ("branch", "Branch"),
            ("county", "County Bureau"),
            ("outlet", "Outlet"),
        ],
        required=True,
        default="outlet",
        tracking=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    parent_id = fields.Many2one(
        "telecom.sales.unit",
        string="Parent Unit",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("telecom.sales.unit", "parent_id", string="Subunits")
    manager_id = fields.Many2one(
        "res.users",
        check_company=True,
        tracking=True,
        domain=[("share", "=", False)],
        help="Sees and answers for this unit and all units below it.",
    )
    supervisor_ids = fields.Many2many(
        "res.users",
        "telecom_sales_unit_supervisor_rel",
        "unit_id",
        "user_id",
        string="Supervisors",
        compute="_compute_supervisor_ids",
        recursive=True,
        store=True,
        help="The manager of this unit and the managers of all units above it.",
    )
    headcount = fields.Integer(
        string="Staff",
        tracking=True,
        help="All staff of the unit, the base of the full-time salespeople's share.",
    )
    team_ids = fields.One2many("crm.team", "unit_id", string="Teams")
    salesperson_ids = fields.One2many(
        "telecom.salesperson", "unit_id", string="Salespeople"
    )
    salesperson_count = fields.Integer(compute="_compute_salesperson_count")

    _code_company_uniq = models.UniqueIndex(
        "(company_id, code)",
        lambda env, diag: env._(
            "Sales unit, field Code: two units of a company cannot share a code. %s",
            diag and diag.message_detail or "",
        ),
    )
    _headcount_positive = models.Constraint(
        "CHECK (headcount >= 0)",
        "Sales unit, field Staff: the number cannot be negative.",
    )

    @api.depends("manager_id", "parent_id.supervisor_ids")
    def _compute_supervisor_ids(self):
        for unit in self:
            unit.supervisor_ids = unit.manager_id | unit.parent_id.supervisor_ids

    def _compute_salesperson_count(self):
        counts = dict(
            self.env["telecom.salesperson"]._read_group(
                [
                    ("unit_id", "in", self.ids),
                    ("state", "in", ("registered", "suspended")),
                ],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.salesperson_count = counts.get(unit, 0)

    @api.constrains("parent_id", "kind")
    def _check_parent(self):
        for unit in self:
            if unit._has_cycle():
                raise ValidationError(
                    self.env._(
                        "Sales unit %(unit)s, field Parent Unit: the unit would lie below"
                        " itself. Choose a parent outside its own subunits.",
                        unit=unit.name,
                    )
                )
            for upper, lower in [
                (unit.parent_id, unit),
                *((unit, c) for c in unit.child_ids),
            ]:
                if upper and KIND_RANK[upper.kind] >= KIND_RANK[lower.kind]:
                    kinds = dict(self._fields["kind"]._description_selection(self.env))
                    raise ValidationError(
                        self.env._(
                            "Sales unit %(unit)s, field Parent Unit: a %(kind)s cannot lie"
                            " below %(parent)s, which is a %(parent_kind)s.",
                            unit=lower.name,
                            kind=kinds[lower.kind],
                            parent=upper.name,
                            parent_kind=kinds[upper.kind],
                        )
                    )

    def action_open_salespeople(self):
        """Open the salespeople of the unit and of the units below it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_salesperson_action"
        )
        action["domain"] = [("unit_id", "child_of", self.id)]
        return action
