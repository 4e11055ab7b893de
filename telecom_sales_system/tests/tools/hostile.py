"""Files made to hold or kill the process that reads them, and what reading them costs.

Prints the costs, without Odoo or a database:

    python3 telecom_sales_system/tests/tools/hostile.py
"""

import importlib
import io
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from time import process_time
from types import ModuleType

if __name__ == "__main__":
    # The addon's own __init__ would import Odoo.
    for _name, _path in (
        ("addon", Path(__file__).parents[2]),
        ("addon.tools", Path(__file__).parents[2] / "tools"),
        ("addon.tests", Path(__file__).parents[1]),
        ("addon.tests.tools", Path(__file__).parent),
    ):
        sys.modules[_name] = ModuleType(_name)
        sys.modules[_name].__path__ = [str(_path)]
    __package__ = "addon.tests.tools"

workbooks = importlib.import_module(".workbooks", __package__)
archive, sheet_xml = workbooks.archive, workbooks.sheet_xml

MOST_SECONDS, MOST_MEGABYTES = 3, 100
MEGABYTE = 2**20
RELATION = workbooks.RELATIONS.replace(
    "</Relationships>",
    f'<Relationship Id="rId2" Type="{workbooks.OFFICE}/sharedStrings"'
    ' Target="sharedStrings.xml"/></Relationships>',
)
# Letters that do not shrink, so that no limit on how far a file unpacks stops it
NOISE = random.Random(1)
FORM = {
    "kind": "summary",
    "name": "One",
    "title": "Title",
    "note": "",
    "heads": ["Figure", "Month"],
    "columns": [{"key": "month"}],
    "rows": [
        {"key": str(n), "labels": [f"Row {n}"], "type": "amount"} for n in range(1000)
    ],
}


def _noise(count):
    return "".join(NOISE.choices("0123456789abcdef", k=count))


def _with_strings(sheet, strings):
    return archive(
        sheet_xml(sheet),
        zipfile.ZIP_STORED,
        **{
            "xl/_rels/workbook.xml.rels": RELATION,
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        },
    )


def _stored(body):
    return archive(sheet_xml(body), zipfile.ZIP_STORED)


def _shared_text(length, letter="x"):
    text = letter * length
    cells = '<c t="s"><v>0</v></c>' * 90
    rows = f"<row>{cells}</row>" * 1000
    return _with_strings(rows, f"<si><t>{text}</t></si>")


