from odoo import fields, models
from odoo.fields import Domain


class TelecomPeriodProblem(models.Model):
    _inherit = "telecom.period.problem"

    def _find_arrears(self, period):
        """Cases for which nobody answers as they should; none of them blocks."""
        # sudo: whoever closes the month is told of all cases of the company
        cases = self.env["telecom.blacklist.case"].sudo()
        here = Domain(cases._open_domain()) & Domain(
            "company_id", "=", period.company_id.id
        )
        led = here & Domain("partner_id.client_manager_id", "=", False)
        nobody = Domain("accountable_id", "=", False)
        gone = Domain("accountable_id.active", "=", False)
        late = Domain("deadline", "<", fields.Date.context_today(self))
        found = [
            self._case_problem(
                led,
                self.env._("Clients with an arrears case but without a lead manager"),
                "res.partner",
            ),
            self._case_problem(
                here & (nobody | gone),
                self.env._(
                    "Arrears cases for which nobody at work answers: give the unit a"
                    " manager, or name a salesperson"
                ),
            ),
            self._case_problem(
                here & late, self.env._("Arrears cases past their recovery deadline")
            ),
        ]
        return [problem for problem in found if problem["record_count"]]

    def _case_problem(self, domain, message, res_model="telecom.blacklist.case"):
        # sudo: as above; the records are opened with the user's own rights
        cases = self.env["telecom.blacklist.case"].sudo().search(domain)
        records = cases.partner_id if res_model == "res.partner" else cases
        return {
            "blocking": False,
            "message": message,
            "record_count": len(records),
            "amount": sum(cases.mapped("overdue_now")),
            "res_model": res_model,
            "res_domain": str([("id", "in", records.ids)]),
        }
