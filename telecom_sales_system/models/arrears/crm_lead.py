from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_block_state = fields.Selection(
        [("none", "No Case"), ("warned", "Arrears Case"), ("blocked", "Blacklisted")],
        string="Order Block",
        compute="_compute_sales_block",
    )
    sales_block_message = fields.Text(
        string="About the Block", compute="_compute_sales_block"
    )

    @api.depends("partner_id", "company_id")
    def _compute_sales_block(self):
        for lead in self:
            partner = lead.partner_id.with_company(lead.company_id or self.env.company)
            lead.sales_block_state = partner.sales_block_state or "none"
            lead.sales_block_message = partner.sales_block_message
