"""The paths of the checkout and of the per-user cache outside it."""

import hashlib
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
OUT = REPO / "out"
MAIN_ADDON = "telecom_sales_system"


def cache():
    """Return the folder of reproducible files, in TELECOM_CACHE or XDG's cache.

    It contains nothing else, so `make clean` can remove it.
    """
    given = os.environ.get("TELECOM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = given or Path.home() / ".cache"
    return Path(base).expanduser().resolve() / "telecom-sales-system"


def cached(*parts):
    """Return a path in the cache; create its parent folder."""
    path = cache().joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def addons():
    """Return the names of the addons in the checkout, the main one first."""
    names = sorted(path.parent.name for path in REPO.glob("*/__manifest__.py"))
    return sorted(names, key=lambda name: name != MAIN_ADDON)


def short_hash(text, length=10):
    """Return a hexadecimal key for a text, to name a file or a database."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
