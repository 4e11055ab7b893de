"""Archive of an uploaded workbook, opened safely.

The directory is checked before anything is unpacked, parts are read as a stream, and
documents that declare types, and with them entities, are refused.
"""

import zipfile
import zlib
from xml.parsers import expat

MAX_PARTS = 1_000
MAX_UNPACKED = 32 * 2**20
# XML of cells shrinks 10 to 50 times; a part that shrinks more is a forgery.
MAX_RATIO, RATIO_FROM = 200, 2**20
CHUNK = 2**16
OLE = b"\xd0\xcf\x11\xe0"  # an old .xls, or one with a password
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BOOK = "xl/workbook.xml"
# What Python's archives and its parser raise on broken files, and readers on bad values
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError)
BROKEN += (LookupError, OSError, NotImplementedError, RuntimeError)


class BadWorkbook(Exception):
    """File that cannot or must not be read as a workbook.

    ``reason``: empty, old_format, no_workbook, broken, bomb, macros, declarations or
    cells
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


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
    names = {part.filename for part in parts}
    if len(names) < len(parts):
        raise BadWorkbook("broken")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadWorkbook("macros")
    if BOOK not in names:
        raise BadWorkbook("no_workbook")


def read_part(archive, name, reader):
    """Feed a part to a reader; return the reader.

    :param reader: has ``start(tag, attributes)``, ``end(tag)`` and ``characters(text)``
    :raises BadWorkbook: the document declares types or entities
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = lambda tag, attributes: reader.start(
        tag.rpartition(" ")[2], attributes
    )
    parser.EndElementHandler = lambda tag: reader.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.characters
    # A part never gives more than the size in the directory, which was checked.
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return reader


def _refuse_declarations(*_declaration):
    raise BadWorkbook("declarations")
