"""Unpack Debian's `odoo-19` into the cache, without installing anything."""

import os
import shutil
from pathlib import Path

from dev.setup import apt_sources
from dev.setup.steps import Step, workplace

PACKAGE = "odoo-19"
# What the package's links point to: fonts and old JavaScript libraries.
LINKED = (
    "fonts-font-awesome fonts-roboto-unhinted fonts-montserrat fonts-inconsolata "
    "fonts-ocr-b fonts-glyphicons-halflings libjs-jquery libjs-jquery-form "
    "libjs-underscore"
).split()
ADDONS = Path("usr/lib/python3/dist-packages/odoo/addons")
# Blurs one's background in video calls.
LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
TOOLS = ("apt-get", "dpkg", "dpkg-deb")
ADVICE = (
    "look at the log; is the machine's Debian mirror reachable (apt-get update)? "
    "Or give a checkout of Odoo 19: ODOO_HOME=/path make ..."
)


def usable():
    """Return whether this machine has apt, a Debian mirror and Debian's keys."""
    tools = all(shutil.which(tool) for tool in TOOLS)
    return bool(tools and KEYRING.exists() and apt_sources.read_mirror())


def unpack(target):
    """Download and unpack the packages; `target` appears only when complete."""
    step = Step("fetching Odoo 19 from the machine's Debian mirror", ADVICE)
    with workplace("odoo") as work:
        config = write_config(work, apt_sources.read_mirror())
        env = os.environ | {"APT_CONFIG": str(config)}
        downloads, root = work / "downloads", work / "root"
        downloads.mkdir()
        step.run(["apt-get", "update"], env=env, timeout=900)
        download = ["apt-get", "download", PACKAGE, *LINKED]
        step.run(download, env=env, cwd=downloads, timeout=900)
        for deb in sorted(downloads.glob("*.deb")):
            step.run(["dpkg-deb", "-x", deb, root])
        add_left_out(root)
        package = next(downloads.glob(f"{PACKAGE}_*.deb"))
        (root / "version").write_text(package.name.split("_")[1])
        root.rename(target)


def add_left_out(root):
    """Put empty files where Debian leaves out minified, source-less libraries.

    Without them every page logs an error while its scripts are put together.
    """
    for name in LEFT_OUT:
        path = root / ADDONS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text("// Left out by Debian's package.\n")


def write_config(work, mirror):
    """Write a private apt configuration that leaves the system's own alone."""
    for folder in ("etc", "state", "lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    keyring = mirror.signed_by if mirror.signed_by.startswith("/") else KEYRING
    source = f"deb [signed-by={keyring}] {mirror.uri} {SUITE} main\n"
    (work / "etc" / "sources.list").write_text(source)
    config = work / "etc" / "apt.conf"
    config.write_text(
        f'Dir::Etc::sourcelist "{work}/etc/sources.list";\n'
        'Dir::Etc::sourceparts "-";\n'
        'Dir::Etc::preferences "-";\n'
        'Dir::Etc::preferencesparts "-";\n'
        f'Dir::State "{work}/state";\n'
        f'Dir::State::Lists "{work}/lists";\n'
        'Dir::State::status "/dev/null";\n'
        f'Dir::Cache "{work}/cache";\n'
        'APT::Sandbox::User "root";\n'
        'Acquire::Languages "none";\n'
        # A mirror that is a snapshot is past its date. Signatures are still
        # verified with Debian's keyring; only the age of the index is not.
        'Acquire::Check-Valid-Until "false";\n'
    )
    return config
