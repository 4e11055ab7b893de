from odoo import api, fields, models

from .telecom_metric import SCOPES

SCOPE_FIELDS = {kind: f"{kind}_id" for kind in SCOPES}


class TelecomScopeMixin(models.AbstractModel):
    """Figure of one unit, one team or one salesperson."""

    _name = "telecom.scope.mixin"
    _description = "Figure of a Unit, a Team or a Salesperson"

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", ondelete="restrict", check_company=True
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    scope = fields.Char(
        compute="_compute_scope",
        help="Unit, team or salesperson that the figure belongs to.",
    )

    @api.depends("unit_id", "team_id", "salesperson_id")
    def _compute_scope(self):
        for record in self:
            record.scope = record._get_scope().display_name

    def _get_scope(self):
        """Return the unit, team or salesperson."""
        self.ensure_one()
        return self.unit_id or self.team_id or self.salesperson_id

    @api.model
    def _get_scope_field(self, scopes):
        """Return the name of the field that holds scopes of this kind."""
        [kind] = [kind for kind, model in SCOPES.items() if model == scopes._name]
        return SCOPE_FIELDS[kind]
