"""Entry of every `make` target. Needs nothing but Python's standard library."""

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dev.setup.steps import StepFailed, die_politely  # noqa: E402

COMMANDS = {
    "setup": "do all set-up, run nothing",
    "test": "run the tests; arguments go to pytest",
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
    die_politely()
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
