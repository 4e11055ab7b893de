"""Cut a paper into pages, for printers that split tables badly."""

from dataclasses import dataclass

PAGE_HEIGHT = 51
"""Table rows on a page of paper_layout.xml, measured on the printed page."""
MIN_ROWS_TOGETHER = 3


@dataclass(frozen=True)
class Block:
    """Something printed in one piece, or a table that may go on over pages.

    Heights are in table rows: ``head`` is repeated on each page (caption and column
    heads), ``tail`` closes the last one (totals, remarks). ``row_heights`` is empty for
    what cannot be divided.
    """

    key: str
    head: int
    row_heights: tuple[int, ...] = ()
    tail: int = 0


@dataclass(frozen=True)
class Piece:
    """Rows ``start`` to ``stop`` of a block, on one page."""

    key: str
    start: int = 0
    stop: int = 0
    is_first: bool = True
    is_last: bool = True


def paginate(blocks, capacity):
    """Lay blocks out on pages of ``capacity`` rows.

    :param blocks: in the order of the paper
    :return: a list of pages, each a list of ``Piece``; every row stands on one page, in
        order, and a page is only overfull where a single row or undivided block is
    """
    pages, used = [[]], 0
    for block in blocks:
        heights = block.row_heights
        together = sum(heights[:MIN_ROWS_TOGETHER])
        closing = block.tail if len(heights) <= MIN_ROWS_TOGETHER else 0
        if pages[-1] and used + block.head + together + closing > capacity:
            pages.append([])
            used = 0
        if not heights:
            pages[-1].append(Piece(block.key))
            used += block.head + block.tail
            continue
        start, is_first = 0, True
        while start < len(heights):
            stop, used = _fill_page(block, start, used + block.head, capacity)
            is_last = stop == len(heights)
            pages[-1].append(Piece(block.key, start, stop, is_first, is_last))
            if not is_last:
                pages.append([])
                used = 0
            start, is_first = stop, False
        used += block.tail
    return pages


def _fill_page(block, start, used, capacity):
    """Return where the rows from ``start`` on must break, and the rows used by then."""
    stop, last = start, len(block.row_heights)
    while stop < last:
        tail = block.tail if stop + 1 == last else 0
        if stop > start and used + block.row_heights[stop] + tail > capacity:
            break
        used += block.row_heights[stop]
        stop += 1
    return stop, used
