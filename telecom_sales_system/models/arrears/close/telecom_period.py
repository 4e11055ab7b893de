from odoo import api, fields, models


class TelecomPeriod(models.Model):
    _inherit = "telecom.period"

    overdue = fields.Monetary(string="Overdue at Month End", compute="_compute_overdue")

    @api.depends("state", "computed_on")
    def _compute_overdue(self):
        sums = dict(
            self.env["telecom.arrears.balance"]._read_group(
                [("period_id", "in", self.ids)], ["period_id"], ["overdue:sum"]
            )
        )
        for period in self:
            period.overdue = sums.get(period, 0.0)

    @api.readonly
    def action_open_arrears(self):
        """Open what clients owed at the end of the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_arrears_balance_action"
        )
        return action | {"domain": [("period_id", "=", self.id)], "context": {}}

    def _prepare_facts_at_close(self):
        """Keep the limits of the ageing buckets, too."""
        facts = super()._prepare_facts_at_close()
        return facts | {"ageing": self.company_id._get_ageing_limits()}

    def _get_ageing_limits(self):
        """Return the limits of the ageing buckets by which the debts are sorted."""
        # sudo: kept facts, whoever reads the debts
        kept = (self.sudo().facts_at_close or {}).get("ageing")
        return kept or self.company_id._get_ageing_limits()

    def _rebuild_figures(self):
        """Rebuild the arrears balances of the month, too."""
        codes = super()._rebuild_figures()
        self._rebuild_arrears()
        return [*codes, "arrears"]

    def _rebuild_arrears(self):
        # sudo: no user has rights to write balances, as with the ledger
        self.env["telecom.arrears.balance"].sudo()._rebuild_balances(self)
