"""Entry of every `make` target. Needs nothing but Python's standard library."""

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dev.setup.steps import StepFailed, exit_on_termination  # noqa: E402

COMMANDS = {
    "setup": "do all set-up, run nothing",
    "test": "run the tests; arguments after -- go to pytest",
    "demo": "build the demo company, print its month, write out/",
    "serve": "serve the demo company",
    "serve-db": "serve another database",
    "bench": "measure the monthly close",
    "lint": "check style without changing anything",
    "format": "rewrite files in the house style",
    "access": "try what each role may do, write docs/access.md",
    "usability": "do what each role does most, write docs/usability.md",
    "i18n": "write the addons' .pot, merge their .po files",
    "handbook": "write the handbook's pages as HTML into the addon",
    "pictures": "make the handbook's pictures from the demo",
    "scratch": "copy the template with the addon for manual play",
    "shell-script": "run a Python file with `env` on a database",
    "axe": "look for barriers on backend pages with axe-core",
    "screenshot": "take a picture of a backend page",
    "db-shell": "psql on a database",
    "stop": "stop the private PostgreSQL server",
    "clean": "throw away server, databases, out/ and cache",
}


def main(argv=None):
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="dev/run.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        module = importlib.import_module(f"dev.commands.{name.replace('-', '_')}")
        command = commands.add_parser(name, help=text, description=module.__doc__)
        getattr(module, "arguments", lambda parser: None)(command)
        command.set_defaults(main=module.main)
    options = parser.parse_args(argv)
    exit_on_termination()
    try:
        return options.main(options)
    except StepFailed as error:
        print(error.report(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; running it again goes on from here", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
