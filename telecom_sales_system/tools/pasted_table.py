"""Read a table that somebody pasted from a spreadsheet or a text."""

import re
from datetime import date

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
WIDE_GAP = re.compile(r"\s*[,，;；]\s*| {2,}")


def read_table(text, columns):
    """Return the rows of a pasted table, as dictionaries by column.

    Cells are separated by tabs; if there are none, by commas, semicolons (Chinese ones
    too) or two blanks. The first row may name the columns in any order; without such a
    row they are in the order of ``columns``.

    :param columns: ``{key: names}``, the names in small letters
    :return: ``[(number of the line, {key: text})]``, without empty cells and lines
    """
    lines = [
        (number, line.rstrip("\r"))
        for number, line in enumerate((text or "").split("\n"), 1)
        if line.strip()
    ]
    has_tabs = any("\t" in line for _number, line in lines)
    rows = [
        (number, [cell.strip() for cell in _split_line(line, has_tabs)])
        for number, line in lines
    ]
    order = list(columns)
    if rows and (named := _read_header(rows[0][1], columns)):
        order, rows = named, rows[1:]
    return [
        (
            number,
            {
                key: cell
                for key, cell in zip(order, cells, strict=False)
                if key and cell
            },
        )
        for number, cells in rows
    ]


def _split_line(line, has_tabs):
    return line.split("\t") if has_tabs else WIDE_GAP.split(line.strip())


def _read_header(cells, columns):
    """Return the key of each cell of a header, None for other columns.

    :return: None if the row is no header: fewer than two cells name a column
    """
    names = {name: key for key, known in columns.items() for name in known}
    found = [names.get(cell.lower()) for cell in cells]
    return found if sum(map(bool, found)) >= min(2, len(cells)) else None


def read_day(text):
    """Return the day of a text: 2026-01-31, 2026/1/31, 2026.1.31 or 2026年1月31日.

    :raises ValueError: it is no day
    """
    found = DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def find_kind(text, kinds):
    """Return the first kind one of whose words stands in a text, None if none does.

    :param kinds: ``{kind: words}``, in small letters
    """
    text = (text or "").lower()
    return next(
        (kind for kind, words in kinds.items() if any(word in text for word in words)),
        None,
    )


def match_name(text, names):
    """Return the key whose names are nearest to a text, None if none is near.

    Equal names come first, then those of which one stands in the other, the longest
    first, then those with a common word of three letters or more.

    :param names: ``{key: names}``, such as the name in several languages
    """
    text = text.strip().lower()
    words = _split_words(text)
    best, best_rank = None, (0, 0)
    for key, known in names.items():
        for name in filter(None, (name.strip().lower() for name in known)):
            common = words & _split_words(name)
            if name == text:
                rank = (3, len(name))
            elif name in text or text in name:
                rank = (2, min(len(name), len(text)))
            else:
                rank = (1, max(map(len, common))) if common else (0, 0)
            if rank > best_rank:
                best, best_rank = key, rank
    return best


def _split_words(text):
    """Return the words of three letters or more, without the s of a plural."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return {word.removesuffix("s") for word in words} - {"and", "other", "service"}
