"""Note what is final in a database; the next time, compare, and close the next month.

Arguments: a file to write, or to read and compare with if it is there.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

# Whatever a later version calls them, these figures were printed and sealed.
FIGURES = {
    "closed months": (
        "telecom.performance.entry",
        [("period_id.state", "=", "closed")],
        ["period_id", "salesperson_id", "unit_id"],
        ["cash:sum", "points:sum"],
    ),
    "issued circulars": (
        "telecom.circular",
        [("state", "=", "issued")],
        ["name", "title", "seal"],
        ["__count"],
    ),
}


def read(env):
    """Return the final figures, as text."""
    return {
        name: [
            [str(getattr(value, "id", value)) for value in row]
            for row in env[model]._read_group(domain, groups, figures)
        ]
        for name, (model, domain, groups, figures) in FIGURES.items()
    }


def main(env, path):
    """Write the file if it is not there; else compare, and go on working."""
    found = read(env)
    if not path.exists():
        assert all(found.values()), f"nothing is final: {found}"
        path.write_text(json.dumps(found))
        return
    before = json.loads(path.read_text())
    changed = [name for name in found if found[name] != before[name]]
    if changed:
        sys.exit(f"the upgrade changed {', '.join(changed)}")
    last = env["telecom.period"].search([], order="date_from desc", limit=1)
    period = last.create({"date_from": last.date_to + timedelta(days=1)})
    period.action_close()
    assert period.state == "closed"


if __name__ == "__main__":
    main(globals()["env"], Path(sys.argv[1]))
