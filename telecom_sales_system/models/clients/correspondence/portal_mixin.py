from odoo import models

from ..contact.closed_fields import ClosedChar


class PortalMixin(models.AbstractModel):
    """Documents whose portal page shows contact data of the client.

    The address of the page, with its token, opens it for anybody: it is for those only
    who may read the client. Letters that Odoo sends to the client keep it.
    """

    _inherit = "portal.mixin"

    access_token = ClosedChar(prefetch=False)

    def get_portal_url(self, *args, **kwargs):
        """Return the address of the portal page.

        :raises AccessError: the client is hidden from the user
        """
        if not self.env.su:
            self._check_clients_readable()
        return super().get_portal_url(*args, **kwargs)

    def _portal_ensure_token(self):
        # sudo: limited users cannot read the token; who is told it was checked before
        return super(PortalMixin, self.sudo())._portal_ensure_token()

    def _get_share_url(self, *args, **kwargs):
        if not self.env.su:
            self._check_clients_readable()
        return super()._get_share_url(*args, **kwargs)
