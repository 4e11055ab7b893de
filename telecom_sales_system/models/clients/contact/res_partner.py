from odoo import api, models
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

from .contact_copies import CONTACT_FIELDS

# Context keys of display_name that add no contact data to it.
HARMLESS_KEYS = ("lang", "uid", "company")


class ResPartner(models.Model):
    """Partner whose name everybody reads, and whose contact data not everybody does."""

    _inherit = "res.partner"

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Compute the names; of a hidden client without address, e-mail or tax id.

        Names are read under sudo where a record points at the client; the user of the
        environment still is the one who asks.
        """
        field = self._fields["display_name"]
        keys = self.pool.field_depends_context[field]
        additions = {
            key: False
            for key in keys
            if key not in HARMLESS_KEYS and self.env.context.get(key)
        }
        hidden = self._find_hidden_clients() if additions else self.browse()
        super(ResPartner, self - hidden)._compute_display_name()
        plain = hidden.with_context(**additions)
        super(ResPartner, plain)._compute_display_name()
        for partner, named in zip(hidden, plain, strict=True):
            partner.display_name = named.display_name

    @api.depends_context("uid")
    def _compute_same_vat_partner_id(self):
        result = super()._compute_same_vat_partner_id()
        for name in ("same_vat_partner_id", "same_company_registry_partner_id"):
            found = self.mapped(name)
            hidden = found._find_hidden_clients()
            for partner in self:
                if partner[name] & hidden:
                    partner[name] = False
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def signup_get_auth_param(self):
        """Return the tokens with which clients sign up, whose page shows their address.

        :raises AccessError: a client is hidden from the user
        """
        if not self.env.su:
            self._check_clients_readable()
        return super().signup_get_auth_param()

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _find_hidden_clients(self):
        """Return those of the partners whose contact data the user may not read."""
        if not self.env.user._is_limited_to_own_clients():
            return self.browse()
        # sudo: the partners are searched by the rule itself; none is told
        partners = self.sudo().with_context(active_test=False)
        # Colleagues and plain contacts need no search: Odoo asks of each person that
        # it notifies about each other one.
        asked = partners._origin.filtered(
            lambda partner: (
                partner.partner_share and partner.commercial_partner_id.is_key_client
            )
        )
        if not asked:
            return self.browse()
        clients = self.env.user._get_readable_clients_domain()
        hidden = set(partners.search(Domain("id", "in", asked.ids) & ~clients).ids)
        return self.filtered(lambda partner: partner._origin.id in hidden)

    def _field_store_repr(self, field_name):
        """Leave contact data of hidden clients out of what the chatter is sent."""
        limited = self.env.user._is_limited_to_own_clients()
        if limited and field_name in CONTACT_FIELDS:
            hidden = self._find_hidden_clients()
            return [
                Store.Attr(field_name, predicate=lambda partner: partner not in hidden)
            ]
        return super()._field_store_repr(field_name)
