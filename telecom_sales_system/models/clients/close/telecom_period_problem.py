from odoo import models
from odoo.fields import Domain


class TelecomPeriodProblem(models.Model):
    """Problems of key clients that lack a unit, a manager or their first tiers."""

    _inherit = "telecom.period.problem"

    def _find_clients(self, period):
        """Return key clients without unit, lead or deputy manager, and the lack of
        any; none blocks."""
        messages = {
            "sales_unit_id": self.env._("Key clients without a unit"),
            "client_manager_id": self.env._("Key clients without a lead manager"),
            "deputy_manager_id": self.env._("Key clients without a deputy manager"),
        }
        key = Domain("is_key_client", "=", True)
        key &= self.env["res.partner"]._get_client_files_domain()
        problems = [
            problem
            for field, message in messages.items()
            for problem in self._prepare_record_problems(
                period, "res.partner", key & Domain(field, "=", False), message
            )
        ]
        waiting = Domain("kind", "=", "opening") & Domain("state", "!=", "applied")
        return problems + self._prepare_record_problems(
            period,
            "telecom.tier.review",
            waiting,
            self.env._(
                "The opening review of the clients' tiers is not applied: nobody is a"
                " key client yet"
            ),
        )
