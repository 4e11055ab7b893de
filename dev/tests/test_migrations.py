"""A database of each released version is upgraded to this one."""

import os
import re

import pytest

from dev.setup import releases
from dev.setup.paths import MAIN_ADDON, REPO
from dev.setup.steps import StepFailed
from dev.tests.stage import open_stage

MIGRATIONS = REPO / MAIN_ADDON / "migrations"
SCRIPT = re.compile(r"19\.0\.\d+\.\d+\.\d+/(pre|post|end)-[a-z0-9_]+\.py$")
# TELECOM_RELEASE=HEAD tries the last commit instead of the releases.
VERSIONS = list(filter(None, [os.environ.get("TELECOM_RELEASE")]))
VERSIONS = VERSIONS or releases.find_released()


@pytest.mark.parametrize("version", VERSIONS)
def test_upgrade(version, tmp_path_factory):
    """What was final stays to the cent, the host's rows too; the next month closes."""

    def ensure_template(ready):
        return releases.ensure_used(ready, version)

    with open_stage(ensure_template, tmp_path_factory) as stage:
        # What the release kept is read by its own code.
        stage.take_addons_from(releases.extract(version))
        stage.fingerprint("used")
        stage.keep("closed")
        stage.take_addons_from(REPO)
        stage.module("upgrade")
        stage.fingerprint("used")
        stage.keep("closed")


def test_a_release_is_a_version_with_a_day():
    text = "## [Unreleased]\n## [19.0.2.0.0] - unreleased\n## [19.0.1.0.0] - 2027-01-05"
    assert releases.find_released(text) == ["19.0.1.0.0"]


def test_the_code_of_a_release_comes_from_git():
    folder = releases.extract("HEAD")
    assert (folder / MAIN_ADDON / "__manifest__.py").is_file()
    assert (folder / releases.SCRIPTS / "use.py").is_file()


def test_a_release_without_a_tag_is_the_commit_that_dated_it():
    for version in releases.find_released():
        folder = releases.extract(version)
        assert (folder / MAIN_ADDON / "__manifest__.py").is_file()


def test_a_release_that_is_in_no_history():
    with pytest.raises(StepFailed, match="single revision"):
        releases.extract("19.0.99.0.0")


def test_migrations_lie_where_odoo_looks():
    names = [
        path.relative_to(MIGRATIONS).as_posix()
        for path in MIGRATIONS.rglob("*.py")
        if "__pycache__" not in path.parts
    ]
    assert [name for name in names if not SCRIPT.match(name)] == []


def test_the_changelog_has_a_section_for_the_manifest():
    manifest = (REPO / MAIN_ADDON / "__manifest__.py").read_text()
    [version] = re.findall(r'"version": "(.*)"', manifest)
    assert f"## [{version}] - " in (REPO / "CHANGELOG.md").read_text()
