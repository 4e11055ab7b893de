"""Cells of an uploaded workbook, read safely.

Only the parts that hold cells are read, cells and texts are counted, and references
such as A1:XFD1048576 are never expanded: a library that builds a whole workbook, as
openpyxl, makes each cell of a merged range.
"""

import posixpath
import re
from dataclasses import dataclass, field

from .workbook_parts import (
    BOOK,
    BROKEN,
    Allowance,
    BadWorkbook,
    open_archive,
    read_part,
)
from .workbook_text import LONGEST_TEXT, decode_text

RELATIONS = "xl/_rels/workbook.xml.rels"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
KINDS = {"n": "number", "b": "boolean", "d": "date", "e": "error"}
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_NAME = 31  # of a sheet
LONGEST_RAW = 7 * LONGEST_TEXT  # of a text, each character escaped
# Formats of numbers that Excel does not write down: dates and times, and percents
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
PERCENTS = {9, 10}
LONGEST_FORMAT = 255
# What a format shows as it is, colours, conditions and currencies; not [h], [mm], [ss]
SHOWN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|e[+-]|general', re.IGNORECASE
)
OF_DATES = re.compile(r"[ymdhsegba]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell and its kind: text, number, percent, date, boolean or error."""

    text: str
    kind: str = "text"
    is_formula: bool = False


@dataclass
class Sheet:
    """Cells by their name ("B7"), and the ranges that are merged."""

    name: str
    cells: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)
    is_1904: bool = False  # dates count from 1904


def read_workbook(content):
    """Return the sheets of a workbook by their name, in its order.

    :param content: the bytes of the file
    :raises BadWorkbook: the file is no workbook, is broken or dangerous to read
    """
    try:
        with open_archive(content) as archive:
            return _read_sheets(archive)
    except BROKEN:
        raise BadWorkbook("broken") from None


def _read_sheets(archive):
    allowance = Allowance()
    book = read_part(archive, BOOK, _Book(allowance), allowance)
    relations = read_part(archive, RELATIONS, _Relations(), allowance)
    strings, formats = _Strings(allowance), _Formats()
    for target, reader in (relations.strings, strings), (relations.styles, formats):
        if target:
            read_part(archive, target, reader, allowance)
    sheets = {}
    for name, relation in book.sheets:
        if name in sheets:
            raise BadWorkbook("broken", name)
        sheet = Sheet(name, is_1904=book.is_1904)
        reader = _Cells(sheet, strings.texts, formats, allowance)
        try:
            read_part(archive, relations.targets[relation], reader, allowance)
        except BadWorkbook as error:
            raise BadWorkbook(error.reason, reader.get_place()) from None
        except BROKEN:
            raise BadWorkbook("broken", reader.get_place()) from None
        sheets[name] = reader.sheet
    if not sheets:
        raise BadWorkbook("no_workbook")
    return sheets


class _Reader:
    """Handler of the beginning and end of elements, which keeps texts on demand."""

    def __init__(self):
        self.pieces = None
        self.length = 0

    def start(self, tag, attributes):
        """Begin an element."""

    def end(self, tag):
        """End an element."""

    def characters(self, text):
        """Keep a piece of text, if it is wanted."""
        if self.pieces is not None:
            self.length += len(text)
            if self.length > LONGEST_RAW:
                raise BadWorkbook("texts")
            self.pieces.append(text)


class _Book(_Reader):
    """Names of the sheets, each with the relation that leads to its part."""

    def __init__(self, allowance):
        super().__init__()
        self.sheets = []
        self.is_1904 = False
        self.allowance = allowance

    def start(self, tag, attributes):
        """Take the name of a sheet and its relation."""
        if tag == "sheet":
            self.allowance.spend("sheets", 1)
            [relation] = [v for k, v in attributes.items() if k.endswith(":id")]
            name = attributes["name"]
            if len(name) > LONGEST_NAME:
                raise BadWorkbook("broken")
            self.sheets.append((name, relation))
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")


class _Relations(_Reader):
    """Parts of the workbook: of its sheets, its texts and its formats."""

    def __init__(self):
        super().__init__()
        self.targets = {}
        self.strings = self.styles = None

    def start(self, tag, attributes):
        """Take the part that a relation leads to, within the archive."""
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/xl", attributes["Target"])
            target = posixpath.normpath(target).lstrip("/")
            self.targets[attributes["Id"]] = target
            if attributes["Type"].endswith("/sharedStrings"):
                self.strings = target
            elif attributes["Type"].endswith("/styles"):
                self.styles = target


class _Formats(_Reader):
    """Formats of cells, of which those of dates and percents change a number's kind."""

    def __init__(self):
        super().__init__()
        self.inside = None
        self.codes, self.numbers, self.kinds = {}, [], {}

    def start(self, tag, attributes):
        """Take a format of numbers, or the number of that of a format of cells."""
        if tag in ("numFmts", "cellXfs"):
            self.inside = tag
        elif tag == "numFmt" and self.inside == "numFmts":
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "xf" and self.inside == "cellXfs":
            self.numbers.append(int(attributes.get("numFmtId", 0)))

    def end(self, tag):
        """Leave a list of formats."""
        if tag == self.inside:
            self.inside = None

    def get_kind(self, style):
        """Return the kind of a number in a cell with a format: text of its index."""
        index = int(style)
        if not 0 <= index < len(self.numbers):
            return "number"
        number = self.numbers[index]
        if number not in self.kinds:
            self.kinds[number] = self._find_kind(number)
        return self.kinds[number]

    def _find_kind(self, number):
        code = self.codes.get(number)
        if code is None:
            known = "date" if number in DATES else "number"
            return "percent" if number in PERCENTS else known
        code = SHOWN.sub("", code[:LONGEST_FORMAT])
        if OF_DATES.search(code):
            return "date"
        return "percent" if "%" in code else "number"


