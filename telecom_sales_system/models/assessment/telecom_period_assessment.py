from odoo import api, models


class TelecomPeriod(models.Model):
    """The scorecards of a month, on its page."""

    _inherit = "telecom.period"

    def action_score(self):
        """Create and score the cards of all units, then open them.

        Published cards stay as they are.
        """
        for period in self:
            period.check_access("write")
            cards = self.env["telecom.assessment"]._prepare(period)
            cards.filtered(lambda card: card.state != "published").action_compute()
        return self.action_open_cards()

    @api.readonly
    def action_open_cards(self):
        """Open the scorecards of the month."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_assessment_action"
        )
        domain = [("period_id", "in", self.ids)]
        return action | {"domain": domain, "context": {"search_default_year": 1}}
