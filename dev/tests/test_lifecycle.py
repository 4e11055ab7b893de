"""Install, update, uninstall and install again where a company already works."""

import pytest

from dev.setup import templates
from dev.setup.paths import MAIN_ADDON, REPO
from dev.tests.stage import open_stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A database of a company without the addon, and a way to do something to it."""
    with open_stage(templates.ensure_core, tmp_path_factory) as stage:
        yield stage


def test_the_addon_comes_works_is_updated_and_goes_without_a_trace(stage):
    """What the host had is as it was after each step, and no step logs a warning.

    Samples that a bureau replaced or deleted stay so after an upgrade. What people
    made of the host's own records while they used the addon outlives it. The second
    time it comes from a wheel, as pip installs it.
    """
    stage.run("host")
    stage.fingerprint("host")
    stage.module("install")
    stage.fingerprint("host")
    stage.keep("samples")
    stage.run("use")
    stage.fingerprint("used")
    stage.fingerprint_what_stays("stays", "host")
    stage.module("upgrade")
    stage.keep("samples")
    stage.fingerprint("used")
    stage.module("uninstall")
    stage.run("leftovers")
    stage.fingerprint("host")
    stage.fingerprint("stays")
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
