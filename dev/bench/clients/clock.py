"""Seconds and queries of a block."""

from time import perf_counter


class Clock:
    """A measurement of a block, including the writing of its cached changes."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.queries, self.start = self.env.cr.sql_log_count, perf_counter()
        return self

    def __exit__(self, *error):
        self.env.flush_all()
        self.seconds = perf_counter() - self.start
        self.queries = self.env.cr.sql_log_count - self.queries

    def figures(self, **more):
        """Return the figures for a row of the report."""
        return {"seconds": self.seconds, "queries": self.queries} | more
