"""Ranked tables with a total, as the circular and the workbook both print them."""

from copy import copy
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ..assessment.ranking import competition_ranks

TENTH_OF_A_PERCENT = Decimal("0.001")
TABLE_TEXTS = ("key", "title", "name_label", "note_label", "rank_by")


def growth(now, before):
    """Return (now - before) / before as a fraction of three decimals.

    :param now: amount of the period
    :param before: amount of the period compared with; None when it is unknown
    :return: Decimal, or None where there is nothing positive to compare with
    """
    if before is None or before <= 0:
        return None
    return ((now - before) / before).quantize(TENTH_OF_A_PERCENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Column:
    """A figure of a table.

    ``kind`` is money, points or percent; ``key`` names it in ``Row.figures``.
    """

    key: str
    label: str
    kind: str


@dataclass
class Row:
    """One line of a table; ``rank`` is None for what takes no part in the ranking."""

    name: str
    figures: dict
    note: str = ""
    ranked: bool = True
    rank: int | None = None


@dataclass
class Table:
    """Rows that are ranked by one figure, and their total."""

    key: str
    title: str
    name_label: str
    columns: list[Column]
    rows: list[Row]
    total: dict
    note_label: str = ""
    rank_by: str = "points"
    top: list[Row] = field(init=False)

    def __post_init__(self):
        ranked = [row for row in self.rows if row.ranked]
        ranks = competition_ranks([row.figures[self.rank_by] for row in ranked])
        for row, rank in zip(ranked, ranks, strict=True):
            row.rank = rank
        self.rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.name))
        self.top = [row for row in self.rows if row.rank and row.rank <= 3]


def fold_rows(table, is_folded, name):
    """Return the table with some of its ranked rows merged into one.

    The others keep their ranks; figures that do not add up are None in the common row.

    :param is_folded: callable(row) that is true for the rows to merge
    :param name: callable(number of rows) that gives the common row's name
    """
    folded = [row for row in table.rows if row.rank and is_folded(row)]
    if len(folded) < 2:
        return table
    figures = {}
    for column in table.columns:
        values = [row.figures[column.key] for row in folded]
        summable = column.kind != "percent" and None not in values
        figures[column.key] = sum(values) if summable else None
    common = Row(name(len(folded)), figures, ranked=False)
    ranked = [row for row in table.rows if row.rank and not is_folded(row)]
    rest = [row for row in table.rows if not row.rank]
    shorter = copy(table)
    shorter.rows = [*ranked, common, *rest]
    return shorter


@dataclass
class Matrix:
    """All tables of one month; the figures of ``total`` are those of every table."""

    month: str
    tables: list[Table]
    total: dict
    remarks: list[str]

    def get_table(self, key):
        """Return the table of that key."""
        return next(table for table in self.tables if table.key == key)


def pack_matrix(matrix):
    """Return a matrix as data that JSON can hold, with exact figures."""

    def pack(figures):
        return {
            key: None if value is None else str(value) for key, value in figures.items()
        }

    return {
        "month": matrix.month,
        "remarks": matrix.remarks,
        "tables": [
            {
                **{name: getattr(table, name) for name in TABLE_TEXTS},
                "columns": [[c.key, c.label, c.kind] for c in table.columns],
                "rows": [
                    [row.name, pack(row.figures), row.note, row.ranked]
                    for row in table.rows
                ],
                "total": pack(table.total),
            }
            for table in matrix.tables
        ],
    }


def unpack_matrix(data):
    """Return the matrix of ``pack_matrix``."""

    def unpack(figures):
        return {
            key: None if value is None else Decimal(value)
            for key, value in figures.items()
        }

    tables = [
        Table(
            **{name: table[name] for name in TABLE_TEXTS},
            columns=[Column(*column) for column in table["columns"]],
            rows=[
                Row(name, unpack(figures), note, ranked)
                for name, figures, note, ranked in table["rows"]
            ],
            total=unpack(table["total"]),
        )
        for table in data["tables"]
    ]
    return Matrix(data["month"], tables, tables[0].total, data["remarks"])
