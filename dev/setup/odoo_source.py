"""Provide Odoo 19's source: ODOO_HOME, Debian's package or a shallow clone."""

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from dev.setup import debian_package
from dev.setup.paths import cached, short_hash
from dev.setup.steps import Step, StepFailed, workplace

SERIES = "19.0"
UPSTREAM = "https://github.com/odoo/odoo"
PACKAGES = Path("usr/lib/python3/dist-packages")


class Odoo(NamedTuple):
    """A usable source: folder to put on PYTHONPATH, addons folders, version."""

    home: Path
    addons: tuple
    version: str


def ensure():
    """Return the Odoo source; fetch it first if it is missing."""
    given = os.environ.get("ODOO_HOME")
    if given:
        return describe(Path(given).expanduser().resolve(), "ODOO_HOME")
    for folder in ("odoo-debian", "odoo-clone"):
        if cached(folder).is_dir():
            return describe(cached(folder), folder)
    if debian_package.usable():
        debian_package.unpack(cached("odoo-debian"))
        return describe(cached("odoo-debian"), "Debian's package")
    clone(cached("odoo-clone"))
    return describe(cached("odoo-clone"), "the clone")


def clone(target):
    """Clone the official branch; `target` appears only when complete."""
    step = Step(
        f"cloning Odoo {SERIES} (no apt and dpkg here)",
        "check the network and that git is there, or set ODOO_HOME",
    )
    with workplace("odoo") as work:
        options = ["--quiet", "--depth", "1", "--branch", SERIES]
        step.run(["git", "clone", *options, UPSTREAM, work / "odoo"])
        (work / "odoo").rename(target)


def describe(folder, origin):
    """Find the Python root, the addons folders and the version in a folder."""
    name = f"reading Odoo's source in {folder}"
    advice = "point ODOO_HOME at a checkout of Odoo 19, or unset it and run again"
    home = folder / PACKAGES if (folder / PACKAGES).is_dir() else folder
    release = home / "odoo" / "release.py"
    if not release.is_file():
        raise StepFailed(name, f"{origin} holds no odoo/release.py", advice)
    text = release.read_text()
    if not re.search(r"^version_info = \(19, 0,", text, re.MULTILINE):
        raise StepFailed(name, f"{origin} is not Odoo {SERIES}", advice)
    # Debian leaves a second addons/ with the Python files alone; unlike a
    # checkout's addons/, it has no data files and must stay off the path.
    candidates = (home / "addons", home / "odoo" / "addons")
    found = [path for path in candidates if (path / "web" / "static").is_dir()]
    found += [path for path in candidates[1:] if path not in found]
    return Odoo(home, tuple(found), _get_version(folder, text))


def _get_version(folder, release_text):
    stamp = folder / "version"
    if stamp.is_file():
        return stamp.read_text().strip()
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    head = subprocess.run(command, capture_output=True, text=True, check=False)
    return head.stdout.strip()[:12] or short_hash(release_text)
