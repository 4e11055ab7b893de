from odoo import api, models

from ..common.groups import ROLES


class IrHttp(models.AbstractModel):
    """The web client, which begins with the app's first page for people with a role."""

    _inherit = "ir.http"

    def session_info(self):
        """Add the first page of the app, where it is the user's."""
        result = super().session_info()
        if home := self._find_home_action():
            result["home_action_id"] = home.id
        return result

    @api.model
    def _find_home_action(self):
        """Return the first page of the app, for users with a role; else None.

        Users keep the page that they chose. Administrators keep that of Odoo: they work
        in every app.
        """
        user = self.env.user
        if user.action_id or user.has_group("base.group_system"):
            return None
        if not any(map(user.has_group, ROLES)):
            return None
        return self.env.ref("telecom_sales_system.telecom_setup_action_home")
