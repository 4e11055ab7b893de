"""Cells of an uploaded workbook, read safely.

Only the parts that hold cells are read, cells are counted, and references such as
A1:XFD1048576 are never expanded: a library that builds a whole workbook, as openpyxl,
makes each cell of a merged range.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from .workbook_parts import BOOK, BROKEN, OLE, BadWorkbook, check_directory, read_part

MAX_CELLS = 100_000
RELATIONS = "xl/_rels/workbook.xml.rels"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
KINDS = {"n": "number", "b": "boolean", "d": "date", "e": "error"}


@dataclass(frozen=True)
class Cell:
    """Text of a cell and its kind: text, number, boolean, date or error."""

    text: str
    kind: str = "text"
    is_formula: bool = False


@dataclass
class Sheet:
    """Cells by their name ("B7"), and the ranges that are merged."""

    name: str
    cells: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)


def read_workbook(content):
    """Return the sheets of a workbook by their name, in its order.

    :param content: the bytes of the file
    :raises BadWorkbook: the file is no workbook, is broken or dangerous to read
    """
    if not content:
        raise BadWorkbook("empty")
    if content.startswith(OLE):
        raise BadWorkbook("old_format")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise BadWorkbook("no_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_directory(archive)
            return _read_sheets(archive)
    except BROKEN:
        raise BadWorkbook("broken") from None


def _read_sheets(archive):
    book = read_part(archive, BOOK, _Book())
    relations = read_part(archive, RELATIONS, _Relations())
    strings = _Strings()
    if relations.strings:
        read_part(archive, relations.strings, strings)
    sheets, count = {}, 0
    for name, relation in book.sheets:
        reader = _Cells(Sheet(name), strings.texts, MAX_CELLS - count)
        read_part(archive, relations.targets[relation], reader)
        sheets[name] = reader.sheet
        count += len(reader.sheet.cells)
    if not sheets:
        raise BadWorkbook("no_workbook")
    return sheets


class _Reader:
    """Handler of the beginning and end of elements, which keeps texts on demand."""

    def __init__(self):
        self.pieces = None

    def start(self, tag, attributes):
        """Begin an element."""

    def end(self, tag):
        """End an element."""

    def characters(self, text):
        """Keep a piece of text, if it is wanted."""
        if self.pieces is not None:
            self.pieces.append(text)


class _Book(_Reader):
    """Names of the sheets, each with the relation that leads to its part."""

    def __init__(self):
        super().__init__()
        self.sheets = []

    def start(self, tag, attributes):
        """Take the name of a sheet and its relation."""
        if tag == "sheet":
            [relation] = [v for k, v in attributes.items() if k.endswith(" id")]
            self.sheets.append((attributes["name"], relation))


class _Relations(_Reader):
    """Parts of the workbook: those of its sheets, and that of its texts."""

    def __init__(self):
        super().__init__()
        self.targets = {}
        self.strings = None

    def start(self, tag, attributes):
        """Take the part that a relation leads to, within the archive."""
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/xl", attributes["Target"])
            target = posixpath.normpath(target).lstrip("/")
            self.targets[attributes["Id"]] = target
            if attributes["Type"].endswith("/sharedStrings"):
                self.strings = target


class _Texts(_Reader):
    """Elements whose text is in ``t``, without the reading aids of ``rPh``."""

    def __init__(self):
        super().__init__()
        self.aids = 0

    def start(self, tag, attributes):
        """Keep what follows, if it is text of the element."""
        if tag == "rPh":
            self.aids += 1
        self.pieces = [] if tag == "t" and not self.aids else None
        self.begin_element(tag, attributes)

    def end(self, tag):
        """Take the text that was kept."""
        if tag == "rPh":
            self.aids -= 1
        if self.pieces is not None:
            self.add_text("".join(self.pieces))
        self.pieces = None
        self.finish_element(tag)

    def begin_element(self, tag, attributes):
        """Begin an element of the kind that is read."""

    def add_text(self, text):
        """Take a piece of the text of the element."""

    def finish_element(self, tag):
        """End an element of the kind that is read."""


class _Strings(_Texts):
    """The texts that cells share."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def begin_element(self, tag, attributes):
        """Begin a shared text."""
        if tag == "si":
            self.found = []

    def add_text(self, text):
        """Take a piece of the text."""
        self.found.append(text)

    def finish_element(self, tag):
        """Take the shared text together."""
        if tag == "si":
            self.texts.append("".join(self.found))


class _Cells(_Texts):
    """The cells of a sheet that hold anything, and its merged ranges."""

    def __init__(self, sheet, strings, most):
        super().__init__()
        self.sheet, self.strings, self.most = sheet, strings, most
        self.row = self.column = 0

    def begin_element(self, tag, attributes):
        """Begin a row, a cell, its value or its formula; take a merged range."""
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif tag == "c":
            self.place = self._get_cell_name(attributes.get("r"))
            self.type = attributes.get("t", "n")
            self.found, self.is_formula = [], False
        elif tag == "v":
            self.pieces = []
        elif tag == "f":
            self.is_formula = True
        elif tag == "mergeCell":
            self.sheet.merged.append(attributes["ref"])

    def _get_cell_name(self, reference):
        """Return the name of a cell; those without one follow the one before."""
        if reference is None:
            self.column += 1
            return f"{column_name(self.column)}{self.row}"
        match = REFERENCE.fullmatch(reference)
        if not match:
            raise ValueError(reference)
        letters, number = match.groups()
        self.column = column_number(letters)
        return f"{letters}{number}"

    def add_text(self, text):
        """Take a piece of the text, or the shared text with that number."""
        self.found.append(self.strings[int(text)] if self.type == "s" else text)

    def finish_element(self, tag):
        """Take the cell with its value."""
        if tag == "c":
            self._keep_cell("".join(self.found))

    def _keep_cell(self, text):
        if not text and not self.is_formula:
            return
        if len(self.sheet.cells) >= self.most:
            raise BadWorkbook("cells")
        kind = KINDS.get(self.type, "text")
        self.sheet.cells[self.place] = Cell(text, kind, self.is_formula)


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
