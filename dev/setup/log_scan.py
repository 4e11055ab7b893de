"""Find warnings and errors in an Odoo log, apart from known noise."""

import re
from pathlib import Path
from typing import NamedTuple

KNOWN_NOISE = Path(__file__).resolve().parents[1] / "known_log_noise.txt"
RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) ")
BAD = {"WARNING", "ERROR", "CRITICAL"}


class Noise(NamedTuple):
    """A pattern of accepted log records, with the reason why they are no defect."""

    pattern: re.Pattern
    reason: str


def read_noise(text):
    """Parse the allow-list: `pattern` lines, each after a `# reason` line."""
    reason = ""
    noise = []
    for line in text.splitlines():
        if line.startswith("#"):
            reason = line.lstrip("# ")
        elif line.strip():
            if not reason:
                raise ValueError(f"no reason before: {line}")
            noise.append(Noise(re.compile(line.strip()), reason))
            reason = ""
    return noise


def records(text):
    """Split a log into records: a dated line and the lines that belong to it."""
    current = []
    for line in text.splitlines():
        if RECORD.match(line) and current:
            yield "\n".join(current)
            current = []
        current.append(line)
    if current:
        yield "\n".join(current)


def bad_records(text, noise):
    """Return the records of level WARNING or worse that match no known noise."""
    found = []
    for record in records(text):
        match = RECORD.match(record)
        if not match or match["level"] not in BAD:
            continue
        if not any(known.pattern.search(record) for known in noise):
            found.append(record)
    return found


def scan(log):
    """Return the bad records of a log file, by the repository's list of noise."""
    noise = read_noise(KNOWN_NOISE.read_text())
    return bad_records(log.read_text(errors="replace"), noise)
