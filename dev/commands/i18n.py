"""Write the .pot of each addon, merge its .po files; list what is open or dropped."""

from dev.setup import databases, instance, templates
from dev.setup.steps import lock


def main(_options):
    """Run dev.i18n on a copy of the template."""
    ready = instance.ensure()
    template = templates.ensure_addon(ready)
    database = databases.run_name("i18n")
    try:
        with lock(template):
            databases.copy(template, database)
        return ready.run_odoo("i18n", "dev.inside", "i18n", database)
    finally:
        databases.drop(database)
