"""Layout of a form in a workbook: its printed texts and the cells to fill in.

A layout is plain data, which the workbook carries with a signature:

    {"sheets": [{"kind", "name", "title", "note", "heads": [text],
                 "columns": [{"key", "type"}],
                 "rows": [{"key", "labels": [text], "type", "without": [column]}]}],
     "ignored": [name of a sheet that is not read],
     "currency": code of the currency of amounts}

Each row has its labels first and a cell to fill in for each column after them, except
for the columns in ``without``. A type is amount, stock (an amount from 0), count
(whole, from 0), text or required (a text that must be there); that of the column takes
precedence over that of the row.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ..figures import CENT, rounded
from .number_text import read_number_text
from .workbook_reader import Cell, column_name

TITLE, NOTE, HEADS, FIRST = 1, 2, 4, 5  # rows, counted from 1
LARGEST = Decimal("1e12")
LONGEST = 2_000
TEXTS = ("text", "required")
FROM_ZERO = ("count", "stock")
# What a cell of numbers holds, other than a number or a text, and may not
OTHERS = ("boolean", "date", "percent")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
LONGEST_NUMBER = 400


@dataclass(frozen=True)
class Problem:
    """Reason why a form is refused, and its place.

    ``reason``: missing_sheet, foreign_sheet, merged, formula, changed, foreign_cell,
    empty, no_number, unclear, boolean, date, percent, not_whole, negative, too_large,
    too_long. ``expected`` is the printed text, or what an unclear number may mean.
    """

    reason: str
    sheet: str
    cell: str = ""
    found: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Place:
    """Cell to fill in: ``key`` is (kind of the sheet, key of row, key of column)."""

    key: tuple
    cell: str
    type: str


@dataclass
class Filled:
    """Values filled in, as texts by key of the place, and the problems."""

    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


def list_places(sheet):
    """List the places of a sheet, row by row."""
    return [
        Place(
            (sheet["kind"], row["key"], column["key"]),
            f"{column_name(number)}{line}",
            column.get("type") or row["type"],
        )
        for line, row in enumerate(sheet["rows"], FIRST)
        for number, column in enumerate(sheet["columns"], len(row["labels"]) + 1)
        if column["key"] not in row.get("without", ())
    ]


def get_printed_texts(sheet):
    """Return the printed texts of a sheet: ``{cell: text}``."""
    texts = {f"A{TITLE}": sheet["title"], f"A{NOTE}": sheet["note"]}
    lines = [(HEADS, sheet["heads"])]
    lines += [(line, row["labels"]) for line, row in enumerate(sheet["rows"], FIRST)]
    for line, words in lines:
        for number, word in enumerate(words, 1):
            texts[f"{column_name(number)}{line}"] = word
    return {cell: text for cell, text in texts.items() if text}


def read_form(layout, sheets):
    """Read the values filled in on the sheets of a workbook.

    :param sheets: as ``workbook_reader.read_workbook`` returns them
    :return: Filled; numbers as texts with two decimals, counts without
    """
    filled = Filled()
    known = {sheet["name"] for sheet in layout["sheets"]} | {*layout["ignored"]}
    for name in sheets:
        if name not in known:
            filled.problems.append(Problem("foreign_sheet", name))
    for sheet in layout["sheets"]:
        if sheet["name"] in sheets:
            found = sheets[sheet["name"]]
            _read_sheet(sheet, found, filled, layout["currency"])
        else:
            filled.problems.append(Problem("missing_sheet", sheet["name"]))
    return filled


def _read_sheet(sheet, found, filled, currency):
    name, cells = sheet["name"], dict(found.cells)
    for area in found.merged:
        filled.problems.append(Problem("merged", name, area))
    for cell, text in get_printed_texts(sheet).items():
        there = cells.pop(cell, Cell(""))
        # Programs write ends of lines and blanks in their own ways.
        if there.text.split() != text.split() or there.is_formula:
            problem = Problem("changed", name, cell, there.text, text)
            filled.problems.append(problem)
    for place in list_places(sheet):
        there = cells.pop(place.cell, None)
        value, reason, *meant = _read_cell(place, there, currency)
        if reason:
            problem = Problem(reason, name, place.cell, value, *meant)
            filled.problems.append(problem)
        else:
            filled.values[place.key] = value
    for cell, there in cells.items():
        if there.text.strip() or there.is_formula:
            filled.problems.append(Problem("foreign_cell", name, cell, there.text))


def _read_cell(place, cell, currency):
    """Return ``(value, reason of a problem)``; the reason is empty without one.

    What an unclear number may mean follows as a third value.
    """
    text = cell.text.strip() if cell else ""
    if cell and cell.is_formula:
        return text, "formula"
    if cell and cell.kind in OTHERS:
        return text, cell.kind
    if place.type in TEXTS:
        if len(text) > LONGEST:
            return text[:20], "too_long"
        return text, "empty" if place.type == "required" and not text else ""
    if not text:
        return text, "empty"
    if cell.kind == "text":
        return _read_written_number(place, text, currency)
    number = _parse_number(text) if cell.kind == "number" else None
    if number is None:
        return text, "no_number"
    return _check_range(place, number)


def _read_written_number(place, text, currency):
    """Return as ``_read_cell`` what a text in a cell of numbers says."""
    reading = read_number_text(text, currency, place.type == "count")
    if reading.is_unclear:
        return text, "unclear", " / ".join(map(str, reading.values))
    if reading.value is None:
        return text, "no_number"
    return _check_range(place, reading.value)


def _parse_number(text):
    """Return the number that a program wrote in a cell, or None."""
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def _check_range(place, number):
    if abs(number) > LARGEST:
        return f"{number:.3g}", "too_large"
    number = rounded(number, CENT) + 0  # + 0: no minus before a zero
    if number < 0 and place.type in FROM_ZERO:
        return f"{number}", "negative"
    if place.type == "count":
        whole = number.to_integral_value()
        return (f"{number}", "not_whole") if whole != number else (f"{whole}", "")
    return f"{number}", ""
