from odoo import models, tools
from odoo.fields import Domain

from ...common.groups import SALESPERSON, WHOLE_COMPANY

ACCOUNTANTS = (
    "account.group_account_readonly",
    "account.group_account_invoice",
    "account.group_account_basic",
    "account.group_account_user",
    "account.group_account_manager",
)
# Expressions in templates read anything; by default, every internal user writes them.
TEMPLATE_EDITOR = "mail.group_mail_template_editor"


class ResUsers(models.Model):
    """Users, and which clients' contact data each of them may read."""

    _inherit = "res.users"

    def _has_group(self, group_ext_id):
        return super()._has_group(group_ext_id) and not (
            group_ext_id == TEMPLATE_EDITOR and self._is_limited_to_own_clients()
        )

    @tools.ormcache("self.id")
    def _is_limited_to_own_clients(self):
        """Return whether key clients of others are hidden from the user.

        Portal and public users have Odoo's own rules, which show less.
        """
        # sudo: whoever asks, the answer depends on the groups of the user only
        user = self.sudo()
        if not user.id or not user._is_internal():
            return False
        if any(user.has_group(group) for group in (*WHOLE_COMPANY, *ACCOUNTANTS)):
            return False
        if user.has_group(SALESPERSON):
            return True
        return not all(
            company.telecom_client_reader_group_ids & user.all_group_ids
            for company in user.company_ids
        )

    def _get_readable_clients_domain(self):
        """Return the domain of the partners whose contact data the user may read.

        Key client or not is asked of the commercial partner: contacts that were
        archived before their firm got its tier have not taken it over.
        """
        if not self._is_limited_to_own_clients():
            return Domain.TRUE
        own_file = Domain("user_id", "=", self.id)
        hidden = (
            Domain("is_key_client", "=", True)
            & Domain("user_id", "!=", self.id)
            & Domain("client_manager_id", "not any!", own_file)
            & Domain("deputy_manager_id", "not any!", own_file)
            & Domain(
                "sales_unit_id", "not any!", Domain("supervisor_ids", "in", self.ids)
            )
        )
        # sudo: the partners of the user's companies are known by their ids only
        own = self.sudo().partner_id + self.sudo().company_ids.partner_id
        return (
            Domain("partner_share", "=", False)
            | Domain("id", "in", own.ids)
            | Domain("commercial_partner_id", "not any!", hidden)
        )
