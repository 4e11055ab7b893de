from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner_revenue import GROUPS


class ResPartner(models.Model):
    """Lost clients: present or former key clients without revenue for some months."""

    _inherit = "res.partner"

    is_lost_client = fields.Boolean(
        string="Lost Client",
        compute="_compute_is_lost_client",
        search="_search_is_lost_client",
        groups=GROUPS,
        help="A present or former key client without revenue for the months in the"
        " settings.",
    )
    last_revenue_date = fields.Date(
        string="Last Revenue", compute="_compute_last_revenue_date", groups=GROUPS
    )

    @api.depends_context("uid", "company")
    def _compute_is_lost_client(self):
        clients = self.with_context(active_test=False)
        lost = clients.search([("id", "in", self.ids), ("is_lost_client", "=", True)])
        for partner in self:
            partner.is_lost_client = partner._origin in lost

    @api.depends_context("uid", "company")
    def _compute_last_revenue_date(self):
        self.env.flush_all()
        last = dict(
            self.env["telecom.client.revenue"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                    ("amount", ">", 0),
                ],
                ["partner_id"],
                ["date:max"],
            )
        )
        for partner in self:
            partner.last_revenue_date = last.get(partner.commercial_partner_id)

    def _search_is_lost_client(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env.flush_all()
        months = self.env.company.telecom_lost_after_months
        since = fields.Date.context_today(self) - relativedelta(months=months)
        buying = SQL(
            """(
            SELECT partner_id FROM (%(revenue)s) line
             WHERE company_id = %(company)s AND date > %(since)s
          GROUP BY partner_id HAVING SUM(amount) > 0)
            """,
            revenue=self.env["telecom.client.revenue"]._table_query,
            company=self.env.company.id,
            since=since,
        )
        return Domain("key_client_since", "<=", since) & Domain(
            "commercial_partner_id", "not in", buying
        )
