"""Where things are: the checkout, and the per-user cache outside it."""

import hashlib
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
OUT = REPO / "out"
MAIN_ADDON = "telecom_sales_system"


def cache():
    """Folder for everything that can be made again, in TELECOM_CACHE or XDG's.

    One of its own, which `make clean` can remove whatever else lies beside it.
    """
    given = os.environ.get("TELECOM_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = given or Path.home() / ".cache"
    return Path(base).expanduser().resolve() / "telecom-sales-system"


def cached(*parts):
    """A path in the cache whose parent folder exists."""
    path = cache().joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def addons():
    """Names of the addons in the checkout, the main one first."""
    names = sorted(path.parent.name for path in REPO.glob("*/__manifest__.py"))
    return sorted(names, key=lambda name: name != MAIN_ADDON)


def short_hash(text, length=10):
    """Hexadecimal key for a text, good enough to name a file or a database."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
