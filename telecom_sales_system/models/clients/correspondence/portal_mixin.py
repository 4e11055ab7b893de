from odoo import models
from odoo.exceptions import AccessError

from ..contact.closed_fields import ClosedChar

# Who is the salesperson of a document
OWNERS = ("user_id", "invoice_user_id")


class PortalMixin(models.AbstractModel):
    """Documents whose portal page shows contact data of the client.

    The address of the page, with its token, opens it for anybody: it is for those only
    who may read the client. Letters that Odoo sends to the client keep it.

    Its salesperson prints the document all the same: this is the paper that he or she
    made out. So nobody becomes the salesperson of a hidden client's document alone.
    """

    _inherit = "portal.mixin"

    access_token = ClosedChar(prefetch=False)

    def write(self, vals):
        others = self._filter_documents_of_others()
        owners = {document: document._get_owners() for document in others}
        result = super().write(vals)
        for document in others:
            # Not by the values only: Odoo makes the user the salesperson of an order
            # that has none.
            if document._get_owners() != owners[document]:
                document._refuse_change_of_owner()
        return result

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

    def _filter_own_documents(self):
        """Return the documents whose salesperson the user is."""
        return self.filtered(lambda document: self.env.user in document._get_owners())

    def _filter_documents_of_others(self):
        """Return the documents of hidden clients whose salesperson is somebody else."""
        if self._is_open_to_all_clients():
            return self.browse()
        others = self - self._filter_own_documents()
        if not others._find_hidden_clients_of_records():
            return self.browse()
        return others.filtered(
            lambda document: document._find_hidden_clients_of_records()
        )

    def _get_owners(self):
        """Return who is the salesperson of the document."""
        # sudo: the salesperson may be of another company
        document = self.sudo()
        owners = document.env["res.users"]
        for name in OWNERS:
            field = document._fields.get(name)
            if field and field.store and field.comodel_name == "res.users":
                owners |= document[name]
        return owners

    def _refuse_change_of_owner(self):
        raise AccessError(
            self.env._(
                "%(model)s %(record)s: it is for a key client whose contact data you"
                " may not read, so you cannot change its salesperson. Ask the"
                " salesperson of the document or the customer service department.",
                model=self._description,
                record=self.display_name,
            )
        )
