"""Copy the template with the addon to a scratch database for manual play."""

import re

from dev.setup import databases, instance, releases, templates
from dev.setup.steps import StepFailed, lock, say

ALLOWED = re.compile(
    r"(?!telecom_(core|addon|tests|release|run)_)[a-z][a-z0-9_]{0,50}$"
)


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("name")
    parser.add_argument("--tests", action="store_true", help="as the tests have it")
    parser.add_argument(
        "--version",
        help="tag in git: a database in which that version was used, for migrations",
    )
    parser.add_argument("--drop", action="store_true", help="drop it, make nothing")


def main(options):
    """Make (or make again, or drop) the scratch database."""
    if not ALLOWED.match(options.name):
        advice = "small letters, digits and _, no name of a template or a run"
        raise StepFailed("naming a scratch database", options.name, advice)
    ready = instance.ensure()
    databases.drop(options.name)
    if options.drop:
        return 0
    if options.version:
        template = releases.ensure_used(ready, options.version)
    elif options.tests:
        template = templates.ensure_tests(ready)
    else:
        template = templates.ensure_addon(ready)
    with lock(template):
        databases.copy(template, options.name)
    say(f"made {options.name}; python3 dev/run.py serve-db {options.name} 8070")
    return 0
