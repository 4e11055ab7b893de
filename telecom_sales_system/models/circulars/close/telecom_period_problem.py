from odoo import models
from odoo.fields import Domain


class TelecomPeriodProblem(models.Model):
    _inherit = "telecom.period.problem"

    def _find_circulars(self, period):
        """Find withdrawn prizes that are still announced, and a missing city bureau."""
        problems = self._prepare_record_problems(
            period,
            "telecom.circular",
            Domain("kind", "=", "award")
            & Domain("state", "=", "issued")
            & Domain("award_list_id.state", "=", "withdrawn"),
            self.env._(
                "Circulars on prizes that were withdrawn, without one on the withdrawal"
            ),
        )
        units = self.env["telecom.sales.unit"].sudo()
        if units._get_city_unit(period.company_id):
            return problems
        return [
            *problems,
            {
                "blocking": False,
                "message": self.env._("There is no city bureau to issue the circulars"),
                "res_model": "telecom.sales.unit",
                "res_domain": str([("company_id", "=", period.company_id.id)]),
            },
        ]
