"""Fail if anything of the addon is left in a database it was uninstalled from."""

import sys

QUERIES = {
    "table": """SELECT table_name FROM information_schema.tables
                 WHERE table_schema = current_schema AND table_name LIKE 'telecom%'""",
    "function": "SELECT proname FROM pg_proc WHERE proname LIKE 'telecom%'",
    "trigger": """SELECT tgname FROM pg_trigger
                   WHERE NOT tgisinternal AND tgname LIKE 'telecom%'""",
    "model": "SELECT model FROM ir_model WHERE model LIKE 'telecom.%'",
    "field": """SELECT f.model || '.' || f.name FROM ir_model_fields f
                  JOIN ir_model_data d ON d.model = 'ir.model.fields'
                   AND d.res_id = f.id AND d.module = 'telecom_sales_system'""",
    "named record": """SELECT name FROM ir_model_data
                        WHERE module = 'telecom_sales_system'""",
    "attachment": """SELECT name FROM ir_attachment
                      WHERE res_model LIKE 'telecom.%'""",
    "activity": "SELECT summary FROM mail_activity WHERE res_model LIKE 'telecom.%'",
    "message": "SELECT subject FROM mail_message WHERE model LIKE 'telecom.%'",
    "follower": "SELECT id FROM mail_followers WHERE res_model LIKE 'telecom.%'",
    "sequence": "SELECT code FROM ir_sequence WHERE code LIKE 'telecom.%'",
    "counter": """SELECT relname FROM pg_class
                   WHERE relkind = 'S' AND relname LIKE 'ir_sequence_%'
                     AND relname NOT IN (
                         SELECT 'ir_sequence_' || lpad(id::text, 3, '0')
                           FROM ir_sequence)
                     AND relname NOT IN (
                         SELECT format('ir_sequence_%s_%s',
                                       lpad(sequence_id::text, 3, '0'),
                                       lpad(id::text, 3, '0'))
                           FROM ir_sequence_date_range)
                     AND relname NOT IN ('ir_sequence_id_seq',
                                         'ir_sequence_date_range_id_seq')""",
    "setting": "SELECT key FROM ir_config_parameter WHERE key LIKE 'telecom%'",
}


def find(env):
    """What is left, a line each."""
    for kind, query in QUERIES.items():
        env.cr.execute(query)
        for (name,) in env.cr.fetchall():
            yield f"{kind} {name}"


if __name__ == "__main__":
    left = list(find(globals()["env"]))
    if left:
        sys.exit("left behind:\n" + "\n".join(left))
