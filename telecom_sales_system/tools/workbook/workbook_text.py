"""Texts in the cells of a workbook: characters that XML cannot hold are written as
``_xHHHH_``, and a text that looks like that begins with ``_x005F_``.

xlsxwriter escapes texts as well, but leaves out patterns that overlap, and takes a text
between ``<r>`` and ``</r>`` for XML. Such texts are passed to it as marked-up ones,
which it writes as they are.
"""

import re

LONGEST_TEXT = 32_767  # UTF-16 units in a cell
PIECE = 16_000  # characters, which are up to two units each
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNWRITABLE = r"[\x00-\x08\x0b-\x1f\ufffe\uffff]"
SPECIAL = re.compile(rf"{UNWRITABLE}|_(?=x[0-9A-Fa-f]{{4}}(?:_|{UNWRITABLE}))")
MARKED = re.compile(rf"[&<>]|{SPECIAL.pattern}")


def decode_text(text):
    """Return the text that a cell shows: ``_xHHHH_`` stands for a character.

    NUL and halves of surrogate pairs are no characters of a name: they stay escaped.
    """
    return ESCAPED.sub(_decode_match, text) if "_x" in text else text


def _decode_match(match):
    code = int(match[1], 16)
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        return match[0]
    return chr(code)


def mark_up_text(text):
    """Return a text in the form in which xlsxwriter writes it unchanged."""
    # These questions are quick, and answer for nearly all texts.
    if text.isprintable() and "_x" not in text and not text.startswith("<r>"):
        return text
    looks_rich = text.startswith("<r>") and text.endswith("</r>")
    if not looks_rich and not SPECIAL.search(text):
        return text
    inner = MARKED.sub(_mark_up_match, text)
    return f'<r><t xml:space="preserve">{inner}</t></r>'


def _mark_up_match(match):
    found = match[0]
    if found in "&<>":
        return f"&#{ord(found)};"
    # A reference to "_", so that xlsxwriter does not escape the escape.
    return f"&#95;x{ord(found):04X}&#95;"


def fits_cell(marked):
    """Return whether a cell can hold a text, given as ``mark_up_text`` returns it."""
    if len(marked) <= LONGEST_TEXT // 2:
        return True
    return len(marked.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_TEXT


def cut_text(text):
    """Return the pieces of a long text, each of which fits a cell."""
    pieces, start = [], 0
    while start < len(text):
        size = PIECE
        while not fits_cell(mark_up_text(text[start : start + size])):
            size //= 2
        pieces.append(text[start : start + size])
        start += size
    return pieces
