"""Read the machine's own Debian mirror out of its apt configuration."""

import re
from pathlib import Path
from typing import NamedTuple

APT = Path("/etc/apt")
ONE_LINE = re.compile(
    r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<rest>.+)$"
)


class Mirror(NamedTuple):
    """An apt source: its address, suites and trusted keys."""

    uri: str
    suites: tuple
    signed_by: str


def parse_list(text):
    """Return the mirrors of a one-line-style `sources.list`."""
    for line in text.splitlines():
        match = ONE_LINE.match(line.split("#")[0].strip())
        if match:
            options = match["options"] or ""
            signed_by = re.search(r"signed-by=(\S+)", options)
            suite = match["rest"].split()[0]
            key = signed_by[1] if signed_by else ""
            yield Mirror(match["uri"], (suite,), key)


def parse_deb822(text):
    """Return the mirrors of a deb822-style `.sources` file."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
        pairs = re.findall(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", stanza, re.MULTILINE)
        fields = {name.lower(): " ".join(value.split()) for name, value in pairs}
        is_binary = "deb" in fields.get("types", "").split()
        if not is_binary or fields.get("enabled", "yes").lower() == "no":
            continue
        suites = tuple(fields.get("suites", "").split())
        for uri in fields.get("uris", "").split():
            yield Mirror(uri, suites, fields.get("signed-by", ""))


def debian_mirror(mirrors):
    """Return the mirror of Debian's main archive: the one with the `-updates` suite.

    Falls back on an address that ends in /debian. None if there is no such.
    """
    mirrors = list(mirrors)
    by_uri = {}
    for mirror in mirrors:
        by_uri.setdefault(mirror.uri.rstrip("/"), []).append(mirror)
    for uri, same in by_uri.items():
        suites = [suite for mirror in same for suite in mirror.suites]
        is_archive = any(suite.endswith("-updates") for suite in suites)
        if is_archive or uri.endswith("/debian"):
            return same[0]
    return None


def read_mirror(apt=APT):
    """Return the machine's own Debian mirror, or None."""
    parts = apt / "sources.list.d"
    lists = [apt / "sources.list", *sorted(parts.glob("*.list"))]
    mirrors = []
    for path in sorted(parts.glob("*.sources")):
        mirrors += parse_deb822(path.read_text())
    for path in filter(Path.is_file, lists):
        mirrors += parse_list(path.read_text())
    return debian_mirror(mirrors)
