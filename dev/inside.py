"""Run a command inside the venv: `python -m dev.inside WHAT DATABASE ...`."""

import importlib
import runpy
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from dev.session import open_env

LANGUAGE = "zh_CN"


def demo(database, out):
    """Fill a database with the demo company: `dev.demo.main(env, out_dir)`."""
    _call_function("dev.demo", "main", database, out)


def demo_summary(database, out):
    """Print the demo's table again: `dev.demo.summary(env, out_dir)`."""
    _call_function("dev.demo", "summary", database, out)


def bench(database, count, module="dev.bench"):
    """Measure a part: `<module>.main(env_factory, n)`; the close by default."""
    if not _is_there(module):
        return
    importlib.import_module(module).main(partial(open_env, database), int(count))


def i18n(database):
    """Write the .pot files, merge the .po files: `dev.i18n.main(env)`."""
    with open_env(database) as env:
        importlib.import_module("dev.i18n").main(env)


def test_company(database):
    """Make the company that test classes take: `dev.test_company.main(env)`."""
    with open_env(database) as env:
        importlib.import_module("dev.test_company").main(env)


def script(database, path, *arguments):
    """Run a Python file that finds `env` among its globals."""
    sys.argv = [path, *arguments]
    with open_env(database) as env:
        runpy.run_path(path, {"env": env}, "__main__")


def _call_function(module, function, database, out):
    if not _is_there(module):
        return
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with open_env(database, LANGUAGE, server=True) as env:
        getattr(importlib.import_module(module), function)(env, folder)


def _is_there(module):
    spec = find_spec(module)
    there = spec is not None and spec.origin is not None  # no bare folder
    if not there:
        print(f"{module} is not there yet: nothing done")
    return there


COMMANDS = {
    "demo": demo,
    "demo-summary": demo_summary,
    "bench": bench,
    "i18n": i18n,
    "test-company": test_company,
    "script": script,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
