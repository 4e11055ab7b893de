"""Rows that are inserted as copies of one that Odoo itself has created."""

import json

from odoo.tools import SQL


def insert_copies(sample, rows):
    """Insert copies of a record, each with values of its own, and return them.

    The number of statements does not depend on the number of copies. Methods of the
    model that act on creation run for the sample only, so its creator has to repeat
    what they do to other records.

    :param sample: one record that Odoo has created
    :param rows: dictionaries of columns and values, without ``id``; columns that are
        left out are those of the sample
    :return: the copies, in the order of the rows
    """
    if not rows:
        return sample.browse()
    env, table = sample.env, SQL.identifier(sample._table)
    env.flush_all()
    ids = [
        number
        for [number] in env.execute_query(
            SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                " FROM generate_series(1, %s)",
                sample._table,
                len(rows),
            )
        )
    ]
    values = [row | {"id": number} for row, number in zip(rows, ids, strict=True)]
    env.cr.execute(
        SQL(
            """
            INSERT INTO %s
            SELECT copied.* FROM %s sample
        CROSS JOIN jsonb_array_elements(%s::jsonb) WITH ORDINALITY own(columns, place)
        CROSS JOIN LATERAL jsonb_populate_record(sample, own.columns) copied
             WHERE sample.id = %s ORDER BY own.place
            """,
            table,
            table,
            json.dumps(values, default=str),
            sample.id,
        )
    )
    env[sample._name].invalidate_model(flush=False)
    return sample.browse(ids)
