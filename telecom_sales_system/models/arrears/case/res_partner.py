from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...common.groups import ANY_ROLE, SERVICE


class ResPartner(models.Model):
    _inherit = "res.partner"

    client_case_count = fields.Integer(
        string="Arrears Cases", compute="_compute_client_cases", groups=ANY_ROLE
    )
    client_may_open_case = fields.Boolean(
        compute="_compute_client_cases",
        groups=ANY_ROLE,
        help="Something is overdue, and there is no open case of the client.",
    )

    @api.depends_context("uid", "company")
    def _compute_client_cases(self):
        cases = self.env["telecom.blacklist.case"]
        domain = self._get_cases_domain()
        counts = Counter()
        for owner, count in cases._read_group(domain, ["partner_id"], ["__count"]):
            counts[owner.commercial_partner_id] += count
        # sudo: open cases count even if the user cannot see them
        going_on = cases.sudo().search([*domain, *cases._get_open_domain()])
        going_on = going_on.partner_id.commercial_partner_id
        for partner in self:
            client = partner.commercial_partner_id
            partner.client_case_count = counts[client]
            partner.client_may_open_case = (
                client not in going_on
                and client.client_overdue > 0
                and client._can_open_case()
            )

    @api.readonly
    def action_open_cases(self):
        """Open the arrears cases of the client, also those that are over."""
        return self.env["telecom.blacklist.case"]._get_cases_action(
            self._get_cases_domain()
        )

    def action_start_case(self):
        """Open an arrears case by hand, without waiting for the nightly watch.

        :return: the action that shows it
        :raises AccessError: the user neither leads the client nor manages its unit
        :raises UserError: nothing is overdue, or the client has an open case
        """
        self.ensure_one()
        client = self.commercial_partner_id
        company = self.env.company
        day = company._telecom_today()
        if not client._can_open_case():
            raise AccessError(
                self.env._(
                    "Client %s: only its lead manager, the manager of its unit or the"
                    " customer service department can open a case.",
                    client.display_name,
                )
            )
        # sudo: only the watch and this button create cases
        cases = self.env["telecom.blacklist.case"].sudo()
        if cases.search_count([*client._get_cases_domain(), *cases._get_open_domain()]):
            raise UserError(
                self.env._(
                    "Client %s has an open arrears case already.", client.display_name
                )
            )
        if not self.env["telecom.arrears"]._get_overdue_debts(company, day, client):
            raise UserError(
                self.env._(
                    "Client %s has no overdue debts today.",
                    client.display_name,
                )
            )
        # The user wants to follow this client, so any overdue debt keeps it open.
        case = cases._create_cases(client, day, company, threshold=1)
        case._message_log(
            body=self.env._("Opened by hand by %s.", self.env.user.name),
            author_id=self.env.user.partner_id.id,
        )
        case._update_activities()
        return case.sudo(False).get_formview_action()

    def _get_cases_domain(self):
        """Return the domain of the clients' cases with the current company.

        A client of a case may later become a contact of another client.
        """
        clients = self.commercial_partner_id
        return [
            ("partner_id.commercial_partner_id", "in", clients.ids),
            ("company_id", "=", self.env.company.id),
        ]

    def _can_open_case(self):
        """Return whether the user serves the client, or is of the department."""
        user = self.env.user
        if user.has_group(SERVICE):
            return True
        # sudo: the user may have no access to the files of the client's managers
        client = self.sudo()
        return user in client.client_manager_id.user_id + (
            client.sales_unit_id.supervisor_ids
        )
