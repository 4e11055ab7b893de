"""Guards of what must stay: before a deletion, and by triggers in the database."""

from functools import wraps

from odoo import api
from odoo.orm.models import LOG_ACCESS_COLUMNS
from odoo.tools import SQL

FUNCTION = "telecom_keep_"
UNINSTALLING = "telecom_is_uninstalling"


def check_ondelete(check):
    """Call a check of records before they are deleted, whatever the context says.

    ``_force_unlink`` in the context, which any caller can send, switches off the usual
    ``@api.ondelete(at_uninstall=False)``. Only a real uninstall lets the records go.
    """

    @api.ondelete(at_uninstall=True)
    @wraps(check)
    def check_unless_uninstalling(self):
        if not is_uninstalling(self.env):
            check(self)

    return check_unless_uninstalling


def keep_rows(model, get_condition, columns=None, allowed=None, of_parent=False):
    """Refuse changes of some columns, deletion and truncation of rows that are final.

    Call it in ``init()`` of a model, which runs at each update. The triggers also stop
    changes made outside the ORM, and what the database deletes by itself (``cascade``).
    They run once a statement, so that a bulk change costs one query more.

    What stays possible: the owner of the tables, which is the account of the server
    itself, can disable, replace or drop triggers, and a superuser of the database can
    start a session without any. The triggers stop mistakes and plain SQL, no owner;
    the seals of circulars and the printed papers show what an owner changed.

    :param get_condition: function of the SQL name of a row that returns the SQL
        condition under which the row is final
    :param columns: names of the columns that cannot change; all but those that say who
        wrote the row last if None
    :param allowed: SQL condition of changes that are allowed in spite of it, about rows
        ``before`` and ``after`` and the name ``kept`` of a column
    :param of_parent: whether the row is final because of another row, so that none can
        join it afterwards
    """
    table, cr = model._table, model.env.cr
    columns = sorted(columns or get_stored_columns(model))
    before, after = SQL.identifier("before"), SQL.identifier("after")
    is_before_final = is_final = get_condition(before)
    has_final = SQL("EXISTS (SELECT FROM telecom_old before WHERE %s)", is_before_final)
    if of_parent:
        has_joined = SQL(
            "EXISTS (SELECT FROM telecom_new after WHERE %s)", get_condition(after)
        )
        has_final = SQL("(%s OR %s)", has_final, has_joined)
        is_final = SQL("(%s OR %s)", is_before_final, get_condition(after))
    function = SQL.identifier(f"{FUNCTION}{table}")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger
            LANGUAGE plpgsql AS $$
            DECLARE fault record;
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    SELECT after.id INTO fault
                      FROM telecom_new after WHERE %(is_after_final)s LIMIT 1;
                    IF FOUND THEN
                        RAISE EXCEPTION '%%, row %%: cannot be added',
                            TG_TABLE_NAME, fault.id;
                    END IF;
                ELSIF TG_OP = 'UPDATE' THEN
                    IF NOT %(has_final)s THEN RETURN NULL; END IF;
                    SELECT COALESCE(before.id, after.id) AS id, kept AS name INTO fault
                      FROM telecom_old before
                 FULL JOIN telecom_new after ON after.id = before.id
                CROSS JOIN unnest(%(columns)s::text[]) kept
                     WHERE to_jsonb(before) -> kept IS DISTINCT FROM
                           to_jsonb(after) -> kept
                       AND %(is_final)s AND (%(allowed)s) IS NOT TRUE LIMIT 1;
                    IF FOUND THEN
                        RAISE EXCEPTION '%%, row %%: column %% cannot be changed',
                            TG_TABLE_NAME, fault.id, fault.name;
                    END IF;
                ELSIF TG_OP = 'DELETE' THEN
                    SELECT before.id INTO fault
                      FROM telecom_old before WHERE %(is_before_final)s LIMIT 1;
                    IF FOUND THEN
                        RAISE EXCEPTION '%%, row %%: cannot be deleted',
                            TG_TABLE_NAME, fault.id;
                    END IF;
                ELSE
                    SELECT before.id INTO fault
                      FROM %(table)s before WHERE %(is_before_final)s LIMIT 1;
                    IF FOUND THEN
                        RAISE EXCEPTION '%%, row %%: cannot be deleted',
                            TG_TABLE_NAME, fault.id;
                    END IF;
                END IF;
                RETURN NULL;
            END $$
            """,
            function=function,
            table=SQL.identifier(table),
            columns=columns,
            has_final=has_final,
            is_final=is_final,
            is_before_final=is_before_final,
            is_after_final=get_condition(after),
            allowed=allowed or SQL("FALSE"),
        )
    )
    events = {
        "UPDATE": SQL(
            "AFTER UPDATE ON %s REFERENCING OLD TABLE AS telecom_old"
            " NEW TABLE AS telecom_new",
            SQL.identifier(table),
        ),
        "DELETE": SQL(
            "AFTER DELETE ON %s REFERENCING OLD TABLE AS telecom_old",
            SQL.identifier(table),
        ),
        "TRUNCATE": SQL("BEFORE TRUNCATE ON %s", SQL.identifier(table)),
    }
    if of_parent:
        events["INSERT"] = SQL(
            "AFTER INSERT ON %s REFERENCING NEW TABLE AS telecom_new",
            SQL.identifier(table),
        )
    for event, clause in events.items():
        cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER %s %s FOR EACH STATEMENT"
                " EXECUTE FUNCTION %s()",
                SQL.identifier(f"{table}_keep_{event.lower()}"),
                clause,
                function,
            )
        )


def get_stored_columns(model):
    """Return the names of the columns of a model that hold what people know of it."""
    return {
        name
        for name, field in model._fields.items()
        if field.store and field.column_type and name not in LOG_ACCESS_COLUMNS
    }


def mark_uninstall(env):
    """Note that Odoo uninstalls the addon, so that final records can be deleted.

    The note is on the registry, which no call reaches and Odoo replaces afterwards.
    """
    setattr(env.registry, UNINSTALLING, True)


def is_uninstalling(env):
    """Return whether Odoo is uninstalling the addon, whatever the context says."""
    return getattr(env.registry, UNINSTALLING, False)


def drop_kept_row_triggers(env):
    """Drop the triggers with their functions, before the addon is uninstalled."""
    env.cr.execute(
        SQL(
            "SELECT proname FROM pg_proc WHERE starts_with(proname, %s)"
            " AND pronamespace = current_schema()::regnamespace",
            FUNCTION,
        )
    )
    for [name] in env.cr.fetchall():
        env.cr.execute(SQL("DROP FUNCTION %s() CASCADE", SQL.identifier(name)))
