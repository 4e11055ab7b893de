"""Print the steps of the close as a table and keep them in out/."""

import json
import os

from dev.setup import databases
from dev.setup.paths import OUT

MOST_TIMES_BY_HAND = 2
MOST_MEMORY_MB = 300
# With fewer lines, the fixed cost of a step outweighs that of the lines.
LEAST_LINES_FOR_RATIO = 1_000_000
LABEL = 12
WIDTHS = {
    "seconds": 9,
    "in_sql": 9,
    "by_hand": 9,
    "ratio": 8,
    "queries": 9,
    "small": 9,
    "more_mb": 9,
}


def write(lines, steps, small):
    """Print the table, write the file.

    :param steps: figures by step; ``small``: of the month with fewer lines
    :raises SystemExit: an aim was missed
    """
    version = databases.psql("SHOW server_version")[0][0]
    print(
        f"\nClose of {lines:,} invoice lines; PostgreSQL {version}, {os.cpu_count()}"
        " processors; small: queries of the month with a tenth of the lines\n"
    )
    rows = {
        code: figures
        | {"small": small[code]["queries"]}
        | _get_ratio(figures["seconds"], figures.get("by_hand"))
        for code, figures in steps.items()
    }
    seconds, by_hand = (
        sum(row.get(key, 0) for row in rows.values()) for key in ("seconds", "by_hand")
    )
    rows["in all"] = {
        "seconds": seconds,
        "by_hand": by_hand,
        "queries": sum(row["queries"] for row in rows.values()),
        "small": sum(row["small"] for row in rows.values()),
        "more_mb": max(row["more_mb"] for row in rows.values()),
    } | _get_ratio(seconds, by_hand)
    print(" " * LABEL + "".join(f"{key:>{width}}" for key, width in WIDTHS.items()))
    for label, row in rows.items():
        cells = "".join(_format_cell(row.get(key), key) for key in WIDTHS)
        print(f"{label:<{LABEL}}{cells}   {row.get('figures', '')}".rstrip())
    aims = _get_aims(lines, rows)
    print()
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    OUT.mkdir(exist_ok=True)
    results = {"lines": lines, "rows": rows, "aims": aims, "postgresql": version}
    (OUT / "bench-close.json").write_text(json.dumps(results, indent=2) + "\n")
    if not all(aims.values()):
        raise SystemExit(1)


def _get_aims(lines, rows):
    total = rows["in all"]
    more = [code for code, row in rows.items() if row["queries"] > row["small"]]
    more = ", ".join(code for code in more if code != "in all")
    aims = {
        "the number of queries depends on neither lines nor clients"
        + (f" (more: {more})" if more else ""): not more,
        f"less than {MOST_MEMORY_MB} MB of memory more": total["more_mb"]
        < MOST_MEMORY_MB,
    }
    if lines >= LEAST_LINES_FOR_RATIO:
        aim = f"less than {MOST_TIMES_BY_HAND} times the sum of the bare SQL"
        aims[aim] = total["ratio"] < MOST_TIMES_BY_HAND
    return aims


def _get_ratio(seconds, by_hand):
    return {"ratio": seconds / by_hand} if by_hand else {}


def _format_cell(value, key):
    width = WIDTHS[key]
    if value is None:
        return " " * width
    if key in ("seconds", "in_sql", "by_hand", "ratio"):
        return f"{value:>{width}.2f}"
    return f"{value:>{width},.0f}"
