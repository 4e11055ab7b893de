"""Released versions: their code from git, and a database in which they were used.

A dump of such a database has 1.7 MB even when packed, most of them Odoo's own; the tag
in git holds the same and is built anew, once per machine.
"""

import io
import re
import subprocess
import tarfile

from dev.setup import databases, templates
from dev.setup.paths import MAIN_ADDON, REPO, cached, short_hash
from dev.setup.steps import Step, StepFailed, lock

HEADING = re.compile(r"^## \[(19\.0\.\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", re.MULTILINE)
SCRIPTS = "dev/tests/lifecycle"
ADVICE = "`git fetch --tags`, then run again"


def find_released(text=None):
    """Return the versions that have a date in the changelog, newest first."""
    return HEADING.findall(text or (REPO / "CHANGELOG.md").read_text())


def extract(ref):
    """Return a folder with the addon and the scripts that use it, as of a tag."""
    step = f"taking {ref} from git"
    commit = _find_commit(step, ref)
    folder = cached("releases", commit)
    with lock(f"release {ref}"):
        if not folder.is_dir():
            packed = _run_git(step, "archive", commit, MAIN_ADDON, SCRIPTS)
            work = folder.with_suffix(".work")
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(work, filter="data")
            work.rename(folder)
    return folder


def ensure_used(instance, ref):
    """Return the name of a template in which a version was installed and used."""
    folder = extract(ref)
    key = short_hash(f"{templates.core_key(instance)} {folder.name}")
    name = f"telecom_release_{key}"
    core = templates.ensure_core(instance)
    with lock(name):
        if databases.exists(name):
            return name
        work = databases.run_name("release")
        databases.drop(work)
        databases.copy(core, work)
        old = instance.take_addons_from(folder, folder.with_suffix(".conf"))
        step = Step(f"installing {MAIN_ADDON} {ref} in a template", templates.ADVICE)
        templates.install_modules(old, step, work, ["-i", MAIN_ADDON])
        for script in ("host", "use"):
            path = folder / SCRIPTS / f"{script}.py"
            if old.run_odoo(f"release {script}", "dev.inside", "script", work, path):
                raise StepFailed(f"using {ref}", str(path), templates.ADVICE)
        databases.rename(work, name)
    return name


def _find_commit(step, ref):
    """Return the commit of a tag; without the tag, the last that dated the version.

    :raises StepFailed: the history has neither
    """
    try:
        name = f"{ref}^{{commit}}"
        return _run_git(step, "rev-parse", "--verify", name).decode().strip()
    except StepFailed:
        dated = rf"^## \[{re.escape(ref)}\] - [0-9]"
        log = ["log", "--format=%H", "-G", dated, "--", "CHANGELOG.md"]
        commits = _run_git(step, *log).decode().split()
        if not commits:
            raise
        return commits[0]


def _run_git(step, *arguments):
    command = ["git", "-C", str(REPO), *arguments]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise StepFailed(step, done.stderr.decode().strip(), ADVICE)
    return done.stdout
