from odoo import api, fields, models

from ...common.groups import INTERNAL_USER


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_block_state = fields.Selection(
        [("none", "No Case"), ("warned", "Arrears Case"), ("blocked", "Blacklisted")],
        string="Order Block",
        compute="_compute_sales_block",
        groups=INTERNAL_USER,
    )
    sales_block_message = fields.Text(
        string="About the Block",
        compute="_compute_sales_block",
        groups=INTERNAL_USER,
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("company", "lang")
    def _compute_sales_block(self):
        for company, leads in self.grouped("company_id").items():
            # The client may be one of a company that the user does not see.
            known = leads.partner_id._get_open_cases_by_partner(
                company or self.env.company
            )
            for lead in leads:
                # sudo: every user may know whether a client is blocked
                cases = self.env["telecom.blacklist.case"].sudo()
                cases = known.get(lead.partner_id, cases)
                state, message = cases._get_block()
                lead.sales_block_state, lead.sales_block_message = state, message
