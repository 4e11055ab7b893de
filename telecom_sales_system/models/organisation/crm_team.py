from odoo import api, fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Sales Unit",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=?', company_id)]",
    )
    team_kind = fields.Selection(
        [
            ("key_client", "Key Clients"),
            ("small_firm", "Small Firms"),
            ("product", "Product Line"),
            ("general", "General"),
        ],
        help="What the team was formed for.",
    )
    subject = fields.Char(help="What the team sells, in one line.")
    target_market = fields.Char(help="Whom the team sells to, in one line.")
    rules = fields.Html(
        string="Written Rules", help="How the team works and shares its results."
    )
    is_complete = fields.Boolean(
        string="Team Complete",
        compute="_compute_is_complete",
        store=True,
        help="A team is complete when it has a subject, a target market and written rules.",
    )
    salesperson_ids = fields.One2many(
        "telecom.salesperson", "team_id", string="Full-Time Salespeople"
    )

    @api.depends("subject", "target_market", "rules")
    def _compute_is_complete(self):
        for team in self:
            team.is_complete = bool(team.subject and team.target_market and team.rules)
