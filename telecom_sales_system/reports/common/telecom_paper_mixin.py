from odoo import models


class TelecomPaperMixin(models.AbstractModel):
    """Base of the bureau's papers: name of the issuer and format of a month."""

    _name = "telecom.paper.mixin"
    _description = "Paper of the Bureau"

    def _get_issuer_name(self, company):
        """Return the name of the city bureau."""
        city = self.env["telecom.sales.unit"]._get_city_unit(company)
        return city.name or company.name

    def _format_month(self, period):
        """Return the month as the language writes it."""
        return self.env["telecom.performance.matrix"]._format_month(period.date_from)
