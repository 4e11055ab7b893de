"""Stop the private PostgreSQL server."""

from dev.setup import postgres


def main(_options):
    """Stop it if it runs."""
    postgres.stop()
    return 0
