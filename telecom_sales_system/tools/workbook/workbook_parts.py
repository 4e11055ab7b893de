"""Archive of an uploaded workbook, opened safely.

The directory is checked before anything is unpacked, parts are read as a stream, and
documents that declare types, and with them entities, are refused. What a file may make
the reader do is limited before it is done, over all parts together: see ``LIMITS``.
"""

import io
import struct
import zipfile
import zlib
from xml.parsers import expat

MAX_PARTS = 1_000
MAX_UNPACKED = 32 * 2**20
# Work that the parts of a workbook may cause together, and why more is refused
LIMITS = {
    "bytes": (16 * 2**20, "bomb"),
    "tags": (1_000_000, "cells"),
    "cells": (100_000, "cells"),
    "merges": (1_000, "cells"),
    "sheets": (100, "sheets"),
    "characters": (8_000_000, "texts"),
}
MAX_DEPTH = 50  # of elements in each other
MAX_NAMES = 2_000  # of elements and attributes: the parser keeps each
MAX_TAG = 2**17  # bytes, which the parser keeps until the tag ends
# XML of cells shrinks 10 to 50 times; a part that shrinks more is a forgery.
MAX_RATIO, RATIO_FROM = 200, 2**20
CHUNK = 2**16
OLE = b"\xd0\xcf\x11\xe0"  # an old .xls, or one with a password
IS_ENCRYPTED = 1  # bit of the flags of a part
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BOOK = "xl/workbook.xml"
# What Python's archives and its parser raise on broken files, and readers on bad values
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError)
BROKEN += (LookupError, OSError, NotImplementedError, RuntimeError)
BROKEN += (ArithmeticError, struct.error)


class BadWorkbook(Exception):
    """File that cannot or must not be read as a workbook.

    ``reason``: empty, old_format, no_workbook, broken, bomb, macros, declarations,
    cells, sheets, texts or value. ``place`` is the sheet, with the cell, where it was
    found, if known.
    """

    def __init__(self, reason, place=""):
        super().__init__(reason)
        self.reason = reason
        self.place = place


class Allowance:
    """Work that the parts of one workbook may still cause."""

    def __init__(self):
        self.left = {what: most for what, (most, _reason) in LIMITS.items()}

    def spend(self, what, amount):
        """Take an amount of work before it is done.

        :param what: a key of ``LIMITS``
        :raises BadWorkbook: that much is not left
        """
        self.left[what] -= amount
        if self.left[what] < 0:
            raise BadWorkbook(LIMITS[what][1])


def open_archive(content):
    """Return the archive in the bytes of a file, its directory checked.

    :raises BadWorkbook: it is no workbook, or must not be unpacked
    """
    if not content:
        raise BadWorkbook("empty")
    if content.startswith(OLE):
        raise BadWorkbook("old_format")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise BadWorkbook("no_workbook")
    # Entries of the directory, counted before an object is made of each
    if content.count(zipfile.stringCentralDir) > MAX_PARTS:
        raise BadWorkbook("bomb")
    archive = zipfile.ZipFile(io.BytesIO(content))
    check_directory(archive)
    return archive


def check_directory(archive):
    """Check names and sizes of all parts without unpacking them.

    :param archive: a ``zipfile.ZipFile``
    :raises BadWorkbook: it is no workbook, unpacks to too much, or holds macros
    """
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise BadWorkbook("bomb")
    for part in parts:
        if part.file_size > max(RATIO_FROM, MAX_RATIO * part.compress_size):
            raise BadWorkbook("bomb")
        if part.compress_type not in METHODS:
            raise BadWorkbook("broken")
        if part.flag_bits & IS_ENCRYPTED:
            raise BadWorkbook("old_format")
    names = {part.filename for part in parts}
    if len(names) < len(parts):
        raise BadWorkbook("broken")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadWorkbook("macros")
    if BOOK not in names:
        raise BadWorkbook("no_workbook")


def read_part(archive, name, reader, allowance):
    """Feed a part to a reader; return the reader.

    :param reader: has ``start(tag, attributes)``, ``end(tag)`` and ``characters(text)``
    :param allowance: Allowance of the whole workbook
    :raises BadWorkbook: the document declares types or entities, or is too much work
    """
    names = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.CharacterDataHandler = reader.characters
    depth = 0

    def start(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise BadWorkbook("broken")
        reader.start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def end(tag):
        nonlocal depth
        depth -= 1
        reader.end(tag.rpartition(":")[2] if ":" in tag else tag)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    fed = 0
    # A part never gives more than the size in the directory, which was checked.
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            fed += len(chunk)
            allowance.spend("bytes", len(chunk))
            allowance.spend("tags", chunk.count(b"<"))
            parser.Parse(chunk, False)
            if len(names) > MAX_NAMES or fed - parser.CurrentByteIndex > MAX_TAG:
                raise BadWorkbook("broken")
    parser.Parse(b"", True)
    return reader


def _refuse_declarations(*_declaration):
    raise BadWorkbook("declarations")
