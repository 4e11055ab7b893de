"""Run the tests on a copy of the addon template; arguments go to pytest."""

import os
import time

from dev.setup import databases, instance, templates
from dev.setup.paths import REPO, addons, cached
from dev.setup.steps import lock

LOG_LEVEL = "info"
MOST_AT_ONCE = 4


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("pytest", nargs="*", help="for pytest, after --")


def main(options):
    """Run pytest; fail too when Odoo's log holds a warning or an error."""
    ready = instance.ensure()
    template = templates.ensure_tests(ready)
    database = databases.run_name("test")
    with lock(template):
        databases.copy(template, database)
    log = cached("logs", f"{database}-{int(time.time())}.log")
    try:
        command = [*_get_command(database, log), *at_once(options.pytest)]
        code = ready.run(*command, *targets(options.pytest))
    finally:
        databases.drop(database)
    return code


def targets(given, root=REPO):
    """Return pytest's arguments: those given, and all test folders without a path."""
    if any((root / text.split("::")[0]).exists() for text in given):
        return given
    folders = [root / name / "tests" for name in ("dev", *addons())]
    return [*given, *(str(path) for path in folders if path.is_dir())]


def at_once(given, processors=None):
    """Return pytest's arguments: several processes for all tests, one for chosen."""
    count = min(processors or os.cpu_count() or 1, MOST_AT_ONCE)
    return [] if given or count == 1 else [f"--numprocesses={count}", "--dist=loadfile"]


def _get_command(database, log):
    return [
        *("-m", "pytest", "--odoo-http", f"--odoo-database={database}"),
        f"--odoo-log-level={LOG_LEVEL}",
        *("--odoo-extra", f"logfile={log}"),
        *("-p", "dev.pytest_plugin", f"--odoo-log={log}"),
    ]
