from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("active")
    def _check_clients_handed_over(self):
        # sudo: who archives a user need not see the salespeople
        people = self.env["telecom.salesperson"].sudo()
        for person in people.search([("user_id", "in", self.ids)]):
            if not person.user_id.active:
                person._check_handed_over()
