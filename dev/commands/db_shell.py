"""Open psql on a database."""

import os

from dev.setup import instance


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("database")


def main(options):
    """Replace this process by psql."""
    ready = instance.ensure()
    os.execvpe("psql", ["psql", "-d", options.database], ready.env)
