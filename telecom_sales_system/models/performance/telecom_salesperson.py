from odoo import api, models


class TelecomSalesperson(models.Model):
    _inherit = "telecom.salesperson"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        # Incentives on invoices of these users had no salesperson until now.
        incentives = self.env["telecom.incentive"].sudo()
        self.env.add_to_compute(
            incentives._fields["salesperson_id"],
            incentives.search([("move_id.invoice_user_id", "in", people.user_id.ids)]),
        )
        return people
