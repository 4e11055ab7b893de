"""Print the figures of arrears as a table and keep them in out/."""

import json
import os

from dev.setup import databases
from dev.setup.paths import OUT

MOST_TIMES_BY_HAND = 1.5
MOST_QUERIES = 4
# The first night opens all cases, whatever their number.
MOST_SECONDS_OF_FIRST_NIGHT = 5
MOST_QUERIES_OF_FIRST_NIGHT = 500
LABEL = 34
WIDTHS = {"records": 10, "seconds": 10, "queries": 9, "peak_mb": 9, "ratio": 8}


def row(label, figures, base=None):
    """Return figures with their label and their ratio to a base in seconds."""
    shown = {key: figures[key] for key in WIDTHS if key in figures}
    if base:
        shown["ratio"] = figures["seconds"] / base
    return {"label": label} | shown


def write(lines, rows, different, plan):
    """Print the table and the query plan, write them to files.

    :raises SystemExit: rows differ, or an aim was missed
    """
    version = databases.psql("SHOW server_version")[0][0]
    print(
        f"\n{lines:,} receivable lines; PostgreSQL {version},"
        f" {os.cpu_count()} processors; median of three runs\n"
    )
    print(" " * LABEL + "".join(f"{key:>{width}}" for key, width in WIDTHS.items()))
    for figures in rows:
        cells = (_format_cell(figures, key, width) for key, width in WIDTHS.items())
        print(f"{figures['label']:<{LABEL}}{''.join(cells)}".rstrip())
    ours = [row for row in rows if row["label"].startswith("overdue")]
    [first] = [row for row in rows if row["label"] == "watch, first night"]
    aims = {
        "the rows are those found by hand": not different,
        f"at most {MOST_TIMES_BY_HAND} times the time by hand": all(
            row["ratio"] <= MOST_TIMES_BY_HAND for row in ours
        ),
        f"at most {MOST_QUERIES} queries": all(
            row["queries"] <= MOST_QUERIES for row in ours
        ),
        f"first night: at most {MOST_SECONDS_OF_FIRST_NIGHT} s": (
            first["seconds"] <= MOST_SECONDS_OF_FIRST_NIGHT
        ),
        f"first night: at most {MOST_QUERIES_OF_FIRST_NIGHT} queries": (
            first["queries"] <= MOST_QUERIES_OF_FIRST_NIGHT
        ),
    }
    print("\nEXPLAIN ANALYZE of what is overdue today:")
    print("\n".join(plan), "\n")
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    OUT.mkdir(exist_ok=True)
    results = {"lines": lines, "rows": rows, "aims": aims, "postgresql": version}
    results["plan"] = plan
    (OUT / "bench-arrears.json").write_text(json.dumps(results, indent=2) + "\n")
    if not all(aims.values()):
        raise SystemExit(1)


def _format_cell(figures, key, width):
    value = figures.get(key)
    if value is None:
        return " " * width
    if key == "seconds":
        return f"{value:>{width}.3f}"
    if key == "ratio":
        return f"{value:>{width}.2f}"
    return f"{value:>{width},.0f}"
