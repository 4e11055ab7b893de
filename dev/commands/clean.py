"""Stop the private server and remove it, out/ and the cache."""

import shutil

from dev.setup import postgres
from dev.setup.paths import OUT, cache
from dev.setup.steps import say


def main(_options):
    """Remove everything that the other commands have made."""
    postgres.stop()
    for folder in (postgres.home(), cache(), OUT):
        if folder.exists():
            say(f"removing {folder}")
            shutil.rmtree(folder)
    return 0
