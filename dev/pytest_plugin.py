"""A pytest plugin: PDF needs a server, browsers must run, Odoo's log must be clean."""

import os
from contextlib import contextmanager
from pathlib import Path

import freezegun
import hypothesis
import pytest
import pytest_odoo

from dev.setup import databases, log_scan

BROWSER_WORDS = ("chrome", "chromium", "websocket-client")


def pytest_addoption(parser):
    """Add the option that names Odoo's log."""
    parser.addoption("--odoo-log", type=Path, help="log of this run, to be scanned")


@contextmanager
def worker_database():
    """Create a database for each parallel process of a run; yield its name.

    pytest-odoo's own way names the database in a form that Odoo 19 does not know.
    """
    import odoo

    given = odoo.tests.common.get_db_name()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    name = f"{given}_{worker}" if worker else given
    if worker:
        databases.copy(given, name)
        odoo.tools.config["db_name"] = [name]
    try:
        yield name
    finally:
        if worker:
            odoo.sql_db.close_db(name)
            databases.drop(name)


pytest_odoo._worker_db_name = worker_database


@pytest.fixture(scope="session", autouse=True)
def report_url(load_http):
    """Let wkhtmltopdf find style sheets at the port that pytest-odoo has chosen."""
    import odoo

    database = odoo.tests.common.get_db_name()
    url = f"http://127.0.0.1:{odoo.tools.config['http_port']}"
    with odoo.modules.registry.Registry(database).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
        env["ir.config_parameter"].set_param("report.url", url)
        cursor.commit()


def pytest_configure():
    """Exclude pytest's clock from frozen time; set no time limit for examples.

    The duration of an example depends on the load of the machine.
    """
    freezegun.configure(extend_ignore_list=["_pytest."])
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=slow
    )
    hypothesis.settings.load_profile("untimed")


def _bad_records(config):
    log = config.getoption("--odoo-log")
    return log_scan.scan(log) if log and log.exists() else []


def _browser_skips(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [
        report.nodeid
        for report in reporter.getreports("skipped")
        if any(word in str(report.longrepr).lower() for word in BROWSER_WORDS)
    ]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Turn a green run with a dirty log or a missing browser into a failed one."""
    if hasattr(session.config, "workerinput"):
        return  # the process that started the workers judges for all
    dirty = _bad_records(session.config) or _browser_skips(session.config)
    if exitstatus == pytest.ExitCode.OK and dirty:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    """Print what made the run fail, before pytest's own last line."""
    skips = _browser_skips(config)
    if skips:
        terminalreporter.section("browser tests that did not run, which fails the run")
        terminalreporter.write_line("\n".join(skips))
    bad = _bad_records(config)
    if bad:
        terminalreporter.section("warnings and errors in Odoo's log fail the run")
        terminalreporter.write_line("\n".join(bad))
        terminalreporter.write_line(f"{len(bad)} in {config.getoption('--odoo-log')}")
