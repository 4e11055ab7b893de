from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomClientTierHistory(models.Model):
    """Every change of a client's tier: when, from what to what, by whom and why."""

    _name = "telecom.client.tier.history"
    _description = "Client Tier History"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    old_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    new_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    revenue = fields.Monetary(
        readonly=True, help="Revenue of the twelve months that proved the tier."
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Changed by", readonly=True)

    def write(self, vals):
        if self and vals:
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        raise UserError(self.env._("The history of a client's tier is never changed."))
