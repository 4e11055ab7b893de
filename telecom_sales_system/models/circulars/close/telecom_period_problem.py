from odoo import models


class TelecomPeriodProblem(models.Model):
    _inherit = "telecom.period.problem"

    def _find_circulars(self, period):
        """Return a problem if no city bureau can issue the circulars of the month."""
        units = self.env["telecom.sales.unit"].sudo()
        if units._get_city_unit(period.company_id):
            return []
        return [
            {
                "blocking": False,
                "message": self.env._("There is no city bureau to issue the circulars"),
                "res_model": "telecom.sales.unit",
                "res_domain": str([("company_id", "=", period.company_id.id)]),
            }
        ]
