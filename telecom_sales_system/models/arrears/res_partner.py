from odoo import api, fields, models

from ..clients.res_partner import GROUPS


class ResPartner(models.Model):
    _inherit = "res.partner"

    client_overdue = fields.Monetary(
        string="Overdue", compute="_compute_client_overdue", groups=GROUPS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_client_overdue(self):
        self.env.flush_all()
        owed = dict(
            self.env["telecom.arrears.item"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("days_overdue", ">", 0),
                ],
                ["partner_id"],
                ["residual:sum"],
            )
        )
        for partner in self:
            partner.client_overdue = owed.get(partner.commercial_partner_id, 0.0)

    def action_open_arrears(self):
        """Open what the client owes today."""
        return self._client_action("telecom_arrears_item_action")
