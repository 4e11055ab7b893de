"""Create template databases: Odoo's modules, then the addons on a copy."""

import subprocess
import time

from dev.setup import databases, log_scan
from dev.setup.paths import REPO, addons, cached, short_hash
from dev.setup.steps import Step, StepFailed, lock

CORE_MODULES = ("account", "calendar", "crm", "sale", "l10n_cn")
# The first is the default of new partners; tests of Odoo expect English there.
LANGUAGES = "en_US,zh_CN"
RECIPE = "1"  # raise it when a template has to be made anew for another reason
KEEP = 12
TRIES = 3
# Parts of an addon that installing it does not read.
UNREAD_FOLDERS = {"tests", "docs", "readme", "handbook"}
UNREAD_SUFFIXES = {".md", ".rst", ".pyc", ".orig", ".swp"}
ADVICE = "read the log; repair the addon, then run again"


def is_read(path, exclude=UNREAD_FOLDERS):
    """Return whether a file of an addon affects its installation."""
    hidden = any(part.startswith(".") for part in path.parts)
    unread = exclude.intersection(path.parts)
    return not (hidden or unread or path.suffix in UNREAD_SUFFIXES)


def code_key(folders, root=REPO, exclude=UNREAD_FOLDERS):
    """Return a key of the present content of folders."""
    lines = []
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and is_read(name, exclude):
                lines.append(f"{name}\0{short_hash(path.read_bytes().hex(), 64)}")
    return short_hash("\n".join(lines))


def core_key(instance):
    """Return a key of the content of the first template."""
    parts = [instance.odoo.version, *CORE_MODULES, LANGUAGES, RECIPE]
    return short_hash(" ".join(parts))


def addon_name(instance):
    """Return the name of the template for the addons as they are now."""
    return f"telecom_addon_{short_hash(core_key(instance) + code_key(addons()))}"


def ensure_core(instance):
    """Return the name of the template with Odoo's own modules."""
    name = f"telecom_core_{core_key(instance)}"
    with lock("core template"):
        if not databases.exists(name):
            step = Step(
                f"installing Odoo's {', '.join(CORE_MODULES)} in a template", ADVICE
            )
            work = databases.run_name("core")
            modules = ",".join(CORE_MODULES)
            options = ["-i", modules, f"--load-language={LANGUAGES}"]
            install_modules(instance, step, work, options)
            databases.rename(work, name)
            _drop_old_databases("telecom_core_", 2)
    return name


def ensure_addon(instance):
    """Return the name of the template with the addons as they are now."""
    if not addons():
        raise StepFailed("looking for addons", "the checkout holds none", "git status")
    core = ensure_core(instance)
    for _try in range(TRIES):
        name = addon_name(instance)
        with lock(name):
            if databases.exists(name):
                return name
            step = Step(f"installing {', '.join(addons())} in a template", ADVICE)
            work = databases.run_name("addon")
            databases.drop(work)
            databases.copy(core, work)
            install_modules(instance, step, work, ["-i", ",".join(addons())])
            if addon_name(instance) == name:
                databases.rename(work, name)
                _drop_old_databases("telecom_addon_", KEEP)
                return name
            databases.drop(work)
    raise StepFailed("installing the addons", "files keep changing", "run again")


def ensure_tests(instance):
    """Return the name of the template for tests: the addons, and a test company.

    Odoo's test classes make a company with a chart of accounts each, which takes half
    of their set-up.
    """
    addon = ensure_addon(instance)
    name = addon.replace("_addon_", "_tests_")
    with lock(name):
        if not databases.exists(name):
            step = Step("making a company for the tests in a template", ADVICE)
            work = databases.run_name("tests")
            databases.drop(work)
            with lock(addon):
                databases.copy(addon, work)
            command = [instance.python, "-m", "dev.inside", "test-company", work]
            step.run(command, env=instance.env, cwd=REPO)
            databases.rename(work, name)
            _drop_old_databases("telecom_tests_", KEEP)
    return name


def install_modules(instance, step, database, options):
    """Install modules in a database; fail on a warning in the log."""
    log = cached("logs", f"{database}-{int(time.time())}.log")
    base = ["-m", "odoo", "-d", database, "--no-http", "--stop-after-init"]
    command = [instance.python, *base, f"--logfile={log}", *options]
    try:
        step.run(command, env=instance.env, cwd=REPO)
    except StepFailed as error:
        if log.exists():
            error.log = log
            error.excerpt = "\n".join(log_scan.scan(log)[-1:])
        raise
    bad = log_scan.scan(log)
    if bad:
        error = step.failed(f"{len(bad)} warnings or errors in Odoo's log")
        error.log, error.excerpt = log, "\n".join(bad)
        raise error


def _drop_old_databases(prefix, keep):
    for name in databases.names(prefix)[keep:]:
        try:
            databases.drop(name)
        except (StepFailed, subprocess.SubprocessError):
            continue
