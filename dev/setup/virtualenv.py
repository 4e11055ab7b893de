"""Create a private venv with pinned Python packages."""

import os
import shutil
import sys

from dev.setup.paths import REPO, cached, short_hash
from dev.setup.steps import Step, StepFailed

REQUIREMENTS = REPO / "dev" / "requirements.txt"
MINIMUM = (3, 11)
ADVICE = (
    "look at the log; can pip reach a package index (pip download --no-deps six)? "
    "Then run again"
)


def ensure():
    """Return the venv's Python; create the venv first if it is missing."""
    if sys.version_info < MINIMUM:
        raise StepFailed(
            "choosing a Python",
            f"{sys.version.split()[0]} is too old for Odoo 19's packages",
            "run with Python 3.11 or newer first on PATH",
        )
    key = short_hash(REQUIREMENTS.read_text() + sys.version)
    venv = cached(f"venv-{key}")
    # A venv's scripts hold its path, so it is made in place; the stamp is last.
    stamp = venv / "complete"
    if not stamp.exists():
        shutil.rmtree(venv, ignore_errors=True)
        step = Step("installing Python packages into a private venv", ADVICE)
        step.run([sys.executable, "-m", "venv", venv])
        pip = [venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
        step.run([*pip, "install", "--no-input", "-r", REQUIREMENTS])
        stamp.write_text("")
    return venv / "bin" / "python"


def environment(odoo, extra=None):
    """Return the environment of a process in the venv that imports Odoo."""
    python = ensure()
    runtime = cached("runtime")
    runtime.mkdir(mode=0o700, exist_ok=True)
    path = [str(cached("bin")), str(python.parent), os.environ.get("PATH", "")]
    return os.environ | {
        "PATH": os.pathsep.join(path),
        "PYTHONPATH": str(odoo.home),
        "XDG_RUNTIME_DIR": str(runtime),  # wkhtmltopdf warns without it
        "VIRTUAL_ENV": str(python.parent.parent),
        **(extra or {}),
    }
