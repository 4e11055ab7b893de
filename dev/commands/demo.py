"""Build the demo company, print its month and write out/."""

import os

from dev.setup import databases, instance, templates
from dev.setup.paths import MAIN_ADDON, OUT, short_hash
from dev.setup.steps import StepFailed, lock, say

DATABASE = os.environ.get("TELECOM_DEMO", "telecom_demo")


def main(_options):
    """Build the demo database unless it is up to date; print its table."""
    ready = instance.ensure()
    if ensure(ready):
        return 0
    say(f"the demo company is up to date, in database {DATABASE}")
    return _run_inside(ready, "demo-summary", DATABASE)


def ensure(ready):
    """Build the demo database if it is missing or older than the code."""
    with lock(DATABASE):
        key = short_hash(templates.addon_name(ready) + _get_demo_key())
        if databases.comment(DATABASE) == key:
            return False
        template = templates.ensure_addon(ready)
        work = databases.run_name("demo")
        say(f"building the demo company of {MAIN_ADDON}; this takes minutes")
        with lock(template):
            databases.copy(template, work)
        try:
            code = _run_inside(ready, "demo", work)
            if code:
                raise StepFailed(
                    "building the demo company",
                    f"dev.demo ended with exit code {code}",
                    "read the message above; repair, then run `make demo` again",
                )
            databases.set_comment(work, key)
            databases.rename(work, DATABASE)
        finally:
            databases.drop(work)
        return True


def _get_demo_key():
    return templates.code_key(["dev/demo"], exclude=set())


def _run_inside(ready, what, database):
    return ready.run_odoo(f"demo {what}", "dev.inside", what, database, OUT)
