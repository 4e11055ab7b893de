"""Rows of a sheet with the values of Python, as an import takes them."""

from datetime import datetime, timedelta

from .workbook_parts import BROKEN, BadWorkbook
from .workbook_reader import split_name

MOST_PLACES = 1_000_000  # rows times columns
# Day 0 of dates, which Excel writes as numbers of days
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def list_rows(sheet):
    """List the rows of a sheet that hold anything, all as wide as the widest one.

    :return: lists of texts, dates and datetimes; numbers and booleans are texts
    :raises BadWorkbook: there are too many places, or a cell holds an error
    """
    by_row, width = {}, 0
    for name, cell in sheet.cells.items():
        row, column = split_name(name)
        by_row.setdefault(row, {})[column] = (name, cell)
        width = max(width, column)
    if len(by_row) * width > MOST_PLACES:
        raise BadWorkbook("cells", sheet.name)
    rows = []
    for row in sorted(by_row):
        values = [""] * width
        for column, (name, cell) in by_row[row].items():
            try:
                values[column - 1] = _get_value(cell, sheet.is_1904)
            except BROKEN:
                raise BadWorkbook("value", f"{sheet.name}!{name}") from None
        if any(not isinstance(value, str) or value.strip() for value in values):
            rows.append(values)
    return rows


def _get_value(cell, is_1904):
    if cell.kind in ("number", "percent"):
        number = float(cell.text)
        return str(int(number)) if number.is_integer() else str(number)
    if cell.kind == "boolean":
        return str(cell.text == "1")
    if cell.kind == "error":
        raise ValueError(cell.text)
    return _get_date(cell.text, is_1904) if cell.kind == "date" else cell.text


def _get_date(text, is_1904):
    """Return the date in a cell, a datetime if it has a time."""
    try:
        days = timedelta(days=float(text))
    except ValueError:
        found = datetime.fromisoformat(text)
    else:
        found = (EPOCH_1904 if is_1904 else EPOCH) + days
    found = (found + timedelta(milliseconds=500)).replace(microsecond=0)
    return found if found.time() != datetime.min.time() else found.date()
