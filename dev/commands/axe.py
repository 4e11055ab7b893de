"""Look for barriers on backend pages with axe-core; fail on serious ones of ours."""

import sys

from dev.checks import prettier
from dev.commands.demo import DATABASE
from dev.setup import instance


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("urls", nargs="+", help="paths, for example /odoo/visits")
    parser.add_argument("--login", default="admin")
    parser.add_argument("--password", help="the login, if not given")
    parser.add_argument("--db", default=DATABASE)
    parser.add_argument("--port", type=int, help="of a running server; else one starts")
    parser.add_argument("--width", type=int, default=1400)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--lang", help="language of the user while it lasts")


def main(_options):
    """Install axe-core beside prettier, and run the command inside the venv."""
    script = prettier.ensure() / "node_modules" / "axe-core" / "axe.min.js"
    ready = instance.ensure()
    return ready.run("-m", "dev.axe", str(script), *sys.argv[2:])
