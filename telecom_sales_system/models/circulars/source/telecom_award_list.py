from odoo import models


class TelecomAwardList(models.Model):
    """Award list whose approved prizes are announced by a circular."""

    _inherit = "telecom.award.list"

    def action_draft_circular(self):
        """Open the circular on the prizes; draft it if there is none."""
        self.ensure_one()
        circulars = self.env["telecom.circular"]
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company_id)
        return circulars._open_draft_on(self, "award", "award_list_id", city)
