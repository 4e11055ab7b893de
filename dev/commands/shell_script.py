"""Run a Python file with `env` (the superuser's) on a database; commit at the end."""

from dev.setup import instance


def arguments(parser):
    """Declare the command's arguments."""
    parser.add_argument("database")
    parser.add_argument("file")
    parser.add_argument("arguments", nargs="*")


def main(options):
    """Run the file."""
    ready = instance.ensure()
    what = ["script", options.database, options.file, *options.arguments]
    return ready.run("-m", "dev.inside", *what)
