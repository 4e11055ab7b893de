"""Do all set-up, up to the template with the addons, and run nothing."""

from dev.setup import instance, templates
from dev.setup.paths import addons
from dev.setup.steps import say


def main(_options):
    """Prepare everything that the other commands need."""
    ready = instance.ensure()
    ensure = templates.ensure_addon if addons() else templates.ensure_core
    say(f"ready: template {ensure(ready)}")
    return 0