def _directory(count):
    """An archive of empty parts, whose directory alone takes the memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for number in range(count):
            target.writestr(str(number), "")
    return buffer.getvalue()


def _lying_size():
    content = archive(sheet_xml(_noise(MEGABYTE) + " " * 30 * MEGABYTE))
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        size = source.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (10**6).to_bytes(4, "little"))


def _many_sheets():
    sheets = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>'
        for number in range(100_000)
    )
    return archive(sheet_xml(_noise(10)), **{"xl/workbook.xml": f"<w>{sheets}</w>"})


def _names():
    return "".join(f'<c {_noise(6)}x{n}=""/>' for n in range(400_000))


FILES = {
    "one text of 8 MB in 90,000 cells": lambda: _shared_text(8 * MEGABYTE),
    "one text as long as allowed in 90,000 cells": lambda: _shared_text(32_767),
    "texts of wide letters": lambda: _with_strings(
        "", f"<si><t>{'😀' * 30_000}</t></si>" * 130
    ),
    "240,000 shared texts": lambda: _with_strings(
        "", "".join(f"<si><t>{n}</t></si>" for n in range(240_000))
    ),
    "100,000 cells": lambda: _stored(
        "".join(f'<c r="C{n}"><v>{n}.25</v></c>' for n in range(1, 100_001))
    ),
    "100,000 cells of text": lambda: _stored(
        "".join(
            f'<c r="C{n}" t="inlineStr"><is><t>{n}{"字" * 20}</t></is></c>'
            for n in range(1, 100_001)
        )
    ),
    "a million empty cells": lambda: _stored(
        ("<row>" + "<c/>" * 900 + "</row>") * 1_000
    ),
    "a million styled cells": lambda: _stored('<c r="A1" s="1"/>' * 900_000),
    "more empty cells": lambda: _stored(("<row>" + "<c/>" * 900 + "</row>") * 2_000),
    "400,000 merges": lambda: archive(
        sheet_xml('<mergeCell ref="A1:XFD1048576"/>' * 400_000), zipfile.ZIP_STORED
    ),
    "huge numbers of rows": lambda: _stored(
        "".join(
            f'<row r="{1_048_576 - n}"><c r="XFD{1_048_576 - n}"><v>1</v></c></row>'
            for n in range(90_000)
        )
    ),
    "a row beyond the last": lambda: _stored('<row r="9999999999"><c/></row>'),
    "a zip bomb": lambda: archive(sheet_xml(" " * 31 * MEGABYTE)),
    "a zip bomb that lies": _lying_size,
    "a directory of 200,000 parts": lambda: _directory(100_000),
    "deep nesting": lambda: _stored("<a>" * 200_000 + "</a>" * 200_000),
    "billion laughs": lambda: archive(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
        + sheet_xml("<v>&b;</v>")
    ),
    "400,000 names of attributes": lambda: _stored(_names()),
    "a million attributes": lambda: _stored(
        ("<c " + " ".join(f'a{n}=""' for n in range(1000)) + "/>") * 1_400
    ),
    "a tag of 15 MB": lambda: _stored(f'<c r="{"A" * 15 * MEGABYTE}"/>'),
    "a comment of 15 MB": lambda: _stored(f"<!--{'x' * 15 * MEGABYTE}-->"),
    "15 MB of line ends": lambda: _stored(
        f'<c t="str"><is><t>{chr(10) * 15 * MEGABYTE}</t></is></c>'
    ),
    "15 MB of references": lambda: _stored("&#65;" * 3 * MEGABYTE),
    "1 MB of values in a cell": lambda: _stored(
        f'<c r="A1">{"<v>1</v>" * 100_000}</c>'
    ),
    "100,000 sheets of one part": _many_sheets,
    "formats of numbers": lambda: archive(
        sheet_xml('<c s="0"><v>1</v></c>'),
        **{
            "xl/_rels/workbook.xml.rels": RELATION.replace("sharedStrings", "styles"),
            "xl/styles.xml": "<s><numFmts>"
            + f'<numFmt numFmtId="200" formatCode="{"[" * 100_000}"/></numFmts>'
            + '<cellXfs><xf numFmtId="200"/></cellXfs></s>',
        },
    ),
}


def measure_file(content):
    """Read a file in a process of its own, as an upload does.

    :return: ``{"seconds", "megabytes", "outcome"}``: seconds of the processor,
        megabytes beyond those before
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        output = subprocess.run(
            [sys.executable, __file__, file.name],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return json.loads(output)


def _get_peak():
    """Return the most memory of this process, in kB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _read(path):
    """Read a file and print what that cost."""
    form = importlib.import_module("addon.tools.workbook.report_form")
    reader = importlib.import_module("addon.tools.workbook.workbook_reader")
    content = Path(path).read_bytes()
    reader.read_workbook(workbooks.workbook({"One": {"A1": "x"}}))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = _get_peak()
    start = process_time()
    try:
        sheets = reader.read_workbook(content)
        filled = form.read_form(
            {"sheets": [FORM], "ignored": [], "currency": "CNY"}, sheets
        )
        outcome = f"{len(filled.problems)} problems"
    except reader.BadWorkbook as error:
        outcome = error.reason
    seconds = process_time() - start
    figures = {"seconds": seconds, "megabytes": (_get_peak() - before) / 1024}
    sys.stdout.write(json.dumps(figures | {"outcome": outcome}))


def main():
    """Print what each file costs; return 1 if one costs too much."""
    worst = [0, 0]
    for name, build in FILES.items():
        content = build()
        found = measure_file(content)
        costs = [found["seconds"], found["megabytes"]]
        worst = list(map(max, worst, costs))
        sys.stdout.write(
            f"{name:46} {len(content) / MEGABYTE:5.1f} MB {costs[0]:5.2f} s"
            f" {costs[1]:4.0f} MB  {found['outcome']}\n"
        )
    sys.stdout.write(f"{'worst':46} {'':8} {worst[0]:5.2f} s {worst[1]:4.0f} MB\n")
    return int(worst[0] > MOST_SECONDS or worst[1] > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(_read(sys.argv[1]) if len(sys.argv) > 1 else main())
