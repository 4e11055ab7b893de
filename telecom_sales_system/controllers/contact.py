from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ContactPortal(CustomerPortal):
    """Portal pages of documents, which show contact data of the client."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        document = super()._document_check_access(
            model_name, document_id, access_token=access_token
        )
        document.with_user(request.env.user)._check_clients_readable()
        return document
