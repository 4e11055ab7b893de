"""Find the fields of all models that hold contact data of clients."""

import re
from collections import defaultdict

CLIENT = "res.partner"
# Contact data of res.partner itself; fields computed from these are found.
CONTACT_FIELDS = frozenset(
    {
        "bank_ids",
        "comment",
        "company_registry",
        "email",
        "phone",
        "street",
        "street2",
        "city",
        "vat",
        "website",
        "zip",
    }
)
# A field of this name next to a partner is a copy, however it is filled.
COPY = re.compile(
    r"(partner_|client_|contact_)?"
    r"(phone|mobile|email|street2?|city|vat|website|zip)"
    r"(_(from|to|cc|raw|address|normalized|sanitized|formatted))?"
)
TEXT = ("char", "text", "html")
# Their own contact data is that of colleagues and of the bureau.
NO_CLIENTS = ("res.company", "res.users")
# What display_name shows besides the name is decided where it is computed.
NO_CONTACT_DATA = ("display_name",)


def find_contact_copies(env):
    """Return ``{model: {field: paths to the client}}`` of the models with a table.

    A path is a dotted chain of many2one fields that ends at res.partner.
    """
    copies = defaultdict(lambda: defaultdict(set))
    for name in CONTACT_FIELDS:
        copies[CLIENT][name].add("")
    models = [
        model
        for name, model in env.items()
        if not model._abstract
        and name not in NO_CLIENTS
        and CLIENT not in model._inherits
    ]
    for model in models:
        if model._name != CLIENT:
            _add_own_copies(copies, model)
    while any([_add_derived_copies(env, copies, model) for model in models]):
        pass
    copies.pop(CLIENT)
    return {model: dict(fields) for model, fields in copies.items() if fields}


def get_partner_fields(model):
    """Return the names of the stored many2one fields of a model to a partner."""
    return [
        name
        for name, field in model._fields.items()
        if field.type == "many2one" and field.store and field.comodel_name == CLIENT
    ]


def _add_own_copies(copies, model):
    """Add what a model stores itself: lines of a partner, and copies by their name."""
    owners = {
        lines.inverse_name
        for lines in map(model.env[CLIENT]._fields.get, CONTACT_FIELDS)
        if lines.type == "one2many" and lines.comodel_name == model._name
    }
    partners = get_partner_fields(model)
    for name, field in model._fields.items():
        if field.store and field.type in TEXT:
            if owners:
                copies[model._name][name] |= owners
            elif partners and COPY.fullmatch(name):
                copies[model._name][name].update(partners)


def _add_derived_copies(env, copies, model):
    """Add the fields of a model that depend on known ones; return whether any did."""
    before = sum(map(len, copies[model._name].values()))
    for name, field in model._fields.items():
        if name not in NO_CONTACT_DATA:
            for dotted in env.registry.field_depends[field]:
                paths = _get_client_paths(env, copies, model, dotted)
                if model._name == CLIENT:
                    paths &= {""}
                if paths:
                    copies[model._name][name].update(paths)
    return sum(map(len, copies[model._name].values())) > before


def _get_client_paths(env, copies, model, dotted):
    """Return the paths to the clients whose contact data a dependency reads."""
    names = dotted.split(".")
    for position, name in enumerate(names):
        known = copies[model._name].get(name) if model._name in copies else None
        if known:
            start = names[:position]
            return {".".join([*start, *filter(None, [path])]) for path in known}
        field = model._fields[name]
        if field.type != "many2one" or field.comodel_name in NO_CLIENTS:
            break
        model = env[field.comodel_name]
    return set()
