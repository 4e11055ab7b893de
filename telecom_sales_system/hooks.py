from odoo.tools import SQL

from .models.common.kept_rows import drop_kept_row_triggers, mark_uninstall


def uninstall_hook(env):
    """Lift guards, triggers and foreign keys, so that Odoo can delete the records.

    Odoo deletes the records of the addon one by one before it drops the tables, while
    records of users still refer to them.
    """
    mark_uninstall(env)
    drop_kept_row_triggers(env)
    _keep_calendar_entries(env)
    _drop_sequences(env)
    env.cr.execute(
        """SELECT conrelid::regclass::text, conname
             FROM pg_constraint
             JOIN ir_model ON confrelid = to_regclass(replace(ir_model.model, '.', '_'))
             JOIN ir_model_data data ON data.model = 'ir.model'
              AND data.res_id = ir_model.id AND data.module = 'telecom_sales_system'
            WHERE contype = 'f' AND ir_model.model LIKE 'telecom.%'"""
    )
    for table, constraint in env.cr.fetchall():
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(constraint),
            )
        )


def _keep_calendar_entries(env):
    """Leave the entries of visits in the calendars of the people who were there.

    Odoo deletes with a model the entries that name it as their document. Entries of
    cancelled visits, which nobody sees, go.
    """
    events = env["calendar.event"].search([("res_model", "=like", "telecom.%")])
    env.cr.execute(
        SQL(
            """UPDATE calendar_event
                  SET res_model_id = NULL, res_model = NULL, res_id = NULL
                WHERE id = ANY (%s)""",
            events.ids,
        )
    )
    env.invalidate_all()


def _drop_sequences(env):
    """Delete the sequences of the addon, those that a company made for itself too.

    Deleting a sequence leaves the counters of its years in the database.
    """
    sequences = env["ir.sequence"].with_context(active_test=False)
    sequences = sequences.search([("code", "=like", "telecom.%")])
    sequences.date_range_ids.unlink()
    sequences.unlink()
