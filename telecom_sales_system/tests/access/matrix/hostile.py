"""What a hostile caller sends along: contexts, and values that no button has set."""

import re
from functools import cache
from pathlib import Path

from odoo import Command

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ....models.common.decision.mail_thread import SILENCERS

ADDON = Path(__file__).parents[3]
# Keys that our own code reads, or hands on: a new one joins by itself.
READ_KEY = re.compile(
    r'context(?:\.get\(|\[)\s*"(\w+)"|"(\w+)" (?:not )?in [\w.]*context'
)
HANDED_KEY = re.compile(r"with_context\(\s*(\w+)=")
# Keys of which a true value would only break the call
VALUED = {"lang", "tz", "allowed_company_ids", "lines", "telecom_as_of"}

# What a caller can send along
HOSTILE = {
    **dict.fromkeys(SILENCERS, True),
    MODULE_UNINSTALL_FLAG: True,
    "active_test": False,
    "default_state": "draft",
    "event_from_record": True,
    "telecom_from_record": True,
    "telecom_from_entry": True,
    "force_delete": True,
    "install_mode": True,
    "module": "telecom_sales_system",
}
# The same, and whatever else is known to open something somewhere
ALL_KEYS = HOSTILE | {
    "bin_size": True,
    "check_move_validity": False,
    "dynamic_unlink": True,
    "import_file": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
    "partner_show_db_id": True,
    "prefetch_fields": False,
    "show_address": True,
    "show_email": True,
    "show_vat": True,
    "skip_readonly_check": True,
    "skip_account_move_synchronization": True,
    "su": True,
    "sudo": True,
    "superuser": True,
    "telecom_as_of": "2026-03-31",
    "uid": 1,
    "user_id": 1,
}

DAY, MOMENT = "1999-12-31", "1999-12-31 23:59:59"
FORGED = {
    "boolean": True,
    "char": "forged",
    "text": "forged",
    "html": "<p>forged</p>",
    "date": DAY,
    "datetime": MOMENT,
    "float": 4711.0,
    "integer": 4711,
    "monetary": 4711.0,
    "json": {"forged": 1},
}


@cache
def find_context_keys(folders=("models", "wizards", "controllers", "reports")):
    """Return the keys of the context that the addon's own code reads or hands on."""
    found = set()
    for folder in folders:
        for path in (ADDON / folder).rglob("*.py"):
            text = path.read_text()
            for groups in READ_KEY.findall(text):
                found.update(groups)
            found.update(HANDED_KEY.findall(text))
    return found - VALUED - {""}


def forge_guarded_fields(model, names):
    """Return ``{guarded field: a value that no button has set}``."""
    forged = {}
    for name in names:
        field = model._fields[name]
        if field.type == "selection":
            forged[name] = field.get_values(model.env)[-1]
        elif field.type in ("one2many", "many2many"):
            forged[name] = [Command.create({})]
        elif field.type == "many2one":
            comodel = model.env[field.comodel_name].sudo()
            forged[name] = comodel.search([], order="id desc", limit=1).id
        elif field.type == "reference":
            user = model.env.user
            forged[name] = f"{user._name},{user.id}"
        else:
            forged[name] = FORGED[field.type]
    return forged
