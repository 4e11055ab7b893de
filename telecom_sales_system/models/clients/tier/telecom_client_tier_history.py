from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class TelecomClientTierHistory(models.Model):
    """Change of a client's tier, with its date, both tiers, its user and its reason."""

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
        readonly=True, help="Revenue of the twelve months that decided the tier."
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Changed by", readonly=True)

    def write(self, vals):
        if self and vals:
            self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        raise UserError(self.env._("The history of a client's tier is never changed."))

    @api.model
    def _get_key_clients_query(self, day):
        """Return the query of the clients that had a tier at the end of a day."""
        return SQL(
            """
            SELECT last.partner_id
              FROM (SELECT DISTINCT ON (partner_id) partner_id, new_tier_id
                      FROM telecom_client_tier_history WHERE date <= %s
                  ORDER BY partner_id, date DESC, id DESC) last
             WHERE last.new_tier_id IS NOT NULL
            """,
            day,
        )

    def _count_key_clients(self, company, first_day, last_day):
        """Return how many key clients a company had, and how many came and went.

        :return: (on the last day, new since before the first day, lost since then)
        """
        self.env.flush_all()
        before, after = (
            {client for [client] in self.env.execute_query(query)}
            for query in (
                SQL(
                    "SELECT p.id FROM res_partner p WHERE p.id IN (%s)"
                    " AND (p.company_id IS NULL OR p.company_id = %s)",
                    self._get_key_clients_query(day),
                    company.id,
                )
                for day in (fields.Date.subtract(first_day, days=1), last_day)
            )
        )
        return len(after), len(after - before), len(before - after)
