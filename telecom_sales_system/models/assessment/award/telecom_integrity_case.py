from odoo import models

from ...common.decision.confirmation import ask_first


class TelecomIntegrityCase(models.Model):
    """Case that costs the award of its year, also after the approval of the list."""

    _inherit = "telecom.integrity.case"

    @ask_first("_describe_proof")
    def action_prove(self):
        """Declare cases proved, and tell leaders which approved lists they reach."""
        result = super().action_prove()
        for company, cases in self.grouped("company_id").items():
            self.env["telecom.award.list"]._send_veto_notices(
                company, f"{min(cases.mapped('year'))}-01-01"
            )
        return result
