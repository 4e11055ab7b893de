"""Measure a part on a scratch database that is dropped afterwards."""

from dev.setup import databases, instance, templates
from dev.setup.steps import lock

PARTS = {
    "ledger": "dev.bench",
    "clients": "dev.bench.clients",
    "arrears": "dev.bench.arrears",
    "visits": "dev.bench.visits",
    "workbook": "dev.bench.workbook",
    "close": "dev.bench.close",
    "cards": "dev.bench.cards",
    "host": "dev.bench.host",
}


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--part", choices=PARTS, default="ledger")


def main(options):
    """Run dev.bench on a copy of the template."""
    ready = instance.ensure()
    made = [templates.ensure_addon(ready)]
    if options.part == "host":
        # First without the addon
        made.insert(0, templates.ensure_core(ready))
    for template in made:
        if failed := _measure(ready, template, options):
            return failed
    return 0


def _measure(ready, template, options):
    database = databases.run_name("bench")
    try:
        with lock(template):
            databases.copy(template, database)
        what = ["bench", database, options.count, PARTS[options.part]]
        return ready.run_odoo("bench", "dev.inside", *what)
    finally:
        databases.drop(database)
