from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import float_round

from ...models.assessment.metric.telecom_metric import SCOPES
from ...models.common.groups import SERVICE


class TelecomTargetEntry(models.TransientModel):
    """All targets of a metric for a year on one page, next to the year before."""

    _name = "telecom.target.entry"
    _description = "Enter Targets"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True, default=lambda self: self.env.company._telecom_today().year
    )
    metric_id = fields.Many2one(
        "telecom.metric",
        required=True,
        check_company=True,
        default=lambda self: self.env["telecom.metric"].search(
            [("company_id", "in", [False, self.env.company.id])], limit=1
        ),
    )
    kind = fields.Selection(
        [("unit", "Units"), ("team", "Teams"), ("salesperson", "Salespeople")],
        string="Targets Of",
        required=True,
        default="unit",
    )
    parent_id = fields.Many2one(
        "telecom.sales.unit",
        string="Parent Unit",
        check_company=True,
        help="Only targets directly below this unit. Empty: all targets that you may"
        " set.",
    )
    phasing = fields.Selection(
        [("equal", "Equal Months"), ("seasonal", "As Last Year")],
        required=True,
        default="equal",
        help="How targets that are new here are split into months.",
    )
    line_ids = fields.One2many(
        "telecom.target.entry.line",
        "entry_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    total = fields.Float(digits=(16, 2), compute="_compute_total")
    parent_amount = fields.Float(
        string="Target of the Unit Above",
        digits=(16, 2),
        compute="_compute_parent_amount",
    )
    elsewhere_amount = fields.Float(
        string="Broken Down Elsewhere",
        digits=(16, 2),
        compute="_compute_parent_amount",
        help="Parts of the target of the unit above that are not in this list, such as"
        " the targets of its own people.",
    )
    difference = fields.Float(
        string="Not Broken Down", digits=(16, 2), compute="_compute_total"
    )

    @api.depends("metric_id", "year", "kind", "parent_id", "company_id")
    def _compute_line_ids(self):
        for entry in self:
            rows = entry._prepare_lines() if entry.metric_id else []
            entry.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("metric_id", "year", "parent_id", "kind", "line_ids.target_id")
    def _compute_parent_amount(self):
        for entry in self:
            # sudo: a manager breaks down the target of the own unit, set from above
            target = (
                self.env["telecom.target"]
                .sudo()
                .search(
                    [
                        ("metric_id", "=", entry.metric_id.id),
                        ("year", "=", entry.year),
                        ("unit_id", "=", entry.parent_id.id or 0),
                    ],
                    limit=1,
                )
            )
            entry.parent_amount = target.amount
            elsewhere = target._find_children() - entry.line_ids.target_id
            if entry.kind == "team":
                # A team's target repeats the targets of its people.
                elsewhere = elsewhere.filtered("unit_id")
            entry.elsewhere_amount = float_round(sum(elsewhere.mapped("amount")), 2)

    @api.depends("line_ids.amount", "parent_amount", "elsewhere_amount")
    def _compute_total(self):
        for entry in self:
            entry.total = float_round(sum(entry.line_ids.mapped("amount")), 2)
            entry.difference = (
                entry.parent_amount - entry.elsewhere_amount - entry.total
            )

    def action_save(self):
        """Write the targets that were changed; an empty line stays without one."""
        self.ensure_one()
        fresh = []
        for line in self.line_ids:
            if line.target_id and line.target_id.amount != line.amount:
                line.target_id.amount = line.amount
            elif line.amount and not line.target_id:
                fresh.append(line._prepare_target())
        self.env["telecom.target"].create(fresh)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_target_action"
        )
        domain = [("metric_id", "=", self.metric_id.id), ("year", "=", self.year)]
        return action | {"domain": domain, "target": "main"}

    def _prepare_lines(self):
        scopes = self._find_scopes()
        field = self.env["telecom.target"]._get_scope_field(scopes)
        targets = {
            (target.year, target[field]): target
            for target in self.env["telecom.target"].search(
                [
                    ("metric_id", "=", self.metric_id.id),
                    ("year", "in", (self.year, self.year - 1)),
                    (field, "in", scopes.ids),
                ]
            )
        }
        reached = self._get_reached_figures(field, scopes)
        none = self.env["telecom.target"]
        rows = []
        for scope in scopes:
            target = targets.get((self.year, scope), none)
            before = targets.get((self.year - 1, scope), none)
            rows.append(
                {
                    field: scope.id,
                    "target_id": target.id,
                    "amount": target.amount,
                    "last_target": before.amount,
                    "last_figure": reached.get(scope, 0.0),
                    "has_last_figure": scope in reached,
                }
            )
        return rows

    def _find_scopes(self):
        """Find the units, teams or salespeople whose target the user may set."""
        domain = Domain("company_id", "=", self.company_id.id)
        above = {"unit": "parent_id"}.get(self.kind, "unit_id")
        if self.kind == "team":
            domain = Domain("unit_id.company_id", "=", self.company_id.id)
        if self.kind == "salesperson":
            domain &= Domain("state", "in", ("registered", "suspended"))
        if self.parent_id:
            domain &= Domain(above, "=", self.parent_id.id)
        if not self.env.user.has_group(SERVICE):
            below = f"{above}.supervisor_ids"
            domain &= Domain(below, "in", self.env.uid)
            if self.kind == "salesperson":
                domain &= Domain("user_id", "!=", self.env.uid)
        return self.env[SCOPES[self.kind]].search(domain)

    def _get_reached_figures(self, field, scopes):
        """Return ``{scope: figure}`` of the year before, as far as it was measured."""
        return {
            value[field]: value.year_to_date
            for value in self.env["telecom.metric.value"].search(
                [
                    ("metric_id", "=", self.metric_id.id),
                    ("year", "=", str(self.year - 1)),
                    (field, "in", scopes.ids),
                    ("has_year_to_date", "=", True),
                ],
                order="date",
            )
        }
