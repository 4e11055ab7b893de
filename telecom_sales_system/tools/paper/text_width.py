"""Width of printed texts, from which papers reckon the lines that a row takes."""

from unicodedata import east_asian_width


def measure_text(text, narrow=1, wide=2, with_quotes=False):
    """Return the width of a text.

    :param narrow: width of a Latin letter
    :param wide: width of a Chinese letter
    :param with_quotes: also quotation marks and dashes are wide, as Chinese fonts draw
        them
    """
    kinds = "WFA" if with_quotes else "WF"
    return sum(
        wide if east_asian_width(letter) in kinds else narrow for letter in text or ""
    )


def count_lines(text, room, indent=0, **widths):
    """Return the lines that a text takes where ``room`` is the width of a line.

    :param indent: width of the gap before the first line
    :param widths: as for ``measure_text``
    """
    return max(1, -int(-(indent + measure_text(text, **widths)) // room))
