"""Triggers that keep rows; they also stop changes made outside the ORM."""

from odoo.tools import SQL

FUNCTION = "telecom_keep_row"
UNINSTALLING = "telecom_is_uninstalling"


def keep_rows(cr, table, condition, columns):
    """Refuse changes of some columns, and deletion, of rows that meet a condition.

    Call it in ``init()`` of a model, which runs at each update.

    :param condition: SQL about ``OLD``, the row before the change
    :param columns: names of the columns that cannot change
    """
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE kept text;
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    FOREACH kept IN ARRAY string_to_array(TG_ARGV[0], ',') LOOP
                        IF to_jsonb(OLD) -> kept IS DISTINCT FROM to_jsonb(NEW) -> kept
                        THEN
                            RAISE EXCEPTION '%%, row %%: column %% cannot be changed',
                                TG_TABLE_NAME, OLD.id, kept;
                        END IF;
                    END LOOP;
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '%%, row %%: cannot be deleted', TG_TABLE_NAME, OLD.id;
            END $$
            """,
            SQL.identifier(FUNCTION),
        )
    )
    trigger = SQL.identifier(f"{table}_keep")
    cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, SQL.identifier(table)))
    cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE UPDATE OR DELETE ON %s FOR EACH ROW WHEN (%s)"
            " EXECUTE FUNCTION %s(%s)",
            trigger,
            SQL.identifier(table),
            condition,
            SQL.identifier(FUNCTION),
            ",".join(columns),
        )
    )


def mark_uninstall(env):
    """Note that Odoo uninstalls the addon, so that final records can be deleted.

    The note is on the registry, which no call reaches and Odoo replaces afterwards.
    """
    setattr(env.registry, UNINSTALLING, True)


def is_uninstalling(env):
    """Return whether Odoo is uninstalling the addon, whatever the context says."""
    return getattr(env.registry, UNINSTALLING, False)


def drop_kept_row_triggers(env):
    """Drop the triggers with their function, before the addon is uninstalled."""
    env.cr.execute(
        SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION))
    )
