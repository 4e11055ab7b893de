from odoo import models


class TelecomAwardList(models.Model):
    """Award list whose approved prizes are announced by a circular."""

    _inherit = "telecom.award.list"

    def action_draft_circular(self):
        """Open the circular on the prizes; draft it if there is none."""
        self.ensure_one()
        circulars = self.env["telecom.circular"]
        return circulars._open_draft_on(
            self, "award", "award_list_id", circulars._get_city_bureau(self.company_id)
        )
