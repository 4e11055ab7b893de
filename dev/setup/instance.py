"""Prepare everything to run Odoo: source, venv, server, browser, configuration."""

import os
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from dev.setup import (
    browser,
    databases,
    log_scan,
    odoo_source,
    postgres,
    system_packages,
    virtualenv,
)
from dev.setup.paths import REPO, addons, cached, short_hash
from dev.setup.steps import lock, run_child, say

LOG_DAYS = 7


class Instance(NamedTuple):
    """A ready Odoo: its source, the venv's Python, the environment to run in."""

    odoo: odoo_source.Odoo
    python: str
    env: dict

    def run(self, *command, **options):
        """Run the venv's Python with some arguments; return the exit code."""
        command = [self.python, *map(str, command)]
        return run_child(command, env=self.env, cwd=REPO, **options)

    def take_addons_from(self, path, config):
        """Return this instance with addons of another path in place of the checkout.

        :param config: file to write the configuration to
        """
        text = Path(self.env["ODOO_RC"]).read_text()
        config.write_text(text.replace(f",{REPO}", f",{path}", 1))
        return self._replace(env=self.env | {"ODOO_RC": str(config)})

    def run_odoo(self, name, module, *arguments):
        """Run a module that uses Odoo; return its exit code, 1 for a dirty log."""
        slug = name.replace(" ", "-")
        log = cached("logs", f"{slug}-{os.getpid()}-{int(time.time())}.log")
        instance = self._replace(env=self.env | {"ODOO_LOGFILE": str(log)})
        code = instance.run("-m", module, *arguments)
        bad = log_scan.scan(log) if log.exists() else []
        if bad:
            print(*bad, sep="\n")
            say(f"{len(bad)} warnings or errors (above) in {log}")
        return code or int(bool(bad))


def ensure():
    """Do whatever set-up is missing and return the instance."""
    with lock("set-up"):
        system_packages.ensure()
        odoo = odoo_source.ensure()
        python = virtualenv.ensure()
        postgres.ensure()
        browser.ensure()
        databases.drop_dead()
        drop_old_logs()
    config = write_config(odoo)
    extra = {"ODOO_RC": str(config), **postgres.environment()}
    return Instance(odoo, str(python), virtualenv.environment(odoo, extra))


def drop_old_logs():
    """Remove logs and pictures of failed tests that are over a week old."""
    oldest = time.time() - LOG_DAYS * 24 * 3600
    for folder in (cached("logs"), cached("screenshots")):
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def write_config(odoo):
    """Write Odoo's configuration for this checkout into the cache."""
    config = cached("conf", f"{short_hash(str(REPO))}.conf")
    folders = [*odoo.addons, *([REPO] if addons() else [])]
    text = "\n".join(
        [
            "[options]",
            f"addons_path = {','.join(map(str, folders))}",
            f"data_dir = {cached('data', '')}",
            f"screenshots = {cached('screenshots')}",
            "http_interface = 127.0.0.1",
            "max_cron_threads = 0",
            "with_demo = False",
            # Nothing leaves this machine: no phone-home, no mail server.
            "publisher_warranty_url =",
            "",
        ]
    )
    temporary = config.with_suffix(f".{os.getpid()}")
    temporary.write_text(text)
    shutil.move(temporary, config)
    return config
