from odoo import fields, models
from odoo.exceptions import UserError

from ...common.unique_message import find_duplicate


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Client tier %(holder)s, field Code: it uses “%(value)s” already.",
        **find_duplicate(env, "telecom.client.tier", diagnostics),
    )


def _get_duplicate_threshold_message(env, diagnostics):
    return env._(
        "Client tier %(holder)s, field Threshold: it begins at %(value)s already; two"
        " tiers cannot begin at the same revenue.",
        **find_duplicate(env, "telecom.client.tier", diagnostics),
    )


class TelecomClientTier(models.Model):
    """A rank of key clients by yearly revenue, and what its clients are entitled to.

    Of one company, which reviews the clients that have it.
    """

    _name = "telecom.client.tier"
    _description = "Client Tier"
    _order = "threshold desc, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    threshold = fields.Monetary(
        required=True,
        help="Minimum revenue of the last twelve months for a client of this tier.",
    )
    visit_interval_days = fields.Integer(
        string="Visit Every (Days)",
        help="Number of days between two visits to a client of this tier.",
    )
    is_invited = fields.Boolean(
        string="Invited to Activities", help="Invited to maintenance activities."
    )
    budget_weight = fields.Float(
        digits=(8, 2),
        default=1.0,
        help="Share of a client in the maintenance budget, against other tiers.",
    )

    _code_uniq = models.UniqueIndex("(company_id, code)", _get_duplicate_code_message)
    _threshold_uniq = models.UniqueIndex(
        "(company_id, threshold) WHERE active", _get_duplicate_threshold_message
    )
    _threshold_positive = models.Constraint(
        "CHECK (threshold > 0)", "Client tier, field Threshold: it must be above zero."
    )
    _entitlements_positive = models.Constraint(
        "CHECK (visit_interval_days >= 0 AND budget_weight >= 0)",
        "Client tier, entitlements: they cannot be negative.",
    )

    def action_copy_samples(self):
        """Give the current company the sample tiers as they are now.

        :raises UserError: it has tiers, or the samples were deleted
        """
        company = self.env.company
        self.check_access("create")
        tiers = self.with_context(active_test=False)
        if tiers.search_count([("company_id", "=", company.id)], limit=1):
            raise UserError(
                self.env._("%s has client tiers already: change those.", company.name)
            )
        # sudo: the samples came with the first company, which the user may not see
        names = self.env["ir.model.data"].sudo()
        found = names.search(
            [("module", "=", "telecom_sales_system"), ("model", "=", self._name)]
        )
        samples = self.sudo().browse(found.mapped("res_id")).exists()
        if not samples:
            raise UserError(
                self.env._("The sample tiers were deleted: enter the tiers by hand.")
            )
        self.create([dict(vals, company_id=company.id) for vals in samples.copy_data()])
