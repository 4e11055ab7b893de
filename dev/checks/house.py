"""Check rules that no linter has: syntax, paths of one machine."""

import re
import subprocess
from xml.etree import ElementTree

from dev.setup.paths import REPO

FOREIGN = re.compile(r"/(?:root|home/\w+|work)/")


def repository_files(root=REPO):
    """Return the existing files that git tracks or would add."""
    options = ["--cached", "--others", "--exclude-standard", "-z"]
    command = ["git", "-C", str(root), "ls-files", *options]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    paths = (root / name for name in sorted(set(output.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


def malformed(name, text):
    """Return a complaint about a Python or XML file that cannot be parsed."""
    try:
        if name.endswith(".py"):
            compile(text, name, "exec", dont_inherit=True)
        elif name.endswith((".xml", ".svg")):
            ElementTree.fromstring(text.encode())
    except (SyntaxError, ElementTree.ParseError) as error:
        return f"{name}: {error}"
    return None


def machine_bound(name, text):
    """Return a complaint about a path that exists on one machine only."""
    is_checked = name.endswith((".py", ".toml", ".yaml", ".txt", ".sh", "Makefile"))
    found = FOREIGN.search(text) if is_checked and name != SELF else None
    return f"{name}: holds {found[0]!r}, of one machine only" if found else None


SELF = "dev/checks/house.py"
RULES = (malformed, machine_bound)


def complaints(root=REPO):
    """Return all complaints about the repository's text files."""
    found = []
    for path in repository_files(root):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(root).as_posix()
        found += filter(None, (rule(name, text) for rule in RULES))
    return found
