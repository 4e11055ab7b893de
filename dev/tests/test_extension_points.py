"""An addon that adds one of each thing, without a change to the main addon."""

from pathlib import Path

import pytest

from dev.setup import templates
from dev.tests.stage import open_stage

ADDONS = Path(__file__).parent / "addons"
PROBE = "telecom_sales_probe"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A database with the main addon, and a way to do something to it."""
    with open_stage(templates.ensure_addon, tmp_path_factory) as stage:
        yield stage


def test_a_probe_adds_one_of_each_and_goes_without_a_trace(stage):
    """It comes where a month is closed, and shows in the close of the next.

    Without it the month after that is closed as if it had never been there.
    """
    stage.run("host")
    stage.run("use")
    stage.add_addons_from(ADDONS)
    stage.module("install", PROBE)
    stage.run("probe")
    stage.module("uninstall", PROBE)
    stage.run("probe_gone")
