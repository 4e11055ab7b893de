from odoo import models

from ..common.groups import ROLES


class IrHttp(models.AbstractModel):
    """The web client, which begins with the app's first page for people with a role."""

    _inherit = "ir.http"

    def session_info(self):
        """Add the first page of the app, unless the user chose another one.

        Administrators keep the page of Odoo: they work in every app.
        """
        result = super().session_info()
        user = self.env.user
        has_role = user._is_internal() and any(map(user.has_group, ROLES))
        if has_role and not result.get("home_action_id") and not user._is_system():
            home = self.env.ref("telecom_sales_system.telecom_setup_action_home")
            result["home_action_id"] = home.id
        return result
