"""Measure the monthly close on a scratch database that is dropped afterwards."""

from dev.setup import databases, instance, templates
from dev.setup.steps import lock


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("count", type=int, nargs="?", default=100_000)


def main(options):
    """Run dev.bench on a copy of the template."""
    ready = instance.ensure()
    template = templates.ensure_addon(ready)
    database = databases.run_name("bench")
    try:
        with lock(template):
            databases.copy(template, database)
        what = ["bench", database, options.count]
        return ready.run_odoo("bench", "dev.inside", *what)
    finally:
        databases.drop(database)
