from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.unique_message import find_duplicate

RANKED_KINDS = ("branch", "county")
KIND_RANK = {"city": 0, "branch": 1, "county": 1, "outlet": 2}


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Sales unit %(holder)s, field Code: “%(value)s” is its code already. Choose"
        " another.",
        **find_duplicate(env, "telecom.sales.unit", diagnostics),
    )


class TelecomSalesUnit(models.Model):
    _name = "telecom.sales.unit"
    _description = "Sales Unit"
    _inherit = ["mail.thread", "telecom.guarded.mixin"]
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
    ranked_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Branch or County",
        compute="_compute_ranked_unit_id",
        recursive=True,
        store=True,
        index=True,
        help="The branch or county bureau in whose figures this unit is: it is among"
        " its outlets, or the unit itself.",
    )
    manager_id = fields.Many2one(
        "res.users",
        check_company=True,
        tracking=True,
        domain=[("share", "=", False)],
        help="Sees and answers for this unit and all units below it.",
        ondelete="restrict",
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
        help="Staff of the unit itself, its subunits not counted in.",
    )
    founded_on = fields.Date(
        string="Founded on",
        tracking=True,
        help="First day of a new unit: reports, papers and meetings of the time before"
        " are not required. Empty for units that are older than this system.",
    )
    drafter_may_review = fields.Boolean(
        string="Drafter's Review Stands",
        tracking=True,
        help="For small units: whoever drafts a circular of the unit may declare it"
        " reviewed, and whoever entered a report or an objection of the unit, or of one"
        " below it, may decide on it. Otherwise these are different people.",
    )
    team_ids = fields.One2many("crm.team", "unit_id", string="Teams")
    salesperson_ids = fields.One2many(
        "telecom.salesperson", "unit_id", string="Salespeople"
    )
    salesperson_count = fields.Integer(
        string="Salespeople at Work",
        compute="_compute_salesperson_count",
        help="Registered and suspended salespeople of this unit and those below it.",
    )

    _code_company_uniq = models.UniqueIndex(
        "(company_id, code)", _get_duplicate_code_message
    )
    _headcount_positive = models.Constraint(
        "CHECK (headcount >= 0)",
        "Sales unit, field Staff: the number cannot be negative.",
    )

    @api.depends("kind", "parent_id.ranked_unit_id", "parent_id.kind")
    def _compute_ranked_unit_id(self):
        for unit in self:
            is_ranked = unit.kind in RANKED_KINDS
            above = unit.parent_id.ranked_unit_id if not is_ranked else self.browse()
            # A unit right below the city bureau is not a part of the bureau's own row.
            unit.ranked_unit_id = above if above.kind in RANKED_KINDS else unit

    @api.depends("manager_id", "parent_id.supervisor_ids")
    def _compute_supervisor_ids(self):
        for unit in self:
            unit.supervisor_ids = unit.manager_id | unit.parent_id.supervisor_ids

    def _compute_salesperson_count(self):
        people = self.env["telecom.salesperson"]
        counts = people._read_group(
            self._get_salesperson_domain(), ["unit_id"], ["__count"]
        )
        for unit in self:
            unit.salesperson_count = sum(
                count
                for home, count in counts
                if unit.id in map(int, home.parent_path.split("/")[:-1])
            )

    @api.constrains("parent_id", "kind")
    def _check_kind(self):
        pairs = [(unit.parent_id, unit) for unit in self if unit.parent_id]
        pairs += [(unit, child) for unit in self for child in unit.child_ids]
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for upper, lower in pairs:
            if KIND_RANK[upper.kind] >= KIND_RANK[lower.kind]:
                raise ValidationError(
                    self.env._(
                        "Sales unit %(unit)s, field Parent Unit: a unit of kind"
                        " “%(kind)s” cannot lie below %(parent)s, of kind"
                        " “%(parent_kind)s”.",
                        unit=lower.name,
                        kind=kinds[lower.kind],
                        parent=upper.name,
                        parent_kind=kinds[upper.kind],
                    )
                )

    @api.constrains("active")
    def _check_unused_when_archived(self):
        archived = self.filtered(lambda unit: not unit.active)
        if child := self.search([("parent_id", "in", archived.ids)], limit=1):
            raise ValidationError(
                self.env._(
                    "Sales unit %(unit)s, field Active: %(child)s lies below it. Give"
                    " it another parent or archive it first.",
                    unit=child.parent_id.name,
                    child=child.name,
                )
            )
        assignments = self.env["telecom.salesperson.assignment"]
        domain = [
            ("unit_id", "in", archived.ids),
            *assignments._get_unfinished_domain(),
        ]
        if row := assignments.search(domain, limit=1):
            raise ValidationError(
                self.env._(
                    "Sales unit %(unit)s, field Active: salesperson %(name)s is"
                    " assigned to it. Move the person first.",
                    unit=row.unit_id.name,
                    name=row.salesperson_id.name,
                )
            )

    @api.constrains("company_id")
    def _check_company_of_dependants(self):
        self.with_context(active_test=False).child_ids._check_company(["parent_id"])
        assignments = self.env["telecom.salesperson.assignment"]
        assignments.search([("unit_id", "in", self.ids)])._check_company(["unit_id"])

    def write(self, vals):
        # Odoo refuses a cycle before any constraint runs, and names no unit.
        parent = self.browse(vals.get("parent_id") or ())
        above = (parent.parent_path or "").split("/")
        for unit in self:
            if str(unit.id) in above:
                raise ValidationError(
                    self.env._(
                        "Sales unit %(unit)s, field Parent Unit: the unit would lie"
                        " below itself. Choose a parent outside its own subunits.",
                        unit=unit.name,
                    )
                )
        return super().write(vals)

    @api.readonly
    def action_open_salespeople(self):
        """Open the salespeople at work in the unit and in the units below it."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_salesperson_action"
        )
        return action | {"domain": self._get_salesperson_domain()}

    def _get_salesperson_domain(self):
        people = self.env["telecom.salesperson"]
        return [("unit_id", "child_of", self.ids), *people._get_at_work_domain()]

    @api.model
    def _get_city_unit(self, company):
        """Return the city bureau of a company, the first one if there are several."""
        return self.search(
            [("company_id", "=", company.id), ("kind", "=", "city")], limit=1
        )

    def _is_own_entry_enough(self):
        """Return whether the unit, or one above it, lets its own drafters decide."""
        return bool(
            self.search_count(
                [("id", "parent_of", self.ids), ("drafter_may_review", "=", True)],
                limit=1,
            )
        )

    def _find_responsible_manager(self):
        """Return the manager of the unit, else of the nearest unit above with one."""
        unit = self
        while unit and not unit.manager_id:
            unit = unit.parent_id
        return unit.manager_id
