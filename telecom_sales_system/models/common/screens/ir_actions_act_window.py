import re

from odoo import models

from ..groups import SALESPERSON, UNIT_MANAGER, WHOLE_COMPANY
from .ir_actions_actions import BY_CODE

BY_ROLE = "'telecom_search_by_role': True"
GROUP_BY_ROLE = re.compile(r"'telecom_group_by_role': '(\w+)'")
GROUP = r"'search_default_\1': 1"
MINE = "'search_default_mine': 1"
MY_UNIT = "'search_default_my_unit': 1"


class IrActionsActWindow(models.Model):
    """Menus whose lists open with the filter of the user's role.

    An action asks for it by ``telecom_search_by_role`` in its context; its search view
    has the filters ``mine`` (salespeople) and ``my_unit`` (unit managers). Whoever sees
    the whole company begins without a filter; with ``telecom_group_by_role`` in the
    context, its value names the filter that groups their rows, by unit with a total.
    Filters can be removed as any others.
    """

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        action = super()._get_action_dict()
        context = action.get("context") or ""
        if BY_ROLE in context and not self.env.context.get(BY_CODE):
            context = context.replace(BY_ROLE, self._get_role_filter())
            if self._can_see_whole_company():
                context = GROUP_BY_ROLE.sub(GROUP, context)
            action["context"] = context
        return action

    def _can_see_whole_company(self):
        return any(map(self.env.user.has_group, WHOLE_COMPANY))

    def _get_role_filter(self):
        """Return the context key of the filter that the user's role begins with."""
        user = self.env.user
        if self._can_see_whole_company():
            return BY_ROLE
        if user.has_group(UNIT_MANAGER):
            return MY_UNIT
        return MINE if user.has_group(SALESPERSON) else BY_ROLE
