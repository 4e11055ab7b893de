"""Serve any database on any port, until Ctrl-C."""

from dev.commands.serve import serve
from dev.setup import instance


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("database")
    parser.add_argument("port", type=int)


def main(options):
    """Serve the database."""
    serve(instance.ensure(), options.database, options.port)
