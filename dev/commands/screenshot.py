"""Take a picture of a backend page once it has settled, and print console errors."""

import sys

from dev.commands.demo import DATABASE
from dev.setup import instance


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("url", help="path with query, for example /odoo/units")
    parser.add_argument("out", help="PNG file to write")
    parser.add_argument("--login", default="admin")
    parser.add_argument("--password", help="the login, if not given")
    parser.add_argument("--db", default=DATABASE)
    parser.add_argument("--port", type=int, help="of a running server; else one starts")
    parser.add_argument("--width", type=int, default=1400)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--lang", help="language of the user while it lasts")
    help_text = "CSS selector to click before; can be repeated"
    parser.add_argument("--click", action="append", default=[], help=help_text)


def main(_options):
    """Run the command inside the venv."""
    ready = instance.ensure()
    return ready.run("-m", "dev.screenshot", *sys.argv[2:])
