"""Write a hash of each row of the tables that are there, or compare with it.

Arguments: a file to write, or to read and compare with if it is there; to write it,
perhaps a second one, to write only the columns that are in that, and no rows of the
addon's own.
"""

import json
import sys
from pathlib import Path

from odoo.tools import SQL

# Who touched a row last is not the row; a module's own registration is not data.
TOUCHED = {"write_date", "write_uid"}
REGISTRATION = ("ir_", "res_groups", "bus_", "mail_alias_domain", "telecom_")
# Sequences count on and users log in.
HISTORY = {"res_users_log", "res_device_log"}
ADDED_BY_USE = {"ir_attachment"}
# Rows of the host's tables that are about the addon's records, and go with them: by
# the columns that name a record.
POINTERS = {
    "ir_attachment": ("res_model", "res_id"),
    "mail_message": ("model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "mail_tracking_value": ("'ir.model.fields'", "field_id"),
}
OF_MESSAGES = ("mail_notification", "mail_tracking_value")
# An entry of a calendar outlives the visit that it names.
RELEASED = {"calendar_event": {"res_model", "res_model_id", "res_id"}}


def read(env):
    """Hash of each row, by table and identifier: ``{table: {id: hash}}``."""
    return {
        table: dict(_get_rows(env, table, columns))
        for table, columns in _get_columns(env).items()
    }


def _get_columns(env):
    env.cr.execute(
        """SELECT table_name, array_agg(column_name::text ORDER BY column_name)
             FROM information_schema.columns JOIN information_schema.tables
            USING (table_schema, table_name)
            WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
         GROUP BY table_name"""
    )
    return {
        table: sorted(set(columns) - TOUCHED)
        for table, columns in env.cr.fetchall()
        if "id" in columns and _is_host(table)
    }


def _is_host(table):
    named = table in ADDED_BY_USE or not table.startswith(REGISTRATION)
    return named and table not in HISTORY


def _get_rows(env, table, columns):
    env.cr.execute(
        SQL(
            "SELECT id, md5(ROW(%s)::text) FROM %s",
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(table),
        )
    )
    return ((str(row_id), text) for row_id, text in env.cr.fetchall())


def differences(env, before):
    """Host rows that are gone or changed, in the columns that were there before."""
    columns = before["columns"]
    found = []
    present = _get_columns(env)
    for table, rows in before["rows"].items():
        lost = sorted(set(columns[table]) - set(present.get(table, [])))
        if lost:
            found.append(f"{table}: lacks {', '.join(lost)}")
            continue
        now = dict(_get_rows(env, table, columns[table]))
        found += [
            f"{table} {row_id}: {'changed' if row_id in now else 'gone'}"
            for row_id, text in rows.items()
            if now.get(row_id) != text
        ]
    return found


def read_what_stays(env, columns):
    """Hash of each row that outlives the addon, in the columns that do."""
    rows = {}
    for table, names in columns.items():
        rows[table] = dict(_get_rows(env, table, names))
        for row_id in _get_own_rows(env, table):
            rows[table].pop(str(row_id), None)
    return rows


def _get_own_rows(env, table):
    """Identifiers of rows of a host's table that came with the addon's records."""
    condition = _build_own_condition(table)
    if table in OF_MESSAGES:
        of_message = _build_own_condition("mail_message")
        condition += f""" OR o.mail_message_id IN (
            SELECT o.id FROM mail_message o WHERE {of_message})"""
    env.cr.execute(f"SELECT o.id FROM {table} o WHERE {condition}")
    return [row_id for [row_id] in env.cr.fetchall()]


def _build_own_condition(table):
    """Return SQL that is true for rows ``o`` of the addon, or about its records."""
    registered = """EXISTS (
        SELECT FROM ir_model_data d WHERE d.module = 'telecom_sales_system'
           AND {model} AND d.res_id = {row})"""
    same = f"replace(d.model, '.', '_') = '{table}'"
    condition = registered.format(model=same, row="o.id")
    if table in POINTERS:
        model, row = (
            name if name.startswith("'") else f"o.{name}" for name in POINTERS[table]
        )
        about = registered.format(model=f"d.model = {model}", row=row)
        condition += f" OR {model} LIKE 'telecom.%' OR {about}"
    return condition


def main(env, path, outliving=None):
    """Write the file if it is not there; else compare with it."""
    if not path.exists():
        columns, rows = _get_columns(env), read(env)
        if outliving:
            columns = json.loads(outliving.read_text())["columns"]
            for table, names in RELEASED.items():
                columns[table] = sorted(set(columns[table]) - names)
            rows = read_what_stays(env, columns)
        path.write_text(json.dumps({"columns": columns, "rows": rows}))
        return
    found = differences(env, json.loads(path.read_text()))
    if found:
        sys.exit("the host's data is not as it was:\n" + "\n".join(found))


if __name__ == "__main__":
    main(globals()["env"], *map(Path, sys.argv[1:]))
