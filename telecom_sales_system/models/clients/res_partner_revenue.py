from odoo import api, fields, models

from .res_partner import GROUPS


class ResPartner(models.Model):
    """Revenue of a client, computed on demand: posting an invoice writes no client.

    The figures obey the record rules of client revenue, so that nobody reads here what
    the list of revenue hides.
    """

    _inherit = "res.partner"

    client_revenue = fields.Monetary(
        string="Revenue This Year", compute="_compute_client_revenue", groups=GROUPS
    )
    client_revenue_before = fields.Monetary(
        string="Same Days Last Year",
        compute="_compute_client_revenue",
        groups=GROUPS,
        help="Revenue from 1 January to this day of the year before.",
    )
    client_growth = fields.Float(
        string="Growth",
        compute="_compute_client_revenue",
        groups=GROUPS,
        help="This year against the same days last year; empty without revenue then.",
    )

    @api.depends_context("uid", "company")
    def _compute_client_revenue(self):
        today = fields.Date.context_today(self)
        clients = self.commercial_partner_id
        this_year = self._get_revenue_of_year(clients, today)
        year_before = fields.Date.subtract(today, years=1)
        last_year = self._get_revenue_of_year(clients, year_before)
        for partner in self:
            client_id = partner.commercial_partner_id.id
            now, before = this_year.get(client_id, 0), last_year.get(client_id, 0)
            partner.client_revenue = now
            partner.client_revenue_before = before
            partner.client_growth = now / before - 1 if before else False

    def _get_revenue_of_year(self, clients, last_day):
        """Return ``{client id: revenue}`` from 1 January to ``last_day``."""
        first_day = last_day.replace(month=1, day=1)
        return self.env["telecom.client.revenue"]._get_revenue_by_client(
            clients, first_day, last_day, self.env.company
        )

    @api.readonly
    def action_open_client_revenue(self):
        """Open the revenue of the client by month and revenue line."""
        return self._get_client_action("telecom_client_revenue_action")

    @api.readonly
    def action_open_client_invoices(self):
        """Open the invoice lines that the revenue comes from."""
        action = self._get_client_action("telecom_client_revenue_action")
        return action | {"views": [(False, "list"), (False, "pivot")]}

    @api.readonly
    def action_open_tier_history(self):
        """Open the changes of the client's tier."""
        return self._get_client_action("telecom_client_tier_history_action")

    def _get_client_action(self, name):
        """Return an action of this addon for the records of the commercial entity."""
        self.ensure_one()
        client = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{name}"
        )
        return action | {
            "domain": [("partner_id", "=", client.id)],
            "context": {"default_partner_id": client.id},
        }
