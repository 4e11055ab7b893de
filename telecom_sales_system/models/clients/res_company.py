from odoo import api, fields, models

from ..common.groups import INTERNAL_USER


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_idle_after_months = fields.Integer(
        string="Without Revenue After (Months)",
        default=6,
        help="Present and former key clients without revenue for so many months are"
        " listed as key clients without revenue.",
        groups=INTERNAL_USER,
    )
    telecom_maintenance_rate_floor = fields.Float(
        string="Minimum Rate of Maintenance Budgets",
        digits=(8, 4),
        default=0.02,
        help="Minimum share of last year's key-client revenue in a maintenance budget;"
        " also the default of new budgets.",
        groups=INTERNAL_USER,
    )

    telecom_client_reader_group_ids = fields.Many2many(
        "res.groups",
        "telecom_client_reader_group_rel",
        "company_id",
        "group_id",
        string="Groups That Read All Clients",
        default=lambda self: self.env.ref("base.group_user"),
        help="Among users without a role of Telecom Sales, members of these groups read"
        " the contact data of all key clients. Default: all internal users, as without"
        " this app. Whoever works for several companies needs a group of each.",
        groups=INTERNAL_USER,
    )

    _telecom_maintenance_rate_floor_range = models.Constraint(
        "CHECK (telecom_maintenance_rate_floor > 0"
        " AND telecom_maintenance_rate_floor <= 1)",
        "Company, field Minimum Rate of Maintenance Budgets: it must be above zero and"
        " at most 100%.",
    )
    _telecom_idle_after_months_positive = models.Constraint(
        "CHECK (telecom_idle_after_months > 0)",
        "Company, field Without Revenue After (Months): it must be above zero.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "telecom_client_reader_group_ids" in vals:
            self.env.registry.clear_cache()
        return result

    def _is_without_tiers(self):
        """Return whether no review was applied yet and no client ever had a tier."""
        # sudo: tiers and reviews of all units, whoever asks
        company = self.sudo()
        applied = company.env["telecom.tier.review.line"].search_count(
            [("company_id", "=", company.id), ("applied_on", "!=", False)], limit=1
        )
        return not applied and not company.env[
            "telecom.client.tier.history"
        ].search_count([("company_id", "=", company.id)], limit=1)

    @api.model
    def _set_client_readers(self):
        """Set the groups of companies that are older than the addon to the default."""
        # sudo: called once, when the addon is installed
        companies = (
            self.sudo().with_context(active_test=False).search([("id", "!=", False)])
        )
        companies.telecom_client_reader_group_ids = self.env.ref("base.group_user")
