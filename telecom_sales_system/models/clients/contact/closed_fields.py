"""Text fields that are empty for users who may not read all clients' contact data."""

from odoo import fields
from odoo.tools import SQL


class ClosedField:
    """Field that limited users read as empty, wherever they read, search or group it.

    For records that stay visible although they hold contact data of somebody: messages
    on a document, lines of an analysis. The superuser mode reads it.
    """

    def __get__(self, record, owner=None):
        if record is not None and _is_closed(record):
            return False
        return super().__get__(record, owner)

    def to_sql(self, model, alias):
        """Return the column, or an empty one to search, group or sort by."""
        if _is_closed(model):
            return SQL("NULL::varchar")
        return super().to_sql(model, alias)

    def _insert_cache(self, records, values):
        # The empty values of a limited user must not be those of superuser mode.
        if not _is_closed(records):
            super()._insert_cache(records, values)


class ClosedChar(ClosedField, fields.Char):
    """Closed line of text."""


class ClosedText(ClosedField, fields.Text):
    """Closed text of several lines."""


def _is_closed(records):
    return not records._is_open_to_all_clients()
