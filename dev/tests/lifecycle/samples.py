"""Replace and delete a sample of each kind, or see that they stay as they were left.

Arguments: a file to write, or to read and compare with if it is there.
"""

import json
import sys
from pathlib import Path

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.modules.module import Manifest
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tools import file_path, mute_logger

ADDON = "telecom_sales_system"


def get_samples():
    """Return ``{model: names}`` of the records of the data files, dependent ones first.

    Settings of Odoo's own models (jobs, kinds of activities, mails) are no samples.
    """
    found = {}
    for name in Manifest.for_addon(ADDON)["data"]:
        if not name.startswith("data/"):
            continue
        for record in etree.parse(file_path(f"{ADDON}/{name}")).iter("record"):
            model = record.get("model")
            if model.startswith("telecom."):
                found.setdefault(model, {})[record.get("id")] = True
    assert "telecom.revenue.line.rate" in found
    return {model: list(found[model]) for model in reversed(found)}


def change(env):
    """Replace a sample of each kind by a record with its keys; delete one of three."""
    env["telecom.assessment.scheme"].search([]).action_revise()
    for model, names in get_samples().items():
        left = [name for name in names if _find(env, name)]
        replaced = next((n for n in left if _try(env, n, _replace)), None)
        assert replaced, f"{model}: no sample can be replaced"
        left.remove(replaced)
        if len(left) > 1:
            deleted = any(_try(env, name, _delete) for name in reversed(left))
            assert deleted, f"{model}: no sample can be deleted"


def _find(env, name):
    return env.ref(f"{ADDON}.{name}", raise_if_not_found=False)


def _try(env, name, action):
    """Do something to a sample; return whether nothing refers to it."""
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            action(_find(env, name))
            env.flush_all()
    except (UserError, IntegrityError):
        env.invalidate_all(flush=False)
        return False
    return True


def _delete(record):
    record.unlink()


def _replace(record):
    """Delete a sample and enter it by hand, with its code, its day, its threshold."""
    vals = {
        name: field.convert_to_write(record[name], record)
        for name, field in record._fields.items()
        if field.store and field.column_type and name not in MAGIC_COLUMNS
        if not (field.compute and field.readonly) and not field.related
    }
    record.unlink()
    record.create(vals)


def read(env):
    """Return the rows of each kind by id, and the samples that are left by name."""
    samples = get_samples()
    return {
        model: [
            env[model].with_context(active_test=False).search([], order="id").ids,
            [name for name in names if _find(env, name)],
        ]
        for model, names in samples.items()
    }


def main(env, path):
    """Change samples and write the file if it is not there; else compare with it."""
    if not path.exists():
        change(env)
        path.write_text(json.dumps(read(env)))
        return
    before, now = json.loads(path.read_text()), read(env)
    back = [
        model
        for model, (ids, names) in before.items()
        if names != now[model][1] or not set(ids) <= set(now[model][0])
    ]
    if back:
        sys.exit(f"samples are not as they were left: {', '.join(back)}")


if __name__ == "__main__":
    main(globals()["env"], Path(sys.argv[1]))
