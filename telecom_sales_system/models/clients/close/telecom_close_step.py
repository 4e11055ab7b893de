from odoo import api, fields, models


class TelecomCloseStep(models.Model):
    """Step of the close that counts the key clients and proposes their tiers."""

    _inherit = "telecom.close.step"

    code = fields.Selection(
        selection_add=[("clients", "Client Facts")], ondelete={"clients": "cascade"}
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "clients": {"sequence": 30, "after_close": False},
        }

    def _get_figure_labels(self):
        return super()._get_figure_labels() | {
            "key_clients": (self.env._("Key Clients"), "count"),
            "new_clients": (self.env._("New"), "count"),
            "lost_clients": (self.env._("Lost"), "count"),
            "client_revenue": (self.env._("Their Revenue"), "money"),
        }

    def _run_clients(self):
        """Count the key clients, and propose tiers for the month, once."""
        period = self.period_id
        reviews = self.env["telecom.tier.review"].with_company(self.company_id)
        if self.env["telecom.client.tier"].search_count([], limit=1):
            reviews._create_month_review(period.date_to)
        now, new, lost = self.env["telecom.client.tier.history"]._count_key_clients(
            self.company_id, period.date_from, period.date_to
        )
        return {
            "key_clients": now,
            "new_clients": new,
            "lost_clients": lost,
            "client_revenue": self._get_key_client_revenue(period),
        }

    def _get_key_client_revenue(self, period):
        history = self.env["telecom.client.tier.history"]
        of_key_clients = history._get_revenue_domain(
            history._get_key_files_query(period.date_to), period.date_to
        )
        # sudo: a sum of the whole company, without the invoices
        [(revenue,)] = (
            self.env["telecom.client.revenue"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", period.company_id.id),
                    ("date", ">=", period.date_from),
                    ("date", "<=", period.date_to),
                    *of_key_clients,
                ],
                [],
                ["amount:sum"],
            )
        )
        return revenue or 0.0

    def _open_clients(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_tier_review_action"
        )
        return action | {"context": {}}
