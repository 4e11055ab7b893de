"""Odoo's own test runner finds the tests of the addon, without pytest."""

import re
import socket

from dev.setup import templates
from dev.setup.paths import MAIN_ADDON
from dev.tests.stage import open_stage

# Pure arithmetic, records, and calls of a server.
SAMPLE = ("TestAllocation", "TestSalesUnit", "TestRoutes")


def get_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_sample_runs(tmp_path_factory):
    with open_stage(templates.ensure_addon, tmp_path_factory) as stage:
        log = stage.folder / "odoo.log"
        tags = ",".join(f"/{MAIN_ADDON}:{name}" for name in SAMPLE)
        options = ("--stop-after-init", f"--http-port={get_free_port()}")
        command = ("-m", "odoo", "-d", stage.name, *options, f"--logfile={log}")
        assert stage.ready.run(*command, f"--test-tags={tags}") == 0
    text = log.read_text()
    ran = {name for name in SAMPLE if f"Starting {name}.test_" in text}
    assert ran == set(SAMPLE)
    [count] = re.findall(r"(\d+) post-tests in", text)
    assert int(count) >= len(SAMPLE)
