"""A database on which addons come and go, in tests of their whole life."""

from contextlib import contextmanager
from pathlib import Path

from dev.setup import databases, instance
from dev.setup.paths import MAIN_ADDON, REPO
from dev.setup.steps import lock

SCRIPTS = Path(__file__).parent / "lifecycle"


@contextmanager
def open_stage(ensure_template, tmp_path_factory):
    """Yield a stage on a copy of a template; drop it at the end.

    :param ensure_template: function that returns a template's name for an instance
    """
    ready = instance.ensure()
    template = ensure_template(ready)
    name = databases.run_name("life")
    with lock(template):
        databases.copy(template, name)
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

    def module(self, verb, addon=MAIN_ADDON):
        """Install, upgrade or uninstall an addon with Odoo's own command."""
        self._run_odoo(verb, "odoo", "module", verb, "-d", self.name, addon)

    def fingerprint(self, name):
        """Keep the host's rows under a name; the next time, compare with them."""
        self.run("fingerprint", self.folder / name)

    def fingerprint_what_stays(self, name, host):
        """Keep the rows that outlive the addon, in the columns that the host had."""
        self.run("fingerprint", self.folder / name, self.folder / host)

    def keep(self, script):
        """Run a script that notes something the first time and compares later."""
        self.run(script, self.folder / script)

    def take_addons_from(self, folder):
        """Go on with the addons as they lie in a folder, not in the checkout."""
        self._replace_addons_path(folder)

    def add_addons_from(self, folder):
        """Let Odoo find the addons of a folder, too."""
        self._replace_addons_path(f"{REPO},{folder}")

    def _replace_addons_path(self, path):
        config = self.folder / "odoo.conf"
        self.ready = self.ready.take_addons_from(path, config)

    def pip(self, *arguments):
        """Run pip without asking any index."""
        command = ("-m", "pip", "--disable-pip-version-check", *arguments)
        assert self.ready.run(*command) == 0

    def _run_odoo(self, name, *command):
        assert self.ready.run_odoo(f"{self.name}-{name}", *command) == 0
