"""Install, update, uninstall and install again where a company already works."""

from pathlib import Path

import pytest

from dev.setup import databases, instance, templates
from dev.setup.paths import MAIN_ADDON, REPO

SCRIPTS = Path(__file__).parent / "lifecycle"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A database of a company without the addon, and a way to do something to it."""
    ready = instance.ensure()
    core = templates.ensure_core(ready)
    name = databases.run_name("life")
    databases.copy(core, name)
    try:
        yield Stage(ready, name, tmp_path_factory.mktemp("life"))
    finally:
        databases.drop(name)


class Stage:
    """A database in the course of its life."""

    def __init__(self, ready, name, folder):
        self.ready, self.name, self.folder = ready, name, folder

    def run(self, script, *arguments):
        """Run one of the scripts; fail on its error or on a warning in the log."""
        path = (SCRIPTS / f"{script}.py").relative_to(REPO)
        self._run_odoo(script, "dev.inside", "script", self.name, path, *arguments)

    def module(self, verb):
        """Install, upgrade or uninstall the addon with Odoo's own command."""
        self._run_odoo(verb, "odoo", "module", verb, "-d", self.name, MAIN_ADDON)

    def fingerprint(self, name):
        """Keep the host's rows under a name; the next time, compare with them."""
        self.run("fingerprint", self.folder / name)

    def take_addons_from(self, folder):
        """Go on with the addon as it lies in a folder, not in the checkout."""
        config = self.folder / "odoo.conf"
        text = Path(self.ready.env["ODOO_RC"]).read_text()
        config.write_text(text.replace(f",{REPO}", f",{folder}", 1))
        env = self.ready.env | {"ODOO_RC": str(config)}
        self.ready = self.ready._replace(env=env)

    def pip(self, *arguments):
        """Run pip without asking any index."""
        command = ("-m", "pip", "--disable-pip-version-check", *arguments)
        assert self.ready.run(*command) == 0

    def _run_odoo(self, name, *command):
        assert self.ready.run_odoo(f"{self.name}-{name}", *command) == 0


def test_the_addon_comes_works_is_updated_and_goes_without_a_trace(stage):
    """What the host had is as it was after each step, and no step logs a warning.

    The second time it comes from a wheel, as pip installs it.
    """
    stage.run("host")
    stage.fingerprint("host")
    stage.module("install")
    stage.fingerprint("host")
    stage.run("use")
    stage.fingerprint("used")
    stage.module("upgrade")
    stage.fingerprint("used")
    stage.module("uninstall")
    stage.run("leftovers")
    stage.fingerprint("host")
    stage.take_addons_from(installed_wheel(stage))
    stage.module("install")
    stage.run("origin", stage.folder)
    stage.fingerprint("host")


def installed_wheel(stage):
    """Build a wheel of the addon, install it in a folder; return its addons folder."""
    offline = ("--no-index", "--no-deps", "--quiet")
    build = ("--no-build-isolation", "--wheel-dir", stage.folder)
    stage.pip("wheel", *offline, *build, REPO / MAIN_ADDON)
    wheels = list(stage.folder.glob("*.whl"))
    assert len(wheels) == 1
    site = stage.folder / "site"
    stage.pip("install", *offline, "--target", site, *wheels)
    return site / "odoo" / "addons"
