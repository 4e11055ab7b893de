from odoo import models
from odoo.fields import Domain


class TelecomAwardList(models.Model):
    """Award list whose prizes, or whose withdrawal, are announced by a circular."""

    _inherit = "telecom.award.list"

    def action_draft_circular(self):
        """Open the circular on the prizes; draft it if there is none.

        That of a withdrawn list supersedes the one that announced its prizes.
        """
        self.ensure_one()
        circulars = self.env["telecom.circular"]
        city = self.env["telecom.sales.unit"]._get_city_unit(self.company_id)
        if self.state == "withdrawn":
            return self._open_withdrawal_circular(city)
        return circulars._open_draft_on(self, "award", "award_list_id", city)

    def _open_withdrawal_circular(self, city):
        """Open the circular on the withdrawal; draft it if there is none.

        If several circulars announced the prizes, each is superseded by one.
        """
        circulars = self.env["telecom.circular"]
        here = Domain("award_list_id", "=", self.id)
        found = circulars.search(
            here
            & Domain("kind", "=", "award_withdrawal")
            & Domain("superseded_by_ids", "=", False),
            order="id desc",
            limit=1,
        )
        announced = circulars.search(
            here & Domain("kind", "=", "award") & Domain("state", "=", "issued"),
            limit=1,
        )
        if not found or (announced and found.state == "issued"):
            found = circulars.create(
                {
                    "kind": "award_withdrawal",
                    "award_list_id": self.id,
                    "contest_id": announced.contest_id.id,
                    "unit_id": city.id,
                    "company_id": self.company_id.id,
                    "supersedes_id": announced.id,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": circulars._name,
            "res_id": found.id,
            "views": [(False, "form")],
        }
