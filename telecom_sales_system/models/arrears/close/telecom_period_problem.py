from odoo import models
from odoo.fields import Domain

from ..case.telecom_blacklist_case import CLIENT


class TelecomPeriodProblem(models.Model):
    _inherit = "telecom.period.problem"

    def _find_arrears(self, period):
        """Return problems of cases without an accountable person or past the deadline.

        Also debts that nobody watches yet. None of them blocks the close.
        """
        # sudo: the problems show all cases of the company, whoever closes the month
        cases = self.env["telecom.blacklist.case"].sudo()
        here = Domain(cases._get_open_domain()) & Domain(
            "company_id", "=", period.company_id.id
        )
        led = here & Domain("partner_id.client_manager_id", "=", False)
        nobody = Domain("accountable_id", "=", False)
        gone = Domain("accountable_id.active", "=", False)
        late = Domain("deadline", "<", period.company_id._telecom_today())
        found = [
            self._prepare_unwatched_problem(period),
            self._prepare_case_problem(
                period,
                led,
                self.env._("Clients with an arrears case but without a lead manager"),
                "res.partner",
            ),
            self._prepare_case_problem(
                period,
                here & (nobody | gone),
                self.env._(
                    "Arrears cases without an active accountable person: set a manager"
                    " of the unit, or a salesperson"
                ),
            ),
            self._prepare_case_problem(
                period,
                here & late,
                self.env._("Arrears cases past their recovery deadline"),
            ),
        ]
        return [problem for problem in found if problem["record_count"]]

    def _prepare_unwatched_problem(self, period):
        """Return the problem of overdue clients while the watch is not started."""
        company = period.company_id
        owed = (
            []
            if company.telecom_arrears_started_on
            else self.env["telecom.arrears"]._get_arrears(
                company, company._telecom_today()
            )
        )
        overdue = {row["partner_id"] for row in owed if row["overdue"]} - {None}
        return {
            "blocking": False,
            "message": self.env._(
                "Clients with overdue debts that nobody watches: see the preview in"
                " Configuration > Watch over Arrears, and start it"
            ),
            "record_count": len(overdue),
            "amount": sum(row["overdue"] for row in owed),
            "res_model": "res.partner",
            "res_domain": str([("id", "in", sorted(overdue))]),
        }

    def _prepare_case_problem(
        self, period, domain, message, res_model="telecom.blacklist.case"
    ):
        # sudo: as above; the records are opened with the user's own rights
        cases = self.env["telecom.blacklist.case"].sudo()
        by_client = {
            client.id: ids
            for client, ids in cases._read_group(domain, [CLIENT], ["id:array_agg"])
        }
        owed = self.env["telecom.arrears"]._get_arrears(
            period.company_id,
            period.company_id._telecom_today(),
            self.env["res.partner"].browse(by_client),
        )
        ids = [*by_client]
        if res_model == cases._name:
            ids = [case_id for found in by_client.values() for case_id in found]
        return {
            "blocking": False,
            "message": message,
            "record_count": len(ids),
            "amount": sum(row["overdue"] for row in owed),
            "res_model": res_model,
            "res_domain": str([("id", "in", ids)]),
        }
