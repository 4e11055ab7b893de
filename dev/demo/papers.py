"""Write the files in out/: the issued circulars, an export and the workbook."""

import subprocess
import sys

from dev.demo import periods
from dev.setup.paths import REPO
from dev.setup.steps import StepFailed

SEAL = REPO / "telecom_sales_system" / "tools" / "seal.py"


def issued(env):
    """Return all issued circulars, by unit and number."""
    return env["telecom.circular"].search(
        [("state", "in", ("issued", "superseded"))],
        order="unit_id, number_year, number_sequence",
    )


def circular_path(out, circular):
    """Return the path of the PDF of a circular."""
    return out / f"{circular.display_name.replace('/', '-')}.pdf"


def export_path(out, period):
    """Return the path of the export of the month's circular."""
    return out / f"通报导出-{period.name}.zip"


def workbook_path(out, period):
    """Return the path of the month's workbook."""
    return out / f"业绩-{period.name}.xlsx"


def paths(env, out):
    """Return the paths of all files."""
    period = periods.last(env)
    circulars = [circular_path(out, circular) for circular in issued(env)]
    return [*circulars, export_path(out, period), workbook_path(out, period)]


def write(env, out):
    """Write the circulars, an export that is checked, and the workbook."""
    period = periods.last(env)
    circulars = issued(env)
    for circular in circulars:
        circular_path(out, circular).write_bytes(circular.pdf_attachment_id.raw)
    month = circulars.filtered(
        lambda circular: (
            circular.period_id == period and circular.unit_id.kind == "city"
        )
    )
    export_path(out, period).write_bytes(month[0]._export_zip())
    verify(env, out)
    workbook_path(out, period).write_bytes(
        env["telecom.performance.workbook"]._build_workbook(period)
    )


def verify(env, out):
    """Check the export by the command, which needs no Odoo; return its output."""
    path = export_path(out, periods.last(env))
    done = subprocess.run(
        [sys.executable, "-I", str(SEAL), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(
            "checking the exported circular",
            done.stdout + done.stderr,
            "the seal or its command is broken: see telecom_sales_system/tools/seal.py",
        )
    return done.stdout.strip()
