"""Install programs of the system: PostgreSQL, wkhtmltopdf, Chromium, fonts."""

import glob
import os
import shutil
import subprocess
import sys

from dev.setup import postgres
from dev.setup.steps import Step, StepFailed

APT_SECONDS = 900


def _has_chinese_font():
    if not shutil.which("fc-list"):
        return False
    command = ["fc-list", ":lang=zh-cn", "family"]
    return bool(
        subprocess.run(command, capture_output=True, check=False).stdout.strip()
    )


def _has_postgresql():
    if postgres.is_given():
        return bool(shutil.which("psql"))
    return bool(shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"))


def _has_browser():
    names = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
    return any(shutil.which(name) for name in names)


def _has_venv():
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


# Debian package -> is what it brings already there?
NEEDED = {
    "postgresql": _has_postgresql,
    "chromium": _has_browser,
    "wkhtmltopdf": lambda: bool(shutil.which("wkhtmltopdf")),
    "poppler-utils": lambda: bool(shutil.which("pdftotext")),
    "fontconfig": lambda: bool(shutil.which("fc-list")),
    "fonts-noto-cjk": _has_chinese_font,
    "python3-venv": _has_venv,
}


def missing(wanted):
    """Return the Debian names of the missing packages."""
    return [package for package in wanted if not NEEDED[package]()]


def ensure(wanted=tuple(NEEDED)):
    """Install missing packages by apt, or fail with a message that names them."""
    packages = missing(wanted)
    if not packages:
        return
    advice = f"install by hand, then run again: {' '.join(packages)}"
    name = f"installing system packages: {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise StepFailed(name, "this system has no apt-get", advice)
    step = Step(name, advice)
    prefix = _become_root(step)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    step.run([*prefix, "apt-get", "update"], env=env, timeout=APT_SECONDS)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    step.run([*prefix, *install], env=env, timeout=APT_SECONDS)
    still = missing(wanted)
    if still:
        raise step.failed(f"installed, yet not found: {' '.join(still)}")


def _become_root(step):
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n", "true"]
    if (
        shutil.which("sudo")
        and not subprocess.run(sudo, capture_output=True, check=False).returncode
    ):
        return ["sudo", "-n"]
    raise step.failed("only root can install packages, and sudo asks a password")
