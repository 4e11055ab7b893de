from odoo import api, models, tools
from odoo.fields import Domain

from .closed_fields import ClosedField
from .contact_copies import CLIENT, find_contact_copies


class IrRule(models.Model):
    """Record rules, and one more for each model that carries contact data of clients.

    Such a record is there for whoever may read the client, and for its own salesperson.
    """

    _inherit = "ir.rule"

    @api.model
    @tools.ormcache(
        "self.env.uid",
        "self.env.su",
        "model_name",
        "mode",
        "tuple(self._compute_domain_context_values())",
    )
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if not self.env.su:
            domain &= self._get_contact_copies_domain(model_name)
        return domain.optimize(self.env[model_name])

    @api.model
    def _get_contact_copies_domain(self, model_name):
        """Return the domain of the records whose contact data the user may read."""
        domains = self._get_contact_copies_domains(model_name)
        if not domains:
            return Domain.TRUE
        domain = Domain.AND(
            Domain(name, "=", False) | Domain(name, "any!", clients)
            for name, clients in domains.items()
        )
        owner = self.env[model_name]._fields.get("user_id")
        if owner and owner.store and owner.comodel_name == "res.users":
            domain |= Domain("user_id", "=", self.env.uid)
        return domain

    @api.model
    def _get_contact_copies_domains(self, model_name):
        """Return ``{many2one field: domain}`` of what a model takes contact data from.

        The field leads to the client, or to a record that has one.
        """
        clients = self.env.user._get_readable_clients_domain()
        if clients.is_true():
            return {}
        domains = {}
        for path in self._get_contact_copies_paths().get(model_name, ()):
            first, _dot, rest = path.partition(".")
            domain = self._get_path_domain(rest, clients)
            domains[first] = domains.get(first, Domain.TRUE) & domain
        return domains

    @api.model
    def _get_client_link_domain(self, model_name):
        """Return the domain of the records that the user may point others at."""
        clients = self.env.user._get_readable_clients_domain()
        if model_name == CLIENT:
            return clients
        if path := self.env[model_name]._inherits.get(CLIENT):
            return self._get_path_domain(path, clients)
        return self._get_contact_copies_domain(model_name)

    @api.model
    @tools.ormcache()
    def _get_contact_copies_paths(self):
        """Return ``{model: paths to the client}`` of the models with contact data.

        Fields that are closed to limited users need no rule for their records.
        """
        paths = {}
        for name, copies in find_contact_copies(self.env).items():
            fields = self.env[name]._fields
            open_copies = [
                copies[field]
                for field in copies
                if not isinstance(fields[field], ClosedField)
            ]
            if open_copies:
                paths[name] = tuple(sorted(set().union(*open_copies)))
        return paths

    @api.model
    @tools.ormcache("model_name")
    def _get_client_link_fields(self, model_name):
        """Return ``{field: comodel}`` of the relations to clients and their data."""
        targets = {CLIENT, *self._get_contact_copies_paths()}
        return {
            name: field.comodel_name
            for name, field in self.env[model_name]._fields.items()
            if field.relational
            and (
                field.comodel_name in targets
                or CLIENT in self.env[field.comodel_name]._inherits
            )
        }

    @api.model
    def _get_path_domain(self, path, clients):
        """Return the domain of records without a client, or with one of a domain."""
        for name in reversed(path.split(".") if path else ()):
            clients = Domain(name, "=", False) | Domain(name, "any!", clients)
        return clients
