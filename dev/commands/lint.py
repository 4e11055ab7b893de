"""Check style without changing anything; name checks to run those alone."""

import sys

from dev.checks import house, prettier
from dev.setup import system_packages, virtualenv
from dev.setup.paths import REPO, addons
from dev.setup.steps import lock, run_child, say

# pylint-odoo's messages that cannot apply here:
NOT_APPLICABLE = (
    "missing-readme",  # the modules' README is Markdown, not reStructuredText
    # A model of the host is extended by each room in a file of its own.
    "consider-merging-classes-inherited",
)


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(CHECKS))


def main(options):
    """Run every check, also after one has failed; return 1 if any did."""
    chosen = options.checks or list(CHECKS)
    unknown = set(chosen) - set(CHECKS)
    if unknown:
        sys.exit(f"no such check: {', '.join(sorted(unknown))}")
    failed = [name for name in chosen if CHECKS[name]()]
    say(f"lint: {', '.join(failed)} failed" if failed else "lint: all clean")
    return int(bool(failed))


def tool(*command):
    """Run a Python tool of the venv on the checkout; return its exit code."""
    with lock("set-up"):
        system_packages.ensure(["python3-venv"])
        python = virtualenv.ensure()
    return run_child([str(python), "-m", *command], cwd=REPO)


def _run_pylint():
    if not addons():
        return 0
    off = f"--disable={','.join(NOT_APPLICABLE)}"
    return tool("pylint", "--rcfile=pyproject.toml", off, *addons())


def _check_house():
    found = house.complaints()
    print(*found, sep="\n", end="\n" if found else "")
    return len(found)


CHECKS = {
    "ruff": lambda: tool("ruff", "check", "--output-format=concise", "."),
    "ruff-format": lambda: tool(
        "ruff", "format", "--check", "--output-format=concise", "."
    ),
    "pylint": _run_pylint,
    "prettier": lambda: prettier.run("--check"),
    "house": _check_house,
}
