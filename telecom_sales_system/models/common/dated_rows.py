"""Database constraints of models whose rows are valid from one day to another."""

import re

from odoo import models

_FIRST_NUMBER = re.compile(r"=\(\[(\d+),")


def find_conflicting_owner(diagnostics):
    """Return the id of the owner that PostgreSQL names in an overlap error, or None."""
    detail = diagnostics and diagnostics.message_detail or ""
    match = _FIRST_NUMBER.search(detail)
    return int(match.group(1)) if match else None


def build_no_overlap_constraint(owner_column, message, also=None):
    """Return a constraint that refuses overlapping rows of one owner.

    A row is valid on the days [date_from, date_to].

    :param owner_column: the many2one column that the rows belong to
    :param also: a second many2one column by which rows are apart; it may be empty
    :param message: text, or ``callable(env, diagnostics)`` that gives it
    """
    apart = f"COALESCE({also}, 0)"
    apart = f" int4range({apart}, {apart}, '[]') WITH &&," if also else ""
    return models.Constraint(
        f"EXCLUDE USING gist (int4range({owner_column}, {owner_column}, '[]') WITH &&,"
        f"{apart} daterange(date_from, date_to, '[]') WITH &&)",
        message,
    )


def build_days_order_constraint(message):
    """Return a constraint that refuses a row that ends before it starts.

    An empty end means "still valid".
    """
    return models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", message)
