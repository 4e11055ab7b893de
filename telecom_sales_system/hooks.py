from odoo.tools import SQL

from .models.common.kept_rows import drop_kept_row_triggers, mark_uninstall


def uninstall_hook(env):
    """Lift guards, triggers and foreign keys, so that Odoo can delete the records.

    Odoo deletes the records of the addon one by one before it drops the tables, while
    records of users still refer to them.
    """
    mark_uninstall(env)
    drop_kept_row_triggers(env)
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
