"""A wrapper that starts the system's Chromium quietly, also as root."""

import os
import shlex
import shutil

from dev.setup.paths import cached

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# Besides what Odoo's test harness passes: no calls home, no QUIC.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-features=OptimizationHints,MediaRouter,Translate"
).split()


def ensure():
    """Put the wrapper first where Odoo looks for a browser; return its path."""
    wrapper = cached("bin", NAMES[0])
    outside = os.pathsep.join(
        part
        for part in os.environ.get("PATH", "").split(os.pathsep)
        if part != str(wrapper.parent)
    )
    real = next(filter(None, (shutil.which(name, path=outside) for name in NAMES)))
    text = f'#!/bin/sh\nexec {shlex.quote(real)} {" ".join(FLAGS)} "$@"\n'
    if not wrapper.exists() or wrapper.read_text() != text:
        temporary = wrapper.with_suffix(f".{os.getpid()}")
        temporary.write_text(text)
        temporary.chmod(0o755)
        temporary.rename(wrapper)
    return wrapper
