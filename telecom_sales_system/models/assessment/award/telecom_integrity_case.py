from odoo import models

from ...common.groups import LEADER


class TelecomIntegrityCase(models.Model):
    """Case that costs the award of its year, also after the approval of the list."""

    _inherit = "telecom.integrity.case"

    def action_prove(self):
        """Declare cases proved, and tell leaders which approved lists they reach."""
        result = super().action_prove()
        for company, cases in self.grouped("company_id").items():
            lists = self.env["telecom.award.list"]._find_lists_with_vetoes(
                company, f"{min(cases.mapped('year'))}-01-01"
            )
            cases._ask_for_withdrawal(lists)
        return result

    def _ask_for_withdrawal(self, lists):
        # sudo: the case was decided; the log of the list says what follows from it
        for record in lists.sudo():
            leaders = (
                self.env.ref(LEADER)
                .sudo()
                .all_user_ids.filtered(
                    lambda user, record=record: record.company_id in user.company_ids
                )
            )
            record.message_post(
                body=self.env._(
                    "A veto applies to %s by now. Withdraw the list, then compute a new"
                    " one.",
                    ", ".join(record._find_vetoed_units().mapped("name")),
                ),
                partner_ids=leaders.partner_id.ids,
            )
