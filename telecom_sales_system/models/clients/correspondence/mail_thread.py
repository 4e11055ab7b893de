from odoo import models
from odoo.fields import Domain

from ..contact.contact_copies import CLIENT


class MailThread(models.AbstractModel):
    """Followed records, searched by their followers."""

    _inherit = "mail.thread"

    def _search_message_partner_ids(self, operator, operand):
        """Search the followers under the rules of the user, not in superuser mode.

        Names of partners are searched in e-mail and tax id too.
        """
        by_ids = operator in ("in", "=") and not isinstance(operand, str)
        if (
            by_ids
            or operator in Domain.NEGATIVE_OPERATORS
            or self._is_open_to_all_clients()
        ):
            return super()._search_message_partner_ids(operator, operand)
        if operator not in ("any", "any!"):
            operand = Domain("display_name", operator, operand)
        partners = self.env[CLIENT].with_context(active_test=False).search(operand)
        return super()._search_message_partner_ids("in", partners.ids)