class _Texts(_Reader):
    """Elements whose text is in ``t``, without the reading aids of ``rPh``."""

    def __init__(self, allowance):
        super().__init__()
        self.allowance = allowance
        self.aids = 0
        self.found = None  # pieces of the text of the element, if one is open

    def start(self, tag, attributes):
        """Keep what follows, if it is text of the element."""
        if tag == "rPh":
            self.aids += 1
        elif tag == "t" and not self.aids:
            self.open_text()

    def end(self, tag):
        """Take the text that was kept."""
        if tag == "rPh":
            self.aids -= 1
        if self.pieces is not None:
            self.found.append("".join(self.pieces))
        self.pieces = None

    def open_element(self):
        """Begin to take the text of an element, which no other one holds."""
        if self.found is not None:
            raise BadWorkbook("broken")
        self.found, self.length = [], 0

    def open_text(self):
        """Keep what follows as text of the open element."""
        if self.found is None:
            raise BadWorkbook("broken")
        self.pieces = []

    def join_text(self, pieces):
        """Return the text that the pieces show together."""
        text = "".join(map(decode_text, pieces))
        if len(text) > LONGEST_TEXT:
            raise BadWorkbook("texts")
        return text


class _Strings(_Texts):
    """The texts that cells share."""

    def __init__(self, allowance):
        super().__init__(allowance)
        self.texts = []

    def start(self, tag, attributes):
        """Begin a shared text."""
        if tag == "si":
            self.open_element()
        else:
            super().start(tag, attributes)

    def end(self, tag):
        """Take the shared text together."""
        super().end(tag)
        if tag == "si":
            text, self.found = self.join_text(self.found), None
            self.allowance.spend("characters", len(text))
            self.texts.append(text)


class _Cells(_Texts):
    """The cells of a sheet that hold anything, and its merged ranges.

    Names of cells are worked out for those that are kept: empty ones may be many.
    """

    def __init__(self, sheet, strings, formats, allowance):
        super().__init__(allowance)
        self.sheet, self.strings, self.formats = sheet, strings, formats
        self.row = self.column = 0
        self.reference = None  # of the current cell, until row and column are set
        self.attributes, self.is_formula, self.has_value = {}, False, False

    def start(self, tag, attributes):
        """Begin a row, a cell, its value or its formula; take a merged range."""
        if tag == "c":
            self.open_element()
            reference = attributes.get("r")
            if reference is None:
                self.find_position()
                self.column += 1
            self.reference, self.attributes = reference, attributes
            self.is_formula = self.has_value = False
        elif tag == "v":
            if self.has_value:
                raise BadWorkbook("broken")
            self.open_text()
            self.has_value = True
        elif tag == "f":
            # Rules of formats have formulas, too, outside of cells.
            self.is_formula = True
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column, self.reference = 0, None
        elif tag == "mergeCell":
            self.allowance.spend("merges", 1)
            self.sheet.merged.append(attributes["ref"])
        else:
            super().start(tag, attributes)

    def end(self, tag):
        """Take the text that was kept, or the cell."""
        if tag == "c":
            found, self.found = self.found, None
            if found or self.is_formula:
                self.keep_cell(found)
        else:
            super().end(tag)

    def get_place(self):
        """Return the sheet, with the cell that was read last."""
        cell = self.reference or (self.row and self.get_cell_name())
        return f"{self.sheet.name}!{cell[:LONGEST_NAME]}" if cell else self.sheet.name

    def get_cell_name(self):
        """Return the name of the current cell."""
        return f"{column_name(self.column or 1)}{self.row}"

    def find_position(self):
        """Set row and column from the name of the current cell."""
        if self.reference is not None:
            self.row, self.column = split_name(self.reference)
            self.reference = None
        self.row = self.row or 1

    def keep_cell(self, pieces):
        """Keep a cell that holds anything."""
        kind = KINDS.get(self.attributes.get("t", "n"), "text")
        if self.attributes.get("t") == "s":
            text = self.get_shared_text("".join(pieces))
        else:
            text = self.join_text(pieces)
        if not text and not self.is_formula:
            return
        if kind == "number" and "s" in self.attributes:
            kind = self.formats.get_kind(self.attributes["s"])
        self.allowance.spend("cells", 1)
        self.allowance.spend("characters", len(text))
        self.find_position()
        if not (1 <= self.row <= LAST_ROW and self.column <= LAST_COLUMN):
            raise ValueError(self.row)
        name = self.get_cell_name()
        if name in self.sheet.cells:
            raise BadWorkbook("broken")
        self.sheet.cells[name] = Cell(text, kind, self.is_formula)

    def get_shared_text(self, number):
        """Return the shared text with a number, which counts from 0."""
        index = int(number)
        if index < 0:
            raise ValueError(number)
        return self.strings[index]


def split_name(name):
    """Return row and column of a cell, counted from 1.

    :raises ValueError: it is no name of a cell
    """
    match = REFERENCE.fullmatch(name)
    if not match:
        raise ValueError(name)
    return int(match[2]), column_number(match[1])


def column_name(number):
    """Return the letters of a column, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters):
    """Return the number of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
