"""Print the figures of the clients as a table and keep them in out/."""

import json
import os

from dev.setup import databases
from dev.setup.paths import OUT

MOST_TIMES_CORE = 1.5
MOST_SECONDS = 60
LABEL = 38
WIDTHS = {
    "records": 10,
    "seconds": 9,
    "queries": 9,
    "warm": 9,
    "warm_queries": 14,
    "peak_mb": 9,
    "ratio": 8,
}


def row(label, figures, base=None):
    """Return figures with their label and their ratio to a base in seconds."""
    shown = {key: figures[key] for key in WIDTHS if key in figures}
    if base:
        shown["ratio"] = figures.get("warm", figures["seconds"]) / base
    return {"label": label} | shown


def write(count, rows, recomputed):
    """Print the table, write the file.

    :raises SystemExit: an aim was missed
    """
    version = databases.psql("SHOW server_version")[0][0]
    print(f"\n{count:,} clients; PostgreSQL {version}, {os.cpu_count()} processors\n")
    print(" " * LABEL + "".join(f"{key:>{width}}" for key, width in WIDTHS.items()))
    for figures in rows:
        cells = (_format_cell(figures, key, width) for key, width in WIDTHS.items())
        print(f"{figures['label']:<{LABEL}}{''.join(cells)}".rstrip())
    aims = _get_aims(rows, recomputed)
    print()
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    OUT.mkdir(exist_ok=True)
    results = {"clients": count, "rows": rows, "aims": aims, "postgresql": version}
    (OUT / "bench-clients.json").write_text(json.dumps(results, indent=2) + "\n")
    if not all(aims.values()):
        raise SystemExit(1)


def _get_aims(rows, recomputed):
    lists = [row for row in rows if row["label"].endswith(" clients")]
    computed = [row for row in rows if row["label"].endswith("compute")]
    return {
        f"a review is computed in {MOST_SECONDS} seconds": all(
            row["seconds"] <= MOST_SECONDS for row in computed
        ),
        f"lists take at most {MOST_TIMES_CORE} times the core's": all(
            row["ratio"] <= MOST_TIMES_CORE for row in lists
        ),
        "posting an invoice recomputes no stored field of clients": not recomputed,
    }


def _format_cell(figures, key, width):
    value = figures.get(key)
    if value is None:
        return " " * width
    if key in ("seconds", "warm"):
        return f"{value:>{width}.3f}"
    if key == "ratio":
        return f"{value:>{width}.2f}"
    return f"{value:>{width},.0f}"
