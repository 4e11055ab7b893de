"""Make the pictures of the handbook and of the page in Apps from the demo company.

Then write the handbook's pages again: the addon has a copy of the pictures.
"""

import sys

from dev.commands import demo, handbook
from dev.setup import databases, instance
from dev.setup.steps import StepFailed


def arguments(parser):
    """Declare the command's arguments."""
    help_text = "names of pictures; all, if none is given"
    parser.add_argument("names", nargs="*", metavar="NAME", help=help_text)
    parser.add_argument("--db", default=demo.DATABASE)
    parser.add_argument("--port", type=int, help="of a running server; else one starts")


def main(options):
    """Run dev.handbook.pictures inside the venv."""
    ready = instance.ensure()
    if not databases.exists(options.db):
        step = "making the pictures of the handbook"
        raise StepFailed(step, f"no database {options.db}", "make demo")
    code = ready.run("-m", "dev.handbook.pictures", *sys.argv[2:])
    return code or handbook.main(options)
