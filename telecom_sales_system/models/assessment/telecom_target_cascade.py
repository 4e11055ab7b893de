from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_round


class TelecomTarget(models.Model):
    """Breakdown of a target to the units next below and to the people of the unit.

    A team's target is broken down to its people. Targets of ratios do not add up.
    """

    _inherit = "telecom.target"

    aggregation = fields.Selection(related="metric_id.aggregation")
    children_count = fields.Integer(
        string="Targets Below", compute="_compute_children", help="Set one level below."
    )
    children_sum = fields.Float(
        string="Broken Down",
        digits=(16, 2),
        compute="_compute_children",
        help="Targets of the units next below and of the people of the unit itself.",
    )
    difference = fields.Float(
        string="Not Broken Down",
        digits=(16, 2),
        compute="_compute_children",
        help="The target of the year minus its parts. Negative: the parts add up to"
        " more than the target.",
    )

    @api.depends("amount", "metric_id", "year", "unit_id", "team_id")
    def _compute_children(self):
        # sudo: the difference is the same for everybody who sees the target
        amounts = {}
        for child in self.sudo()._find_children():
            for parent in child._get_parent_scopes():
                key = (child.metric_id.id, child.year, parent._name, parent.id)
                amounts.setdefault(key, []).append(child.amount)
        for target in self:
            scope = target._get_scope()
            key = (target.metric_id._origin.id, target.year, scope._name)
            parts = amounts.get((*key, scope._origin.id), [])
            adds_up = bool(parts) and target.aggregation != "ratio"
            target.children_count = len(parts)
            target.children_sum = adds_up and float_round(sum(parts), 2)
            target.difference = adds_up and target.amount - target.children_sum

    def _find_children(self):
        """Find the targets one level below these."""
        return self.search(self._get_children_domain())

    def _get_children_domain(self):
        below = (
            Domain("unit_id.parent_id", "in", self.unit_id.ids)
            | Domain("salesperson_id.unit_id", "in", self.unit_id.ids)
            | Domain("salesperson_id.team_id", "in", self.team_id.ids)
        )
        return (
            below
            & Domain("metric_id", "in", self.metric_id.ids)
            & Domain("year", "in", self.mapped("year"))
        )

    def _get_parent_scopes(self):
        """Return the unit and the team whose targets this one is a part of."""
        person = self.salesperson_id
        if person:
            return [parent for parent in (person.unit_id, person.team_id) if parent]
        return [self.unit_id.parent_id] if self.unit_id.parent_id else []

    @api.readonly
    def action_open_children(self):
        """Open the targets that the year's target is broken down to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_target_action"
        )
        return action | {"domain": list(self._get_children_domain()), "context": {}}

    def action_break_down(self):
        """Open the grid of the units next below, or of the people where none is."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_target_entry_action"
        )
        context = {
            "default_metric_id": self.metric_id.id,
            "default_year": self.year,
            "default_kind": "unit" if self.unit_id.child_ids else "salesperson",
            "default_parent_id": self.unit_id.id,
        }
        return action | {"context": context}
