from odoo import models


class TelecomContest(models.Model):
    """Contest whose winners are announced by a circular."""

    _inherit = "telecom.contest"

    def action_draft_circular(self):
        """Open the circular on the winners; draft it if there is none."""
        self.ensure_one()
        circulars = self.env["telecom.circular"]
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company_id)
        issuer = self.unit_id or city
        return circulars._open_draft_on(self, "award", "contest_id", issuer)
