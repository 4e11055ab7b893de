"""Find warnings and errors in an Odoo log, apart from known noise."""

import re
from pathlib import Path
from typing import NamedTuple

KNOWN_NOISE = Path(__file__).resolve().parents[1] / "known_log_noise.txt"
RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) ")
BAD = {"WARNING", "ERROR", "CRITICAL"}


class Noise(NamedTuple):
    """A pattern that a log record may match, and why that is no defect of ours."""

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
    """Records of level WARNING or worse that no known noise explains."""
    found = []
    for record in records(text):
        match = RECORD.match(record)
        if not match or match["level"] not in BAD:
            continue
        if not any(known.pattern.search(record) for known in noise):
            found.append(record)
    return found


def scan(log):
    """Bad records of a log file, with the repository's own list of noise."""
    noise = read_noise(KNOWN_NOISE.read_text())
    return bad_records(log.read_text(errors="replace"), noise)
