from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain


class TelecomSalesperson(models.Model):
    _inherit = "telecom.salesperson"

    client_count = fields.Integer(
        string="Clients",
        compute="_compute_client_count",
        help="Clients that the salesperson leads or deputises.",
    )

    def _compute_client_count(self):
        clients = self.env["res.partner"].search(self._get_clients_domain())
        led = clients.grouped("client_manager_id")
        deputised = clients.grouped("deputy_manager_id")
        for person in self:
            person.client_count = len(led.get(person, ())) + len(
                deputised.get(person, ())
            )

    @api.constrains("active")
    def _check_archived(self):
        result = super()._check_archived()
        for person in self.filtered(lambda person: not person.active):
            person._check_handed_over()
        return result

    @api.readonly
    def action_open_clients(self):
        """Open the clients that the salesperson leads or deputises."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.res_partner_action_client"
        )
        return action | {"domain": list(self._get_clients_domain()), "context": {}}

    def _get_clients_domain(self):
        """Return the domain of the clients that these people lead or deputise.

        Contacts follow their company and are left out.
        """
        return (
            Domain("client_manager_id", "in", self.ids)
            | Domain("deputy_manager_id", "in", self.ids)
        ) & self.env["res.partner"]._get_client_files_domain()

    def _find_clients(self):
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search(self._get_clients_domain())

    def _record_departure(self, last_day):
        self._check_handed_over()
        return super()._record_departure(last_day)

    def _check_handed_over(self):
        """Check that the salesperson has handed all clients over.

        :raises RedirectWarning: with an action that opens the handover
        """
        self.ensure_one()
        # sudo: the user may not see all clients of the salesperson
        count = len(self.sudo()._find_clients())
        if count:
            action = self.env.ref("telecom_sales_system.telecom_client_handover_action")
            raise RedirectWarning(
                self.env._(
                    "Salesperson %(name)s leads or deputises %(count)s clients. Hand"
                    " them over first.",
                    name=self.name,
                    count=count,
                ),
                action.id,
                self.env._("Hand Over Clients"),
                {
                    "default_salesperson_id": self.id,
                    "default_company_id": self.company_id.id,
                },
            )
