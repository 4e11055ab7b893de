from odoo import models


class TelecomPaperMixin(models.AbstractModel):
    """What papers of the bureau share: who issues them, and how a month is written."""

    _name = "telecom.paper.mixin"
    _description = "Paper of the Bureau"

    def _issuer(self, company):
        """Return the name of the city bureau."""
        city = self.env["telecom.sales.unit"].search(
            [("company_id", "=", company.id), ("kind", "=", "city")], limit=1
        )
        return city.name or company.name

    def _month_name(self, period):
        """Return the month as the language writes it."""
        return self.env["telecom.performance.matrix"]._format_month(period.date_from)
