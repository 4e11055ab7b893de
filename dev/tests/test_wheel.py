"""A wheel of an addon is complete: whoever has no checkout has it all the same."""

import subprocess
import zipfile

import pytest

from dev.setup import instance
from dev.setup.paths import REPO, addons

# Only whool reads it.
LEFT_OUT = {"pyproject.toml"}


@pytest.fixture(scope="module", params=addons())
def wheel(request, tmp_path_factory):
    """An addon and the paths in its wheel, below the addon's folder."""
    addon, folder = request.param, tmp_path_factory.mktemp("wheel")
    options = ("--no-index", "--no-deps", "--no-build-isolation", "--quiet")
    command = ("-m", "pip", "wheel", *options, "--wheel-dir", folder, REPO / addon)
    assert instance.ensure().run(*command) == 0
    [path] = folder.glob("*.whl")
    prefix = f"odoo/addons/{addon}/"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return addon, {n.removeprefix(prefix) for n in names if n.startswith(prefix)}


def test_a_wheel_has_every_file_of_the_addon(wheel):
    addon, packed = wheel
    command = ["git", "-C", str(REPO / addon), "ls-files", "-z"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert packed == {*output.split("\0")} - {""} - LEFT_OUT


def test_a_wheel_has_the_licence_and_the_translations(wheel):
    addon, packed = wheel
    assert {"LICENSE", "README.md", f"i18n/{addon}.pot", "i18n/zh_CN.po"} <= packed
    assert "static/description/index.html" in packed


@pytest.mark.parametrize("addon", addons())
def test_the_licence_of_an_addon_is_that_of_the_repository(addon):
    assert (REPO / addon / "LICENSE").read_text() == (REPO / "LICENSE").read_text()
