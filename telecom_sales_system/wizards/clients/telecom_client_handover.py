from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.sentences import format_names

NAMED_CLIENTS = 5
AT_WORK = "[('id', '!=', salesperson_id), ('state', 'in', ('registered', 'suspended'))]"


class TelecomClientHandover(models.TransientModel):
    """Handover of all clients of a leaver, each to its deputy or to one person.

    A client has a lead and a deputy manager so that a leaver cannot take it along
    (AB 角).
    """

    _name = "telecom.client.handover"
    _description = "Handover of Clients"
    _check_company_auto = True

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        string="Handed Over by",
        required=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    new_lead_id = fields.Many2one(
        "telecom.salesperson",
        string="New Lead Manager",
        check_company=True,
        domain=AT_WORK,
        help="Empty: each client goes to its deputy manager.",
    )
    new_deputy_id = fields.Many2one(
        "telecom.salesperson",
        string="New Deputy Manager",
        check_company=True,
        domain=AT_WORK,
        help="Deputy of all these clients from now on; empty: to be named later.",
    )
    reason = fields.Char()
    lead_count = fields.Integer(string="Clients Led", compute="_compute_counts")
    orphan_count = fields.Integer(
        string="Of These without Deputy", compute="_compute_counts"
    )
    deputy_count = fields.Integer(string="Clients Deputised", compute="_compute_counts")

    @api.depends("salesperson_id")
    def _compute_counts(self):
        for handover in self:
            led, deputised = handover._get_led_and_deputised_clients()
            handover.lead_count = len(led)
            handover.orphan_count = len(led.filtered(lambda p: not p.deputy_manager_id))
            handover.deputy_count = len(deputised)

    def action_apply(self):
        """Give each client its new managers and note it in the client's chatter.

        :raises UserError: a client would have no lead, or one person twice
        """
        self.ensure_one()
        led, deputised = self._get_led_and_deputised_clients()
        if self.salesperson_id in self.new_lead_id + self.new_deputy_id:
            self._refuse_handover(
                self.env._(
                    "%s hands over the clients and cannot take over any.",
                    self.salesperson_id.name,
                )
            )
        managers = {client: self._get_managers_of_led_client(client) for client in led}
        for client in deputised:
            managers[client] = (client.client_manager_id, self.new_deputy_id)
        self._check_managers(managers)
        groups = self._group_clients_by_managers(managers)
        for (lead, deputy), clients in groups.items():
            clients.write(
                {"client_manager_id": lead.id, "deputy_manager_id": deputy.id}
            )
            clients._message_log_batch(
                bodies=dict.fromkeys(clients.ids, self._get_handover_note(lead, deputy))
            )

    def _get_led_and_deputised_clients(self):
        """Return the clients that the leaver leads, and those deputised."""
        person = self.salesperson_id
        clients = person._find_clients()
        led = clients.filtered(lambda p: p.client_manager_id == person)
        return led, clients - led

    def _get_managers_of_led_client(self, client):
        lead = self.new_lead_id or client.deputy_manager_id
        kept = self.new_lead_id and client.deputy_manager_id - lead
        return lead, self.new_deputy_id or kept or self.new_deputy_id

    def _check_managers(self, managers):
        orphans = [client for client, (lead, _deputy) in managers.items() if not lead]
        if orphans:
            self._refuse_handover(
                self.env._(
                    "These clients have no deputy: %s. Choose a new lead manager.",
                    self._format_client_names(orphans),
                )
            )
        twice = [c for c, (lead, deputy) in managers.items() if lead == deputy]
        if twice:
            self._refuse_handover(
                self.env._(
                    "%(name)s would lead and deputise at once: %(clients)s. Choose"
                    " another deputy.",
                    name=self.new_deputy_id.name,
                    clients=self._format_client_names(twice),
                )
            )

    def _refuse_handover(self, message):
        raise UserError(
            self.env._(
                "Handover from %(name)s: %(problem)s",
                name=self.salesperson_id.name,
                problem=message,
            )
        )

    def _format_client_names(self, clients):
        return format_names(
            self.env, [client.name for client in clients], NAMED_CLIENTS
        )

    def _group_clients_by_managers(self, managers):
        groups = {}
        for client, pair in managers.items():
            groups[pair] = groups.get(pair, client.browse()) + client
        return groups

    def _get_handover_note(self, lead, deputy):
        note = self.env._(
            "Handed over from %(old)s: lead %(lead)s, deputy %(deputy)s.",
            old=self.salesperson_id.name,
            lead=lead.name,
            deputy=deputy.name or "-",
        )
        return f"{note} {self.reason}" if self.reason else note
