"""Print the figures as a table and keep them in out/bench.json."""

import json
import os

from dev.setup import databases
from dev.setup.paths import OUT

MOST_TIMES_BY_HAND = 1.2
MOST_MEMORY_MB = 600
# With fewer lines, the fixed cost of a computation outweighs that of the lines.
LEAST_LINES_FOR_RATIO = 100_000
COLUMNS = ("", "lines", "entries", "seconds", "lines/s", "queries", "peak MB", "ratio")
WIDTHS = (34, 11, 11, 9, 9, 9, 9, 9)


def results(close, hand, orm, **facts):
    """Return all figures; a ratio is the time per line divided by that by hand."""
    lines = facts["lines"]
    by_hand = hand["seconds"] / lines
    return {
        **facts,
        "close": close
        | {
            "lines": lines,
            "ratio": close["seconds"] / lines / by_hand,
            "ledger_ratio": close["ledger_seconds"] / lines / by_hand,
        },
        "by_hand": hand | {"lines": lines, "ratio": 1.0, "queries": 1},
        "orm_sample": orm | {"ratio": orm["seconds"] / orm["lines"] / by_hand},
        "processors": os.cpu_count(),
        "postgresql": databases.psql("SHOW server_version")[0][0],
    }


def write(results):
    """Print the table, write the file.

    :raises SystemExit: rows differ, or the aim was missed
    """
    close = results["close"]
    print(
        f"\nMonthly close, median of {results['runs']} runs in turn;"
        f" PostgreSQL {results['postgresql']}, {results['processors']} processors\n"
    )
    _print_row(COLUMNS)
    _print_figures("telecom.period.action_compute", close)
    # The ledger is what the SQL by hand writes; arrears, metrics, problems follow it.
    ledger = [f"{close[key]:.2f}" for key in ("ledger_seconds", "ledger_ratio")]
    _print_row(["  of it, the ledger", "", "", ledger[0], "", "", "", ledger[1]])
    _print_row(["  of it, finding problems", "", "", f"{close['detect_seconds']:.2f}"])
    _print_figures("INSERT ... SELECT by hand", results["by_hand"])
    _print_figures("ORM, analytic lines in a loop", results["orm_sample"])
    aims = {
        "the rows are those written by hand": not results["rows_that_differ"],
        f"less than {MOST_MEMORY_MB} MB": close["peak_mb"] < MOST_MEMORY_MB,
    }
    if results["lines"] >= LEAST_LINES_FOR_RATIO:
        aim = f"the ledger takes at most {MOST_TIMES_BY_HAND} times the time by hand"
        aims[aim] = close["ledger_ratio"] <= MOST_TIMES_BY_HAND
    print()
    for aim, reached in aims.items():
        print(f"{'reached' if reached else 'MISSED '}  {aim}")
    OUT.mkdir(exist_ok=True)
    (OUT / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    if not all(aims.values()):
        raise SystemExit(1)


def _print_figures(label, run):
    peak = run.get("peak_mb")
    _print_row(
        [
            label,
            f"{run['lines']:,}",
            f"{run['entries']:,.0f}" if "entries" in run else "",
            f"{run['seconds']:.2f}",
            f"{run['lines'] / run['seconds']:,.0f}",
            f"{run['queries']:,.0f}",
            f"{peak:.0f}" if peak else "",
            f"{run['ratio']:.2f}",
        ]
    )


def _print_row(cells):
    first, *others = zip(cells, WIDTHS, strict=False)
    line = f"{first[0]:<{first[1]}}"
    print((line + "".join(f"{cell:>{width}}" for cell, width in others)).rstrip())
